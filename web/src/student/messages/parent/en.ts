import type { EraseMessages } from '../erase/en';
import type { OwnMessages } from '../own/en';

/** What is said to a parent who has the code that a teacher gave out. */
export interface ParentMessages {
  title: string;
  intro: string;
  heldTitle: string;
  eraseTitle: string;
  eraseAsk: string;
  erase: string;
  forgets: string;
  leave: string;
  held: OwnMessages;
  erasing: EraseMessages;
}

export const en: ParentMessages = {
  title: 'Your child’s data in this session',
  intro:
    'You are here with the code that the teacher gave out. What you do here, your child and the teacher see, with the time. Nobody learns who you are.',
  heldTitle: 'Everything we hold about your child here',
  eraseTitle: 'Erase it',
  eraseAsk: 'Erase all of it?',
  erase: 'Erase my child’s data',
  forgets: 'This page keeps nothing on this device: when you leave it, you need the slip again.',
  leave: 'Leave this page',
  held: {
    name: 'Name',
    joined: 'Joined',
    session: 'Session',
    basis: 'Collected under agreement',
    consent: 'Consent',
    consents: { parents: 'a parent’s, by the school’s code', 'of-age': 'they said that they are of age' },
    answers: 'Answers',
    none: 'No answers.',
    at: (time) => `saved ${time}`,
    grade: 'Points that the teacher gave',
    until: 'Kept until',
    untilOpen: 'The period starts when the session closes.',
    save: 'Save as a file',
    correct: 'Correct the name',
    newName: 'Your child’s name',
    correctHint: 'The teacher sees the new name at once, and that a parent corrected it, but not what it was.',
    correctDo: 'Save the name',
    corrected: 'The name is corrected.',
    score: 'Points',
    of: (n, of) => `${n} of ${of}`,
    receipt: 'Receipt',
    saved: 'The file is on its way to your downloads.',
    tooMany: 'The name was corrected as often as allowed. Ask the teacher.',
    notName: 'This name can’t be used. Use letters, digits and common punctuation, at most 40 characters.',
  },
  erasing: {
    text: 'Your child’s name and answers in this session are erased at once, and your child can’t go on in it: the teacher can no longer see, count or grade them, and sees that a parent had them erased. This can’t be undone.',
    go: 'Erase everything',
    title: 'Your child’s data is erased',
    erased: 'Your child’s name and answers in this session are erased.',
    hiddenTitle: 'Nobody can see your child’s data now',
    hidden: 'It will be erased once nothing prevents it. Keep the slip: with it you can look again.',
    from: (date) => `From ${date} on, nobody can bring it back, not even from a backup.`,
    receipt: 'Receipt',
    again: 'To the first page',
  },
};
