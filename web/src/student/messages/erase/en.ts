/** What is said before a student’s data is erased, and afterwards. */
export interface EraseMessages {
  text: string;
  go: string;
  title: string;
  erased: string;
  /** A hold stops the erasure, or it isn't done yet. */
  hiddenTitle: string;
  hidden: string;
  from(date: string): string;
  receipt: string;
  again: string;
}

export const en: EraseMessages = {
  text: 'Your name and answers in this session are erased at once: your teacher can no longer see, count or grade them, and sees that somebody left. This can’t be undone.',
  go: 'Erase everything',
  title: 'Your data is erased',
  erased: 'Your name and your answers in this session are erased, and this device has forgotten them.',
  hiddenTitle: 'Nobody can see your data now',
  hidden: 'It will be erased once nothing prevents it.',
  receipt: 'Receipt',
  from: (date) => `From ${date} on, nobody can bring them back, not even from a backup.`,
  again: 'Enter a code',
};
