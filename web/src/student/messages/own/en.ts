/** What the dialog with a student's own data says. */
export interface OwnMessages {
  name: string;
  joined: string;
  session: string;
  basis: string;
  consent: string;
  consents: Record<'parents' | 'of-age', string>;
  answers: string;
  none: string;
  at(time: string): string;
  grade: string;
  until: string;
  untilOpen: string;
  save: string;
  correct: string;
  newName: string;
  correctHint: string;
  correctDo: string;
  corrected: string;
  score: string;
  of(n: string, of: string): string;
  receipt: string;
  saved: string;
  tooMany: string;
  notName: string;
}

export const en: OwnMessages = {
  name: 'Name',
  joined: 'Joined',
  session: 'Session',
  basis: 'Collected under agreement',
  consent: 'Consent',
  consents: { parents: 'a parent’s, by the school’s code', 'of-age': 'you said that you are of age' },
  answers: 'Answers',
  none: 'No answers.',
  at: (time) => `saved ${time}`,
  grade: 'Points that your teacher gave',
  until: 'Kept until',
  untilOpen: 'The period starts when the session closes.',
  save: 'Save as a file',
  correct: 'Correct it',
  newName: 'Your name',
  correctHint: 'Your teacher sees the new name at once, and that you corrected it, but not what it was.',
  correctDo: 'Save the name',
  corrected: 'Your name is corrected.',
  score: 'Points',
  of: (n, of) => `${n} of ${of}`,
  receipt: 'Receipt',
  saved: 'The file is on its way to your downloads.',
  tooMany: 'You’ve corrected your name as often as allowed. Ask your teacher.',
  notName: 'This name can’t be used. Use letters, digits and common punctuation, at most 40 characters.',
};
