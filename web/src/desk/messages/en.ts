// What every page for teachers says, whichever part of the desk it belongs to.

import { common, type Common } from '../../i18n/common/en';

export interface DeskMessages extends Common {
  delete: string;
  showMore: string;
  moreShown(n: number): string;
  nav: {
    label: string;
    sessions: string;
    sets: string;
    trash: string;
    privacy: string;
    incidents: string;
    signOut: string;
  };
  signIn: {
    title: string;
    text: string;
    invited: string;
    denied: string;
    failed: string;
    button: string;
    kept: string;
    looking: string;
    ended: string;
    again: string;
  };
  failure: { secondFactor: string; slug: Record<string, string> };
  toSessions: string;
}

export const desk: DeskMessages = {
  ...common,
  delete: 'Delete',
  showMore: 'Show more',
  moreShown: (n) => `${n} more shown`,
  nav: {
    label: 'Main',
    sessions: 'Sessions',
    sets: 'Question sets',
    trash: 'Trash',
    privacy: 'Privacy',
    incidents: 'Incidents',
    signOut: 'Sign out',
  },
  signIn: {
    title: 'Sign in to teach',
    text: 'Write questions, open a session and watch the answers come in. Your school gave you an account.',
    invited: 'A colleague invites you to teach a session together. Sign in to see it.',
    denied:
      'The sign-in was refused. Your account may not belong to this school yet; ask an administrator of your school.',
    failed: 'The sign-in did not come to an end. Try once more.',
    button: 'Sign in',
    kept: 'Signing in sets cookies of the sign-in service, and nothing else is kept in this browser.',
    looking: 'Looking whether you are signed in…',
    ended: 'Your sign-in has ended. Sign in again; you come back to this page.',
    again: 'Sign in again',
  },
  failure: {
    secondFactor:
      'This needs a second factor from the last 15 minutes, and the sign-in service did not confirm one. Nothing was changed. Try again.',
    slug: {
      'invalid-token': 'Your sign-in is not accepted. Sign out and in again.',
      'not-authenticated': 'Your sign-in is not accepted. Sign out and in again.',
      forbidden: 'Your account may not do this. An administrator of your school can allow it.',
      'organization-required': 'You are signed in to no school. Sign out, and sign in with your school’s account.',
      'not-owner': 'Only the teacher who started the session may do this. Ask them.',
      'not-found': 'There is nothing here that you can see. It may have been deleted, or belong to somebody else.',
      'agreement-missing':
        'Your school has no agreement in force, so nothing may be collected. Ask an administrator of your school.',
      'wrong-state': 'The session has changed meanwhile, and this is no longer possible.',
      conflict: 'Somebody changed this at the same moment. Try again.',
      'restore-window-over': 'The time in which this session could be restored is over. What it held is gone for good.',
      'unknown-invitation':
        'This invitation is not open to you, or not any more. Ask the teacher who sent it for a new one.',
      'invitation-expired': 'The invitation has expired. Ask the teacher who sent it for a new one.',
      'too-large': 'The question set is too large. Split it into several.',
    },
  },
  toSessions: 'To your sessions',
};
