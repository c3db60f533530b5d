// What students and teachers both read: the frame of the page, questions, and
// what went wrong. In the other languages the frame addresses nobody (no du, no
// Sie), since both read it; questions speak to students.

export interface Common {
  skip: string;
  language: string;
  loading: string;
  close: string;
  cancel: string;
  tryAgain: string;
  footer: {
    label: string;
    privacy: string;
    contact: string;
    misuse: string;
  };
  crash: { title: string; text: string; reload: string };
  error: {
    offline: string;
    timeout: string;
    internal: string;
    /** By the slug of the problem. */
    slug: Record<string, string>;
  };
  question: {
    points(n: string, one: boolean): string;
    chooseOne: string;
    chooseSeveral: string;
    yes: string;
    no: string;
    textLabel: string;
    left(n: number): string;
    tooLong(n: number): string;
    numberLabel: string;
    numberRead(x: string): string;
    changeSign: string;
    notANumber: string;
    orderHint: string;
    orderKeep: string;
    moveUp(item: string): string;
    moveDown(item: string): string;
    positionOf(item: string): string;
    moved(item: string, n: number, of: number): string;
    matchHint: string;
    matchFor(item: string): string;
    matchNone: string;
    scaleHint(min: number, max: number): string;
    cloudHint(n: number): string;
    word(n: number): string;
  };
}

export const common: Common = {
  skip: 'Skip to the content',
  language: 'Language',
  loading: 'Loading…',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  footer: {
    label: 'About this service',
    privacy: 'Privacy',
    contact: 'Privacy contact',
    misuse: 'Report misuse',
  },
  crash: {
    title: 'Something went wrong here',
    text: 'The page ran into a mistake of ours. Nothing that was saved is lost. Load the page again to go on.',
    reload: 'Load again',
  },
  error: {
    offline: 'There is no connection right now. Check the network and try again.',
    timeout: 'The server took too long to answer. Try again in a moment.',
    internal: 'Something went wrong on our side. Try again in a moment.',
    slug: {
      'too-many-requests': 'There are too many requests right now. Wait a moment and try again.',
      unavailable: 'The service is very busy right now. Wait a moment and try again.',
      'too-large': 'This is too large to be sent. Make it shorter.',
      invalid: 'Something that was entered is not accepted. Check it and try again.',
      'not-found': 'This is no longer there.',
      malformed: 'This page is out of date. Load it again.',
      'unsupported-media-type': 'This page is out of date. Load it again.',
    },
  },
  question: {
    points: (n, one) => (one ? `${n} point` : `${n} points`),
    chooseOne: 'Choose one.',
    chooseSeveral: 'Choose all that fit.',
    yes: 'True',
    no: 'False',
    textLabel: 'Your answer',
    left: (n) => (n === 1 ? '1 character left' : `${n} characters left`),
    tooLong: (n) => `${n} ${n === 1 ? 'character' : 'characters'} too long. Make it shorter.`,
    numberLabel: 'Your answer, a number',
    numberRead: (x) => `Read as ${x}`,
    changeSign: 'Change the sign',
    notANumber: 'This is not a number. Write for example 12, -3 or 2.5.',
    orderHint: 'Bring these into the right order.',
    orderKeep: 'This order is right',
    moveUp: (item) => `Move up: ${item}`,
    moveDown: (item) => `Move down: ${item}`,
    positionOf: (item) => `Place of: ${item}`,
    moved: (item, n, of) => `${item}: now ${n} of ${of}`,
    matchHint: 'Find what belongs together.',
    matchFor: (item) => `Belongs to: ${item}`,
    matchNone: 'Choose…',
    scaleHint: (min, max) => `Choose a step from ${min} to ${max}.`,
    cloudHint: (n) => (n === 1 ? 'Write one word, or a few that belong together.' : `Write up to ${n} words.`),
    word: (n) => `Word ${n}`,
  },
};
