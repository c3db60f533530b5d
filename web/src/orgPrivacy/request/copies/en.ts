// Of the copy that a school gives whoever made a request, and of what it restricts.

export interface CopiesWords {
  title: string;
  text(until: string): string;
  mail: string;
  mailed: string;
  code: string;
  hint: string;
  save: string;
  saveOne(n: number, of: number): string;
  saved: string;
  restricted: string;
  restrictedText: string;
  lifting(at: string): string;
  problem: Record<string, string>;
}

export const en: CopiesWords = {
  title: 'Your copy',
  text: (until) => `Everything that is held, as a file. You can save it until ${until}, with a code from a mail.`,
  mail: 'Mail me a code',
  mailed: 'A code is on its way to your address, unless one was mailed in the last ten minutes.',
  code: 'Code',
  hint: 'Eight digits, good for 30 minutes.',
  save: 'Save the copy',
  saveOne: (n, of) => `Save copy ${n} of ${of}`,
  saved: 'Saved. Keep the file where nobody else reads it.',
  restricted: 'Kept and not used',
  restrictedText:
    'The school keeps the data and doesn’t use it: teachers don’t see it, and it is in no results. It tells you before it lifts that. The data is erased when its time is over.',
  lifting: (at) => `The school is going to lift the restriction, not before ${at}. Write to it if you don’t agree.`,
  problem: {
    invalid: 'The code has eight digits.',
    'wrong-code': 'That isn’t the code. It is in the latest mail.',
    'too-many-codes':
      'Five codes were mailed within a day. Come back tomorrow, or ask the school to give you another week.',
    'code-over': 'The code no longer works. Have another one mailed.',
    gone: 'This copy can’t be saved any more: its time is over, or what it is of was erased.',
  },
};
