export interface ProfileMessages {
  title: string;
  first: string;
  intro: string;
  firstIntro: string;
  name: string;
  nameHint: string;
  nameWrong: string;
  email: string;
  emailHint: string;
  emailUnverified: string;
  emailWrong: string;
  mail: string;
  service: string;
  mailMust: string;
  unsubscribe: Record<'title' | 'ask' | 'leave' | 'left' | 'must' | 'noLink', string>;
  news: string;
  language: string;
  languageHint: string;
  sealed: string;
  save: string;
  continue: string;
  later: string;
  saved: string;
  deleted: string;
  delete: string;
  deleteTitle: string;
  deleteText: string;
  take: {
    title: string;
    text: string;
    save: string;
    progress(done: string, of: string): string;
    saved(name: string): string;
  };
  leave: {
    title: string;
    text: string;
    show: string;
    account: string;
    stays: string;
    others: string;
    nothing: string;
    truncated: string;
    held: string;
    groups: Record<'deleted' | 'trashed' | 'stays' | 'held', string>;
    kinds: Record<'session' | 'questionSet', string>;
    deleted: string;
    restorable(until: string): string;
    trashed(on: string): string;
    itemHeld: string;
    why: Record<'receipts' | 'school' | 'colleagues' | 'others', string>;
    leave: string;
    confirmTitle: string;
    confirmText: string;
    confirm: string;
  };
  left: {
    title: string;
    text: string;
    held: string;
    receipt: string;
    signOut: string;
  };
  slug: Record<'last-administrator', string>;
}

export const en: ProfileMessages = {
  title: 'Your profile',
  first: 'How should colleagues see you?',
  intro: 'Colleagues at your school see your name. Nobody sees your e-mail address, and students see neither.',
  firstIntro:
    'Say by which name colleagues at your school know you, if you want them to see it. You can change it at any time. Students don’t see it.',
  name: 'Name',
  nameHint: 'As your colleagues know you, for example Ada North.',
  nameWrong: 'Enter a name in one line of up to 80 characters.',
  email: 'May we write to you? (optional)',
  emailHint:
    'We write when data of your sessions may have been exposed, and when your school’s rules about data or the owner of the service change. Otherwise your school tells you.',
  emailUnverified:
    'We can only write to the address that you sign in with, and your sign-in service hasn’t confirmed it. Your school tells you what you need to know.',
  emailWrong: 'This isn’t the address that you sign in with. Uncheck it, or sign out and in again.',
  mail: 'What else may we write about?',
  service: 'About the service: planned outages and changed rules',
  mailMust:
    'Notices of breaches and of changes of your school’s rules or of the service’s owner go to you whatever you choose here: laws and agreements want that.',
  unsubscribe: {
    title: 'Leaving a newsletter',
    ask: 'You came here from a newsletter. Leave it, and you get no more mail of its kind.',
    leave: 'Leave it',
    left: 'You won’t get mail of this kind any more. What is on its way already may still arrive.',
    must: 'You are still told what laws and agreements want you to know, such as of a breach. You can change your choice in your profile at any time.',
    noLink: 'Open this page with the link in the newsletter. In your profile you can choose which mail you get, too.',
  },
  news: 'About what is new',
  language: 'Language of our mail',
  languageHint: 'The pages’ own language is chosen at the bottom of each page.',
  sealed: 'All of this is stored encrypted, under a key of your own.',
  save: 'Save',
  continue: 'Save and continue',
  later: 'Not now',
  saved: 'Saved.',
  deleted:
    'Your profile is deleted and your account here is switched off. To switch it on again, enter your name. Otherwise you can sign out now.',
  delete: 'Delete profile',
  deleteTitle: 'Delete your profile?',
  deleteText:
    'Your name and address are erased for good, and your account at this school is switched off until you enter a name again. Your sessions and question sets stay with the school.',
  take: {
    title: 'Take your data along',
    text: 'One zip file with your profile, your question sets (JSON and GIFT), the sessions that you teach with their questions, and what the audit says you opened, as JSON and as tables. What students entered isn’t in it: it belongs to them and the school, and is saved session by session. What is in the trash isn’t in it either.',
    save: 'Save my data as a zip file',
    progress: (done, of) => `${done} of ${of}`,
    saved: (name) => `Saved as ${name}`,
  },
  leave: {
    title: 'Leave the school',
    text: 'You can leave at any time, without asking anybody. First look at what that does: looking changes nothing.',
    show: 'Show what would happen',
    account:
      'Erased at once, for good: your name, address and language, and your account at the sign-in service, unless you belong to another school here too.',
    stays:
      'What stays: the receipt of the erasure, without your name; the audit of what was opened, for three years, under a number that leads to nobody any more; and for as long as the school wants it, what you shared with it.',
    others:
      'What students entered in a session goes with it: it is hidden when the session is deleted, comes back if it is restored, and is erased with it.',
    nothing: 'You have no sessions and no question sets here.',
    truncated: 'There is more than can be shown here.',
    held: 'The school is under a legal hold. You would be out at once, but nothing is erased until it ends.',
    groups: {
      deleted: 'Deleted, and restorable by an administrator for a while',
      trashed: 'In the trash already',
      stays: 'Stays with the school',
      held: 'Kept by a legal hold',
    },
    kinds: { session: 'Session', questionSet: 'Question set' },
    deleted: 'It is deleted when you leave.',
    restorable: (until) =>
      `It is deleted when you leave, can be restored by an administrator until ${until}, and is then erased.`,
    trashed: (on) => `It is erased on ${on}, as it would be anyway.`,
    itemHeld: 'A legal hold keeps it until it ends.',
    why: {
      receipts: 'The receipt stays.',
      school: 'It is shared with the school, to which it then belongs.',
      colleagues: 'Others teach it too, and go on.',
      others: 'What others entered stays as long as it would.',
    },
    leave: 'Leave for good',
    confirmTitle: 'Leave the school for good?',
    confirmText:
      'Your account and what you said about yourself are erased and can’t be brought back. To come again, you would have to be invited again. If you want to keep something, save it first.',
    confirm: 'Leave',
  },
  left: {
    title: 'You have left the school',
    text: 'You are out, and what was yours here is being erased or deleted, as it was shown to you. Thank you for having been here.',
    held: 'You are out. A legal hold of the school stops the erasure; it is carried out when the hold ends.',
    receipt:
      'The number of the receipt, which your school keeps and which names nobody. If you ever ask, it says since when nobody can bring anything back:',
    signOut: 'Sign out',
  },
  slug: {
    'last-administrator':
      'You are the last active administrator, and somebody has to be able to decide about the school’s people and data. Make a colleague an administrator first, on the page “School”. If the school itself wants to leave, the operator ends its contract.',
  },
};
