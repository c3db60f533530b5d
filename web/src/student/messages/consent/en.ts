/** What is said where a school wants each parent’s consent before a student joins. */
export interface ConsentMessages {
  text: string;
  label: string;
  hint: string;
  ask: string;
  wrong: string;
  ofAge(age: number): string;
}

export const en: ConsentMessages = {
  text: 'Your school asks your parents first whether you may take part. They have a slip with a code for you.',
  label: 'Code on the slip',
  hint: '16 letters. Spaces don’t matter.',
  ask: 'No slip? Ask your teacher or your parents. Until then nothing about you is stored here.',
  wrong: 'This code doesn’t work here. Check the letters. If they are right, ask your teacher for another code.',
  ofAge: (age) => `I am ${age} or older.`,
};
