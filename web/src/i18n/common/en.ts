// What students and teachers both read: the frame of the page, and what went
// wrong. In the other languages it addresses nobody (no du, no Sie), since both
// read it.

export interface Common {
  skip: string;
  language: string;
  loading: string;
  close: string;
  cancel: string;
  tryAgain: string;
  footer: {
    privacy: string;
    promises: string;
    contact: string;
    misuse: string;
  };
  /** Of a breach, above every page. */
  notice: { label: string; read: string; published(day: string): string };
  crash: { title: string; text: string; reload: string };
  error: {
    offline: string;
    timeout: string;
    internal: string;
    /** By the slug of the problem. */
    slug: Record<string, string>;
  };
}

export const common: Common = {
  skip: 'Skip to content',
  language: 'Language',
  loading: 'Loading…',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  footer: {
    privacy: 'Privacy',
    promises: 'Promises',
    contact: 'Privacy contact',
    misuse: 'Report misuse',
  },
  notice: {
    label: 'Public notice of an incident with data',
    read: 'What happened, and what you can do',
    published: (day) => `Published on ${day}`,
  },
  crash: {
    title: 'Something went wrong on our side',
    text: 'Nothing you saved is lost. Reload the page to continue.',
    reload: 'Reload',
  },
  error: {
    offline: 'You seem to be offline. Check your connection and try again.',
    timeout: 'The server took too long to respond. Try again in a moment.',
    internal: 'Something went wrong on our side. Try again in a moment.',
    slug: {
      'too-many-requests': 'Too many requests right now. Wait a moment and try again.',
      unavailable: 'The service is very busy. Wait a moment and try again.',
      'too-large': 'This is too large to send. Shorten it.',
      invalid: 'Something you entered isn’t valid. Check it and try again.',
      'not-found': 'This no longer exists.',
      malformed: 'This page is out of date. Reload it.',
    },
  },
};
