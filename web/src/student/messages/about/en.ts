// The page about privacy, which is loaded apart.

export interface AboutMessages {
  title: string;
  intro: string;
  whatTitle: string;
  googleTitle: string;
  rightsTitle: string;
  contactTitle: string;
  contact: string;
  contactSchool: string;
  misuse: string;
  back: string;
}

export const en: AboutMessages = {
  title: 'Privacy',
  intro: 'cleanslate lets a class answer questions, shows the answers to the teacher, and then forgets them.',
  whatTitle: 'What is kept about students',
  googleTitle: 'What Google sees',
  rightsTitle: 'What you can do',
  contactTitle: 'Contact',
  contact: 'Privacy contact',
  contactSchool: 'The addresses can’t be loaded right now. Try again later, or ask your school.',
  misuse: 'Report misuse',
  back: 'Start page',
};
