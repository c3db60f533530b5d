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
};
