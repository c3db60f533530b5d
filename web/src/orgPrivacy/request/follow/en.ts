// Of the page on which somebody follows a request to a school.

import type { OwnRequest } from '../../../api/schema';

export interface FollowWords {
  title: string;
  states: Record<OwnRequest['state'], [title: string, text: string]>;
  code: { label: string; hint: string; enter: string; none: string; again: string; problem: Record<string, string> };
  mailed: string;
  link: string;
  linkText: string;
  copy: string;
  copied: string;
  school: string;
  request: string;
  received: string;
  due: string;
  extended: string;
  receipt: string;
  kept: string;
  gone: string;
  goneText: string;
}

export const en: FollowWords = {
  title: 'Your request',
  states: {
    unverified: [
      'Enter the code',
      'A mail with a code is on its way to your address. The school doesn’t see the request before.',
    ],
    open: ['The school has your request', 'It answers here. A mail tells you when.'],
    decided: ['The school has decided', 'What it decided is being carried out.'],
    done: ['Your request is done', 'The answer is on this page.'],
  },
  code: {
    label: 'Code',
    hint: 'Eight digits, good for 30 minutes.',
    enter: 'Confirm',
    none: 'No mail? Look in the spam folder. One goes out every ten minutes at most, and three a day.',
    again: 'Mail another code',
    problem: {
      invalid: 'The code has eight digits.',
      'wrong-code': 'That isn’t the code. It is in the latest mail.',
      'code-over': 'The code no longer works. Have another one mailed, or make the request again.',
    },
  },
  mailed: 'If the last code is ten minutes old, another one is on its way.',
  link: 'Keep the link to this page',
  linkText: 'It is the only way back here. Whoever has it can read the request.',
  copy: 'Copy the link',
  copied: 'Copied.',
  school: 'School',
  request: 'Request',
  received: 'Received',
  due: 'Answer by',
  extended: 'Later than at first: the request is complex, or there are many.',
  receipt: 'Receipt of what was erased',
  kept: 'Kept until',
  gone: 'No request here',
  goneText:
    'The link may be cut off, or the request was erased because its time is over: after three days if no code was entered.',
};
