import type { ProfileMessages } from './en';

export const de: ProfileMessages = {
  title: 'Ihr Profil',
  first: 'Wie sollen Kolleginnen und Kollegen Sie sehen?',
  intro:
    'Kolleginnen und Kollegen an Ihrer Schule sehen Ihren Namen. Ihre E-Mail-Adresse sieht niemand, und Lernende sehen beides nicht.',
  firstIntro:
    'Nennen Sie den Namen, unter dem man Sie an Ihrer Schule kennt, wenn Ihr Kollegium ihn sehen soll. Sie können ihn jederzeit ändern. Lernende sehen ihn nicht.',
  name: 'Name',
  nameHint: 'Wie man Sie im Kollegium kennt, zum Beispiel Ada Nord.',
  nameWrong: 'Geben Sie einen Namen in einer Zeile mit höchstens 80 Zeichen ein.',
  email: 'Dürfen wir Ihnen schreiben? (freiwillig)',
  emailHint:
    'Wir schreiben, wenn Daten Ihrer Sitzungen offengelegt worden sein könnten und wenn sich die Regelung Ihrer Schule zu Daten oder der Eigentümer des Dienstes ändert. Sonst sagt es Ihnen Ihre Schule.',
  emailUnverified:
    'Wir können nur an die Adresse schreiben, mit der Sie sich anmelden, und Ihr Anmeldedienst hat sie nicht bestätigt. Was Sie wissen müssen, sagt Ihnen Ihre Schule.',
  emailWrong: 'Mit dieser Adresse melden Sie sich nicht an. Wählen Sie sie ab, oder melden Sie sich ab und wieder an.',
  mail: 'Wozu dürfen wir Ihnen künftig außerdem schreiben?',
  service: 'Zum Dienst: geplante Ausfälle',
  news: 'Zu Neuem',
  language: 'Sprache unserer Mails',
  languageHint: 'Die Sprache der Seiten selbst wählen Sie am Ende jeder Seite.',
  sealed: 'All das wird verschlüsselt gespeichert, mit einem eigenen Schlüssel nur für Sie.',
  save: 'Speichern',
  continue: 'Speichern und weiter',
  later: 'Jetzt nicht',
  saved: 'Gespeichert.',
  deleted:
    'Ihr Profil ist gelöscht und Ihr Konto hier abgeschaltet. Um es wieder einzuschalten, geben Sie Ihren Namen ein. Sonst können Sie sich jetzt abmelden.',
  delete: 'Profil löschen',
  deleteTitle: 'Ihr Profil löschen?',
  deleteText:
    'Ihr Name und Ihre Adresse werden endgültig vernichtet, und Ihr Konto an dieser Schule ist abgeschaltet, bis Sie wieder einen Namen eingeben. Ihre Sitzungen und Fragensammlungen bleiben bei der Schule.',
};
