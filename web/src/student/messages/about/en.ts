// The page about privacy, which is loaded apart.

export interface AboutMessages {
  title: string;
  intro: string;
  whatTitle: string;
  what: string[];
  googleTitle: string;
  google: string[];
  rightsTitle: string;
  rights: string;
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
  what: [
    'The name that you type when you join, when that was, your answers, and points that a teacher gives you. There is no account, no e-mail address, no cookie, no tracking, no advertising.',
    'Names and answers are encrypted. The teachers who run the session and your school’s administrators can read them. Nobody who runs this service has access to them; whoever gave themselves access would leave a record of it for three years.',
    'Your school decides how long they are kept; you see it when you join. Deleted data can be restored for at most six months. Then it is erased, and your school gets a receipt with the date from which nobody can bring it back, not even from a backup.',
    'Your browser keeps what it needs to send your answers until the session ends or you choose “Not me” or “Erase me”.',
  ],
  googleTitle: 'What Google sees',
  google: [
    'Google runs our servers. Like any server, they see the address (IP address) of a device that calls them. To limit floods of requests, Google counts requests per address in memory: for one minute, or for ten after far too many.',
    'Nobody keeps that address: no log, neither ours nor Google’s, has it from loading these pages, joining, answering or asking for your data. Ours count such requests and say how long they took, not whose they were.',
    'Requests of teachers and administrators are logged with their address for 30 days, without what they saw or wrote.',
  ],
  rightsTitle: 'What you can do',
  rights:
    'In a session, “Your data” shows you everything held about you there, and erases it if you want. For anything else, write to your school’s privacy contact, which is shown there, or to ours.',
  contactTitle: 'Contact',
  contact: 'Privacy contact',
  contactSchool: 'The addresses can’t be loaded right now. Try again later, or ask your school.',
  misuse: 'Report misuse',
  back: 'Start page',
};
