import { common } from '../../i18n/common/en';
import type { QuestionMessages } from '../../question/words';
import { question } from '../../question/words/en';

export interface StudentMessages extends QuestionMessages {
  code: {
    title: string;
    label: string;
    hint: string;
    go: string;
    wrong: string;
    teacher: string;
    signIn: string;
    back: string;
    resumeTitle: string;
  };
  name: {
    title: string;
    session(code: string): string;
    otherCode: string;
    label: string;
    hint: string;
    kept: string;
    join: string;
    empty: string;
    tooLong(n: number): string;
    signs: string;
    paused: string;
  };
  resume: {
    title(alias: string): string;
    in(title: string): string;
    go(alias: string): string;
    notMe: string;
    notMeHint: string;
  };
  welcome: {
    hello(alias: string): string;
    start: string;
    paced: string;
  };
  privacy: {
    title: string;
    kept(days: string, seenBy: string): string;
    restore(window: string): string;
    noRestore: string;
    contact: string;
    page: string;
    teachers: string;
    'school-admins': string;
  };
  data: {
    open: string;
    show: string;
    device: string;
    erase: string;
    leave: string;
    heldTitle: string;
    eraseTitle: string;
    leaveTitle: string;
    leaveText(alias: string): string;
    leaveLost(n: number): string;
    leaveDo: string;
  };
  lesson: {
    question(n: number, of: number): string;
    back: string;
    next: string;
    finish: string;
    overview: string;
    waitTitle: string;
    waitText: string;
    waitFirst: string;
    paused: string;
    until(time: string): string;
    offline: string;
    offlineWaiting(n: number): string;
    keepOpen: string;
    unstored: string;
    trouble: string;
    newQuestion: string;
    onceHint: string;
    send: string;
    sendEmpty: string;
  };
  status: {
    saving: string;
    saved: string;
    waiting: string;
    earlier: string;
  };
  feedback: {
    right: string;
    partly: string;
    wrong: string;
    done: string;
    byHand: string;
    points(n: string, of: string): string;
    accepted: string;
    solution: string;
    yours: string;
  };
  end: {
    done: string;
    almost: string;
    closed: string;
    closedText: string;
    answered(n: number, of: number): string;
    allSaved: string;
    unsaved(n: number): string;
    change: string;
    lost(n: number): string;
    checking: string;
    score(n: string, of: string): string;
    solutions: string;
    noAnswer: string;
    notAnswered: string;
    data: string;
  };
  gone: { title: string; text: string; again: string };
  denied: { title: string; text: string };
  elsewhere: { title: string; text: string; here: string };
  /** Why an answer was not accepted, by what the server says. */
  rejected: Record<string, string>;
  rejectedOther: string;
  /** What can go wrong with a request, by the slug of its problem. */
  problem: Record<string, string>;
}

export const en: StudentMessages = {
  ...common,
  question,
  code: {
    title: 'Join a session',
    label: 'Code',
    hint: 'Six letters, from your teacher.',
    go: 'Continue',
    wrong: 'A code has six letters, like KXW QPT. Check it and try again.',
    teacher: 'Are you a teacher?',
    signIn: 'Sign in',
    back: 'Come back with twelve words',
    resumeTitle: 'Pick up where you left off',
  },
  name: {
    title: 'What is your name?',
    session: (code) => `Session ${code}`,
    otherCode: 'Another code',
    label: 'Your name',
    hint: 'It doesn’t have to be your real name, unless your teacher asks for it.',
    kept: 'Your teacher sees your name and your answers. They are kept as long as your school has agreed, and then deleted. No account, no cookies.',
    join: 'Join',
    empty: 'Choose a name.',
    tooLong: (n) => `This name is ${n} ${n === 1 ? 'character' : 'characters'} too long. Make it shorter.`,
    signs: 'This name has characters that can’t be displayed. Use letters, digits and common punctuation.',
    paused: 'The session is paused. You can join when your teacher resumes it.',
  },
  resume: {
    title: (alias) => `Continue as ${alias}?`,
    in: (title) => `In “${title}”`,
    go: (alias) => `Continue as ${alias}`,
    notMe: 'Not me',
    notMeHint: '“Not me” removes them from this device. Saved answers stay with the teacher.',
  },
  welcome: {
    hello: (alias) => `Hello, ${alias}!`,
    start: 'Start',
    paced: 'Your teacher shows one question at a time.',
  },
  privacy: {
    title: 'What happens to your data',
    kept: (days, seenBy) =>
      `Your name and your answers are kept for ${days} after the session ends, and seen by ${seenBy} only.`,
    restore: (window) =>
      `Then they are deleted; a deletion can be undone for at most ${window}, and after that never again.`,
    noRestore: 'Then they are deleted for good.',
    contact: 'Questions about this:',
    page: 'Your school’s policy',
    teachers: 'your teachers',
    'school-admins': 'your school’s administrators',
  },
  data: {
    open: 'Your data',
    show: 'Show me what you hold',
    device: 'Continue on another device',
    erase: 'Erase me',
    leave: 'Not me',
    heldTitle: 'Everything we hold about you here',
    eraseTitle: 'Erase all of it?',
    leaveTitle: 'Forget you on this device?',
    leaveText: (alias) => `This device forgets ${alias}. Answers that were saved stay with your teacher.`,
    leaveLost: (n) =>
      n === 1 ? 'One answer is not saved yet and would be lost.' : `${n} answers are not saved yet and would be lost.`,
    leaveDo: 'Forget',
  },
  lesson: {
    question: (n, of) => `Question ${n} of ${of}`,
    back: 'Back',
    next: 'Next',
    finish: 'Finish',
    overview: 'Overview',
    waitTitle: 'Wait for the next question',
    waitText: 'It appears here as soon as your teacher shows it.',
    waitFirst: 'You’re in',
    paused: 'The session is paused. You can continue when your teacher resumes it.',
    until: (time) => `Open until ${time}`,
    offline: 'No connection.',
    offlineWaiting: (n) =>
      n === 1
        ? 'No connection. One answer is kept on this device and sent by itself when the connection is back.'
        : `No connection. ${n} answers are kept on this device and sent by themselves when the connection is back.`,
    keepOpen:
      'No connection. Keep this page open: your browser stores nothing, and what is not sent yet would be lost.',
    unstored:
      'Your browser stores nothing. Keep this page open: after a reload only the twelve words in “Your data” bring you back.',
    trouble: 'We’re having trouble reaching the server and will keep trying.',
    newQuestion: 'New question',
    onceHint: 'You can answer only once.',
    send: 'Send answer',
    sendEmpty: 'Give an answer first.',
  },
  status: {
    saving: 'Saving…',
    saved: 'Saved',
    waiting: 'Not saved yet',
    earlier: 'Your earlier answer still counts:',
  },
  feedback: {
    right: 'Right!',
    partly: 'Partly right',
    wrong: 'Not right',
    done: 'Thank you.',
    byHand: 'Your teacher will grade this.',
    points: (n, of) => `${n} of ${of} points`,
    accepted: 'All of these are right:',
    solution: 'The solution:',
    yours: 'Your answer:',
  },
  end: {
    done: 'Done!',
    almost: 'Not all answered yet',
    closed: 'The session is closed',
    closedText:
      'You can no longer answer or change answers. This device has forgotten the session; only this page is left.',
    answered: (n, of) => `You answered ${n} of ${of} questions.`,
    allSaved: 'All your answers are saved.',
    unsaved: (n) => (n === 1 ? 'One answer is not saved yet.' : `${n} answers are not saved yet.`),
    change: 'You can still change them until your teacher closes the session.',
    lost: (n) =>
      n === 1
        ? 'One answer did not reach us before the session closed:'
        : `${n} answers did not reach us before the session closed:`,
    checking: 'Checking that all your answers arrived…',
    score: (n, of) => `You have ${n} of ${of} points.`,
    solutions: 'Solutions',
    noAnswer: 'You didn’t answer.',
    notAnswered: 'Not answered',
    data: 'What happens to your data',
  },
  gone: {
    title: 'This session no longer exists',
    text: 'It was closed and removed. If you think this is a mistake, ask your teacher.',
    again: 'Enter a code',
  },
  denied: {
    title: 'We can’t let you continue',
    text: 'The server doesn’t accept this device’s ticket. Try again; if that doesn’t help, ask your teacher for a code and join again. Saved answers are safe.',
  },
  elsewhere: {
    title: 'Open in another tab',
    text: 'This session is open in another tab or window of this browser. You can continue there or here.',
    here: 'Continue here',
  },
  rejected: {
    'not-current': 'Too late: your teacher had moved on to another question.',
    closed: 'Too late: the session was closed.',
    'already-answered': 'You’ve already answered this. Your first answer counts.',
    'unknown-question': 'This question is not part of the session.',
    'revision-out-of-range': 'You’ve changed this answer as often as allowed. The last saved answer counts.',
    'too-long': 'This is too long. Shorten it.',
    'too-many': 'That’s too many words. Remove some.',
    empty: 'Write at least one word.',
    'out-of-range': 'This number is out of range. Choose another.',
    dismissed: 'Your teacher has sent you out of this session. Ask to be let back in, then answer again.',
    'too-many-answers': 'You’ve sent far too many answers, so no more are accepted. Ask your teacher.',
  },
  rejectedOther: 'This answer was not accepted. Change it, or ask your teacher.',
  problem: {
    'unknown-code': 'No open session has this code. Check the code, or ask your teacher.',
    'session-full': 'The session is full. Ask your teacher.',
    'participant-erased': 'Your data in this session was erased. Join again to take part.',
    'invalid-token': 'The server no longer accepts this device’s ticket. Ask your teacher if you need your data.',
    'no-solutions': 'Your teacher isn’t sharing the solutions.',
  },
};
