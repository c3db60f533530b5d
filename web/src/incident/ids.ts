// The ids that people paste, of sessions and of schools.

/** The ids in a text: one per line, or the addresses of sessions' pages. */
export function idsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/(?:^|[\s,;/])([a-z2-7]{26})(?=$|[\s,;/?#])/g)].map((m) => m[1]!))];
}

export function orgsIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((org) => org !== ''))];
}
