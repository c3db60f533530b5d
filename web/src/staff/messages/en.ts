// What every page for teachers says, whichever feature it belongs to.

import { common, type Common } from '../../i18n/common/en';

export interface StaffMessages extends Common {
  delete: string;
  showMore: string;
  moreShown(n: number): string;
  search: { titles: string; go: string };
  nav: {
    label: string;
    sessions: string;
    sets: string;
    trash: string;
    privacy: string;
    requests: string;
    incidents: string;
    profile: string;
    school: string;
    schools: string;
    signOut: string;
  };
  signIn: {
    title: string;
    noStorage: string;
    text: string;
    invited: string;
    joining: string;
    denied: string;
    failed: string;
    button: string;
    kept: string;
    looking: string;
    ended: string;
    again: string;
  };
  failure: { secondFactor: string; noFactor: string; slug: Record<string, string> };
  toSessions: string;
}

export const staff: StaffMessages = {
  ...common,
  delete: 'Delete',
  showMore: 'Show more',
  moreShown: (n) => `${n} more shown`,
  search: { titles: 'Search titles', go: 'Search' },
  nav: {
    label: 'Main',
    sessions: 'Sessions',
    sets: 'Question sets',
    trash: 'Trash',
    privacy: 'Privacy',
    requests: 'Requests',
    incidents: 'Incidents',
    profile: 'Your profile',
    school: 'School',
    schools: 'Schools',
    signOut: 'Sign out',
  },
  signIn: {
    title: 'Sign in to teach',
    noStorage:
      'Your browser stores nothing for this site, so you can’t sign in. Allow cookies and site data for it, or leave private browsing, and reload the page.',
    text: 'Write questions, open a session and watch the answers come in. Your school gave you an account.',
    invited: 'A colleague has invited you to co-teach a session. Sign in to see it.',
    joining:
      'Your school has invited you. Have your phone, security key or computer’s fingerprint reader ready: you’ll also set up a second factor, which exporting and deleting need.',
    denied: 'Sign-in was refused. Your account may not belong to this school yet; ask your school’s administrator.',
    failed: 'Sign-in didn’t finish. Try again.',
    button: 'Sign in',
    kept: 'The sign-in service sets cookies; nothing else is kept in this browser.',
    looking: 'Checking whether you’re signed in…',
    ended: 'You’ve been signed out. Sign in again to return to this page.',
    again: 'Sign in again',
  },
  failure: {
    secondFactor:
      'This needs a second factor confirmed within the last 15 minutes, and the sign-in service didn’t confirm one. Nothing was changed. Try again.',
    noFactor:
      'This needs a second factor, and your account has none yet. A password alone can’t set one up, in case it was stolen. Ask your school’s administrator to have the set-up opened for you, then try again here. Nothing was changed.',
    slug: {
      'invalid-token': 'Your sign-in is no longer valid. Sign out and sign in again.',
      'not-authenticated': 'Your sign-in is no longer valid. Sign out and sign in again.',
      deactivated:
        'You deleted your profile, so your account here is switched off. Open your profile and enter your name.',
      held: 'A legal hold of your school keeps this from being deleted. Ask your school’s administrator when it ends.',
      restricted:
        'What a student wrote here is restricted: kept and not used, as somebody asked. Whoever answers requests about data in your school can lift that; until then it can’t be erased, deleted or graded here.',
      forbidden: 'Your account isn’t allowed to do this. Your school’s administrator can change that.',
      'organization-required': 'You aren’t signed in to a school. Sign out, then sign in with your school account.',
      'too-many-views': 'These results are open in too many windows. Close some of them, then try again.',
      'not-owner': 'Only the teacher who started the session can do this. Ask them.',
      'not-found': 'There is nothing here you can see. It may have been deleted, or belong to someone else.',
      'too-many-question-sets':
        'You have 2,000 question sets, those in the trash included. Change one of them, or wait until the trash is emptied.',
      'too-many-sessions': 'You have opened 500 sessions within a day. Go on with one of them, or wait until tomorrow.',
      'too-many-incidents':
        'You have reported 100 incidents within a day. Add what you know to one of them, or have a colleague report it.',
      'too-many-parent-codes':
        'As many codes as possible were made for this student. The last one is good. Make another tomorrow, unless there were twenty in all.',
      'agreement-missing':
        'Your school has no agreement in force under which data may be collected. Ask your school’s administrator.',
      'wrong-state': 'The session has changed in the meantime, so this is no longer possible.',
      conflict: 'Someone else changed this at the same time. Try again.',
      'restore-window-over': 'This session can no longer be restored. Its data is gone for good.',
      'unknown-invitation':
        'This invitation isn’t for you, or is no longer open. Ask the teacher who sent it for a new one.',
      'invitation-expired': 'The invitation has expired. Ask the teacher who sent it for a new one.',
      'too-large': 'The question set is too large. Split it into several.',
    },
  },
  toSessions: 'Go to your sessions',
};
