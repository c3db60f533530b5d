/** What is said to who came back and can’t go on. */
export interface OverMessages {
  paused: string;
  did(title: string): string;
  again: string;
  leave: string;
  forgets: string;
}

export const en: OverMessages = {
  paused: 'The session is paused. You can go on when your teacher resumes it; what is there so far is below.',
  did: (title) => `What you did in “${title}”`,
  again: 'Continue',
  leave: 'Leave this page',
  forgets: 'This page keeps nothing on this device: when you leave it, you need the words again.',
};
