// Of the page on which somebody asks a school for something.

type Name = 'kind' | 'from' | 'text' | 'about/alias' | 'about/code' | 'about/from' | 'about/to' | 'email';

export interface AskWords {
  title(school: string): string;
  intro: string;
  /** Label, hint, and what to do where the value can't be. */
  fields: Record<Name, [label: string, hint: string, problem: string]>;
  kind: Record<'know' | 'correct' | 'delete' | 'port' | 'restrict' | 'object', string>;
  from: Record<'student' | 'parent' | 'teacher' | 'other', string>;
  about: string;
  send: string;
  contact: string;
  problem: Record<string, string>;
}

export const en: AskWords = {
  title: (school) => `A request to ${school}`,
  intro:
    'No account is needed. A code is mailed to your address; the school sees the request once you have entered it.',
  fields: {
    kind: ['What do you want?', '', 'Choose one.'],
    from: ['Who are you?', '', 'Choose one.'],
    text: ['Your request', 'In your own words.', 'Say what you want, in at most 4,000 characters.'],
    'about/alias': ['Name used in the session', '', 'At most 100 characters in one line.'],
    'about/code': ['Code of the session', '', 'A code has six letters.'],
    'about/from': ['From', '', 'Enter a day.'],
    'about/to': ['To', '', 'Enter a day that isn’t before the first.'],
    email: [
      'E-mail address',
      'For the code and the school’s reply, and nothing else.',
      'Enter an address such as ada@mail.example.',
    ],
  },
  kind: {
    know: 'Know what is held, and get a copy',
    correct: 'Have something corrected',
    delete: 'Have something erased',
    port: 'Get data in a common format',
    restrict: 'Have its use restricted',
    object: 'Object to its use',
  },
  from: {
    student: 'A student, or a former one',
    parent: 'A parent or guardian',
    teacher: 'A teacher',
    other: 'Somebody else',
  },
  about: 'Which data, as far as you know',
  send: 'Send the code',
  contact: 'The school’s privacy contact:',
  problem: {
    'requests-full': 'The school can’t take more requests here today. Write to its contact, or come back tomorrow.',
  },
};
