// The documents that a school files, made of what the service knows: /v1/records, config.json, and the words and lists
// that are published. What it doesn't know is a blank.

import type { Config } from '../../api/config';
import type { Records } from '../../api/schema';
import type { Language } from '../../i18n/language';
import { durationText } from '../../orgPrivacy/period';
import type { Privacy, Promises, Text, Vendors } from '../../promises/published';

/** A piece of a paragraph. What a person wrote is a fact: formats escape all pieces alike. */
export interface Run {
  text: string;
  /** For the school to fill in. */
  blank?: true;
}

export type Paragraph = Run[];

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; runs: Paragraph }
  /** The first row is the head; a cell has paragraphs. */
  | { kind: 'table'; rows: Paragraph[][][] };

export const documentKinds = ['records', 'processor', 'assessment'] as const;
export type DocumentKind = (typeof documentKinds)[number];

interface Activity {
  id: string;
  name: Text;
  purposes: Text;
  basis?: 'country';
  people: Text;
  data: Text;
  recipients: Text;
  vendors: string[];
  /** Or the name of paragraphs of privacy.json. */
  kept: Text | keyof Privacy['said'];
  promises: string[];
}

/** /records.json: the words of the documents. */
export interface Words {
  documents: Record<DocumentKind, Text>;
  words: Record<string, Text>;
  levels: Record<string, Text>;
  facts: Record<string, Text>;
  controller: Text[];
  processor: Text[];
  place: Text;
  activities: Activity[];
  security: string[];
  assessment: { heading: Text; texts: Text[]; promises?: string[] }[];
  risks: { risk: Text; likelihood: string; severity: string; promises: string[]; left: Text }[];
  decide: { heading: Text; texts: Text[] };
}

export interface Sources {
  records: Records;
  config: Config;
  words: Words;
  vendors: Vendors;
  promises: Promises;
  privacy: Privacy;
}

/** A text without what breaks lines, is no character or turns the direction of what follows. */
const clean = (text: string) =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cs}\p{Cn}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();

/** Returns the document in the language. */
export function documentOf(kind: DocumentKind, sources: Sources, language: Language): Block[] {
  const { records, config, words, vendors, promises, privacy } = sources;
  const { school, policy, terms } = records;
  const say = (text: string | Text) => (typeof text === 'string' ? text : text[language]);
  const word = (name: string) => say(words.words[name]!);
  const join = (all: string[]) => new Intl.ListFormat(language, { type: 'conjunction' }).format(all);
  const day = (time: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: school.timezone }).format(new Date(time));
  const span = (period: string) => durationText(language, period);
  const place = (name?: string) => name && say(privacy.regions[name] ?? name);
  const law = privacy.countries[school.country] ?? privacy.countries['*']!;
  const inForce = records.agreements
    .filter((a) => a.inForce)
    .map((a) => `${a.number} (${a.signed}; ${a.begins} – ${a.ends ?? '…'}${a.retention && `; ${a.retention}`})`);

  const facts: Record<string, string | undefined> = {
    day: day(records.at),
    version: String(policy.version),
    school: school.name,
    country: new Intl.DisplayNames([language], { type: 'region' }).of(school.country),
    office: school.contacts.office,
    privacy: school.contacts.privacy,
    operator: config.operator,
    operatorContact: config.privacyContact,
    databases: place(config.databases),
    servers: place(config.region),
    purposes: join(policy.purposes),
    clause: policy.clause,
    kept: span(policy.kept),
    restore: span(policy.restore),
    announcedFrom: policy.announced && day(policy.announced.from),
    announcedKept: policy.announced && span(policy.announced.kept),
    announcedRestore: policy.announced && span(policy.announced.restore),
    agreements: join(inForce),
    basis: say(privacy.bases[law.basis]!),
    authority: `${law.authority}, ${law.url}`,
    ...Object.fromEntries(Object.entries(terms).map(([name, period]) => [name, span(period)])),
  };

  const blank = (what: string): Run => ({ text: `[${word('blank')}: ${what}]`, blank: true });
  /** Fills in a text of ours; what is filled in isn't looked at again. */
  function fill(text: string | Text, more: Record<string, string> = {}): Paragraph {
    return say(text)
      .split(/(\[\[.*?\]\]|\{\w+\})/)
      .filter((piece) => piece !== '')
      .map((piece) => {
        if (piece.startsWith('[[')) return blank(piece.slice(2, -2));
        if (!/^\{\w+\}$/.test(piece)) return { text: piece };
        const name = piece.slice(1, -1);
        const fact = clean(more[name] ?? facts[name] ?? '');
        return fact === '' ? blank(say(words.facts[name] ?? name)) : { text: fact };
      });
  }

  const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text: clean(text) });
  const paragraphs = (texts: (string | Text)[]): Block[] => texts.map((t) => ({ kind: 'paragraph', runs: fill(t) }));
  const table = (rows: [string, Paragraph[]][]): Block => ({
    kind: 'table',
    rows: [
      [[[{ text: word('what') }]], [[{ text: word('entry') }]]],
      ...rows.map(([label, cell]) => [[[{ text: label }]], cell]),
    ],
  });

  /** Promises with their state as published, and what is still missing. */
  const shown = (ids: string[]): Paragraph[] =>
    ids.flatMap((id) => {
      const p = promises.promises.find((p) => p.id === id);
      if (!p) return [];
      const missing = p.missing ? ` ${say(promises.page.missing)}: ${say(p.missing)}` : '';
      return [[{ text: `${p.id} – ${say(p.text)} (${say(promises.states[p.state]!)})${missing}` }]];
    });
  const vendorsOf = (ids: string[]) => vendors.vendors.filter((v) => ids.includes(v.id));

  const activity = (a: Activity): Block[] => [
    heading(2, say(a.name)),
    table([
      [word('purposes'), [fill(a.purposes)]],
      [word('basis'), [a.basis === 'country' ? fill('{basis}') : [blank(word('basis'))]]],
      [word('people'), [fill(a.people)]],
      [word('data'), [fill(a.data)]],
      [
        word('recipients'),
        [fill(a.recipients), ...vendorsOf(a.vendors).map((v) => [{ text: `${say(v.name)} – ${say(v.what)}` }])],
      ],
      [
        word('transfers'),
        vendorsOf(a.vendors).map((v) => [{ text: `${say(v.name)} – ${say(v.transfer)} (${say(v.agreement)})` }]),
      ],
      [word('kept'), typeof a.kept === 'string' ? privacy.said[a.kept].map((t) => fill(t)) : [fill(a.kept)]],
      [word('security'), shown(a.promises)],
    ]),
  ];
  const security: Block[] = [
    heading(2, word('security')),
    ...paragraphs([words.words['securityText']!, words.place]),
    ...shown(words.security).map((runs): Block => ({ kind: 'paragraph', runs })),
  ];
  const level = (name: string) => fill(words.words['proposal']!, { level: say(words.levels[name]!) });

  const begin: Block[] = [
    heading(1, `${say(words.documents[kind])} – ${clean(school.name)}`),
    ...paragraphs([words.words['legend']!]),
    ...(policy.announced ? paragraphs([words.words['announced']!]) : []),
    heading(2, word('who')),
  ];
  switch (kind) {
    case 'records':
      return [
        ...begin,
        ...paragraphs([...words.controller, words.processor[0]!]),
        heading(2, word('agreements')),
        ...paragraphs(['{agreements}']),
        ...words.activities.flatMap(activity),
        ...security,
        ...paragraphs([words.words['ownMeasures']!]),
      ];
    case 'processor':
      return [
        ...begin,
        ...paragraphs(words.processor),
        heading(2, word('agreements')),
        ...paragraphs(['{agreements}']),
        heading(2, word('processing')),
        ...words.activities.flatMap((a) => [
          heading(3, say(a.name)),
          table([
            [word('people'), [fill(a.people)]],
            [word('data'), [fill(a.data)]],
            [word('kept'), typeof a.kept === 'string' ? privacy.said[a.kept].map((t) => fill(t)) : [fill(a.kept)]],
          ]),
        ]),
        heading(2, word('subprocessors')),
        ...vendors.vendors.flatMap((v) => [
          heading(3, say(v.name)),
          table([
            [word('processing'), [[{ text: say(v.what) }]]],
            [say(vendors.page.gets), v.fields.map((f) => [{ text: say(f) }])],
            [say(vendors.page.where), [[{ text: say(v.where) }]]],
            [say(vendors.page.agreement), [[{ text: say(v.agreement) }]]],
            [word('transfers'), [[{ text: say(v.transfer) }]]],
          ]),
        ]),
        ...security,
      ];
    case 'assessment':
      return [
        ...begin,
        ...paragraphs([...words.controller, words.processor[0]!]),
        ...words.assessment.flatMap((s) => [
          heading(2, say(s.heading)),
          ...paragraphs(s.texts),
          ...shown(s.promises ?? []).map((runs): Block => ({ kind: 'paragraph', runs })),
        ]),
        heading(2, word('risks')),
        ...words.risks.flatMap((r) => [
          heading(3, say(r.risk)),
          table([
            [word('likelihood'), [level(r.likelihood)]],
            [word('severity'), [level(r.severity)]],
            [word('measures'), shown(r.promises)],
            [word('left'), [fill(r.left)]],
          ]),
        ]),
        ...security,
        heading(2, say(words.decide.heading)),
        ...paragraphs(words.decide.texts),
      ];
  }
}
