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
  mail: 'What else may we write about, once we do?',
  service: 'About the service: planned outages',
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
};
