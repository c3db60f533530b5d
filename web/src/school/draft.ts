// What the forms hold, and what is sent.

import type {
  AgreementRequest,
  Agreement,
  ClauseTerm,
  Exhibit,
  School,
  SchoolPatch,
  SchoolRequest,
} from '../api/schema';
import { lines } from './fields';

export interface SchoolDraft {
  name: string;
  country: string;
  region: string;
  timezone: string;
  language: School['language'];
  office: string;
  privacy: string;
  incident: string;
  holidays: string;
  kept: string;
  restore: string;
  purposes: string;
  clause: string;
}

export const newSchool = (): SchoolDraft => ({
  name: '',
  country: '',
  region: '',
  timezone: '',
  language: '',
  office: '',
  privacy: '',
  incident: '',
  holidays: '',
  kept: 'P6M',
  restore: 'P6M',
  purposes: '',
  clause: '',
});

export const draftOfSchool = (s: School): SchoolDraft => ({
  ...newSchool(),
  name: s.name,
  country: s.country,
  region: s.region,
  timezone: s.timezone,
  language: s.language,
  ...s.contacts,
  holidays: s.holidays.join('\n'),
});

/** What a school changes of itself: whom to write to, in which language, and when nobody is there. */
export function ownPatchOf(d: SchoolDraft) {
  return {
    language: d.language,
    contacts: { office: d.office.trim(), privacy: d.privacy.trim(), incident: d.incident.trim() },
    holidays: lines(d.holidays),
  } satisfies SchoolPatch;
}

/** What the operator may change of a school later. */
export function patchOf(d: SchoolDraft) {
  return {
    ...ownPatchOf(d),
    name: d.name.trim(),
    country: d.country.trim().toUpperCase(),
    region: d.region.trim().toUpperCase(),
    timezone: d.timezone.trim(),
  } satisfies SchoolPatch;
}

export function requestOf(id: string, d: SchoolDraft): SchoolRequest {
  return {
    ...patchOf(d),
    id,
    policy: {
      kept: d.kept.trim().toUpperCase(),
      restore: d.restore.trim().toUpperCase(),
      purposes: lines(d.purposes),
      clause: d.clause.trim(),
      maxParticipants: 0,
    },
  };
}

/** A clause that an agreement may choose; what it says of a term that this form doesn't show stays. */
export interface ClauseDraft {
  id: string;
  chosen: boolean;
  count: string;
  unit: 'hours' | 'days' | 'businessDays';
  words: string;
  rest: ClauseTerm | null;
}

export interface AgreementDraft {
  kind: AgreementRequest['kind'];
  number: string;
  parties: string;
  signed: string;
  begins: string;
  ends: string;
  exhibits: Exhibit[];
  clauses: ClauseDraft[];
  retention: string;
  ageLine: string;
  consent: AgreementRequest['consent'];
}

export function draftOfAgreement(a: Agreement | null, school: School): AgreementDraft {
  const terms = a?.clauses ?? [];
  const ids = [...new Set([...school.offered.map((c) => c.id), ...terms.map((c) => c.id)])];
  return {
    kind: a?.kind || 'service',
    number: a?.number ?? '',
    parties: (a?.parties ?? [school.name]).join('\n'),
    signed: a?.signed ?? '',
    begins: a?.begins ?? '',
    ends: a?.ends ?? '',
    exhibits: a?.exhibits ?? [],
    clauses: ids.map((id) => {
      const term = terms.find((c) => c.id === id) ?? null;
      const builtIn = school.offered.find((c) => c.id === id);
      return {
        id,
        chosen: term !== null,
        count: term?.within ? String(term.within.count) : '',
        unit: (term?.within ?? builtIn?.within)?.unit ?? 'hours',
        words: term?.words ?? '',
        rest: term,
      };
    }),
    retention: a?.retention ?? '',
    ageLine: String(a?.ageLine ?? 0),
    consent: a?.consent || 'school',
  };
}

/** A text that must be a whole number; what is none goes to the server, which refuses it. */
const whole = (text: string): number => (/^\d{1,5}$/.test(text.trim()) ? Number(text) : -1);

export function agreementOf(d: AgreementDraft): AgreementRequest {
  return {
    kind: d.kind,
    number: d.number.trim(),
    parties: lines(d.parties),
    signed: d.signed,
    ...(d.begins !== '' && { begins: d.begins }),
    ends: d.ends,
    exhibits: d.exhibits.map((e) => ({
      name: e.name.trim(),
      sha256: e.sha256.trim().toLowerCase(),
      where: e.where.trim(),
    })),
    clauses: d.clauses
      .filter((c) => c.chosen)
      .map(({ id, count, unit, words, rest }) => {
        const { within: _, words: __, ...kept } = rest ?? { id };
        return {
          ...kept,
          ...(count.trim() !== '' && { within: { count: whole(count), unit } }),
          ...(words.trim() !== '' && { words: words.trim() }),
        };
      }),
    retention: d.retention.trim(),
    ageLine: whole(d.ageLine),
    consent: d.consent,
  };
}
