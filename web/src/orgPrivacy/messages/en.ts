// A school's page about privacy, which is loaded apart. Children, parents and staff read it, so it
// addresses nobody.

export interface OrgPrivacyMessages {
  title(name: string): string;
  plainTitle: string;
  sentence(kept: string, restore: string): string;
  sentenceNoRestore(kept: string): string;
  policyTitle: string;
  what: string;
  whatText: string;
  kept: string;
  keptFor(period: string): string;
  restore: string;
  restoreFor(period: string): string;
  restoreNone: string;
  purposes: string;
  seenBy: string;
  roles: Record<'teachers' | 'school-admins', string>;
  clause: string;
  none: string;
  endTitle: string;
  end: string[];
  rightsTitle: string;
  rights: string;
  contact: string;
  unknownTitle: string;
  unknown: string;
  general: string;
}

export const en: OrgPrivacyMessages = {
  title: (name) => `Privacy at ${name}`,
  plainTitle: 'Privacy of a school',
  sentence: (kept, restore) =>
    `Names and answers are kept for ${kept} after a session closes. Then they are deleted, and a deletion can be undone for ${restore}. After that they are erased for good.`,
  sentenceNoRestore: (kept) =>
    `Names and answers are kept for ${kept} after a session closes. Then they are erased for good.`,
  policyTitle: 'The policy in force',
  what: 'What is kept',
  whatText:
    'The name that a student types when joining a session, when that was, the answers, and points that a teacher gives. There is no student account.',
  kept: 'How long',
  keptFor: (period) => `${period} after a session closes`,
  restore: 'A deletion can be undone',
  restoreFor: (period) => `for ${period} afterwards`,
  restoreNone: 'not at all',
  purposes: 'What for',
  seenBy: 'Who sees it',
  roles: { teachers: 'the teachers of the session', 'school-admins': 'the administrators of the school' },
  clause: 'Basis in the agreement',
  none: 'not stated',
  endTitle: 'How it ends',
  end: [
    'Deleted data is hidden from everyone at once. It can be restored for at most six months, whatever the school’s policy says.',
    'After that its keys are destroyed: nobody can read it any more, and the school gets a signed receipt.',
    'From the date on the receipt, at least seven days later, nobody can bring it back, not from a backup and not with an administrator’s help.',
    'Three things can delay this: a legal hold, for evidence in a case for example; the investigation of a security incident, for at most 90 days at a time; and a check by a person, when a database was restored from a backup or unusually much is due at once.',
  ],
  rightsTitle: 'Rights',
  rights:
    'In a session, “Your data” shows a student everything held about them there, and lets them erase it. Students, parents and staff can also ask the school to see, correct or erase data. Such an erasure is final at once.',
  contact: 'Privacy contact of the school',
  unknownTitle: 'There is no such school',
  unknown: 'The address may be mistyped, or the school may have left. Ask the school for the address of its page.',
  general: 'How this service handles data',
};
