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
  mail: 'Wozu dürfen wir Ihnen außerdem schreiben?',
  service: 'Zum Dienst: geplante Ausfälle und geänderte Regeln',
  mailMust:
    'Mitteilungen über Datenpannen, geänderte Regeln Ihrer Schule und einen neuen Eigentümer des Dienstes bekommen Sie unabhängig davon: Gesetze und Verträge verlangen das.',
  unsubscribe: {
    title: 'Newsletter abbestellen',
    ask: 'Sie kommen aus einem Newsletter. Wenn Sie ihn abbestellen, bekommen Sie keine Mails dieser Art mehr.',
    leave: 'Abbestellen',
    left: 'Sie bekommen keine Mails dieser Art mehr. Was schon unterwegs ist, kann noch ankommen.',
    must: 'Was Gesetze und Verträge verlangen, erfahren Sie weiterhin, etwa von einer Datenpanne. Ihre Wahl können Sie jederzeit im Profil ändern.',
    noLink:
      'Öffnen Sie diese Seite mit dem Link aus dem Newsletter. Auch in Ihrem Profil wählen Sie, welche Mails Sie bekommen.',
  },
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
  take: {
    title: 'Ihre Daten mitnehmen',
    text: 'Eine ZIP-Datei mit Ihrem Profil, Ihren Fragensammlungen (JSON und GIFT), den Sitzungen, in denen Sie unterrichten, mit ihren Fragen, und dem, was Sie laut Zugriffsprotokoll geöffnet haben, als JSON und als Tabellen. Was Lernende eingegeben haben, ist nicht dabei: Es gehört ihnen und der Schule und wird Sitzung für Sitzung gespeichert. Auch der Papierkorb ist nicht dabei.',
    save: 'Meine Daten als ZIP-Datei speichern',
    progress: (done, of) => `${done} von ${of}`,
    saved: (name) => `Gespeichert als ${name}`,
  },
  leave: {
    title: 'Die Schule verlassen',
    text: 'Sie können jederzeit gehen, ohne jemanden zu fragen. Sehen Sie zuerst, was das bewirkt: Nachsehen ändert nichts.',
    show: 'Zeigen, was geschähe',
    account:
      'Sofort und endgültig vernichtet: Ihr Name, Ihre Adresse und Sprache und Ihr Konto beim Anmeldedienst, wenn Sie hier keiner weiteren Schule angehören.',
    stays:
      'Was bleibt: der Beleg der Vernichtung, ohne Ihren Namen; drei Jahre lang das Protokoll dessen, was geöffnet wurde, unter einer Nummer, die zu niemandem mehr führt; und was Sie mit der Schule geteilt haben, solange sie es will.',
    others:
      'Was Lernende in einer Sitzung eingegeben haben, geht mit ihr: Es ist verborgen, wenn sie gelöscht ist, kommt mit ihr zurück, wenn sie wiederhergestellt wird, und wird mit ihr vernichtet.',
    nothing: 'Sie haben hier keine Sitzungen und keine Fragensammlungen.',
    truncated: 'Es ist mehr, als hier gezeigt werden kann.',
    held: 'Für die Schule gilt eine rechtliche Löschsperre. Sie wären sofort draußen, aber vernichtet wird erst, wenn sie endet.',
    groups: {
      deleted: 'Gelöscht und eine Zeit lang von der Administration wiederherstellbar',
      trashed: 'Schon im Papierkorb',
      stays: 'Bleibt bei der Schule',
      held: 'Von einer Löschsperre gehalten',
    },
    kinds: { session: 'Sitzung', questionSet: 'Fragensammlung' },
    deleted: 'Sie wird gelöscht, wenn Sie gehen.',
    restorable: (until) =>
      `Sie wird gelöscht, wenn Sie gehen, kann bis ${until} von der Administration wiederhergestellt werden und wird dann vernichtet.`,
    trashed: (on) => `Sie wird am ${on} vernichtet, wie ohnehin.`,
    itemHeld: 'Eine Löschsperre hält sie, bis sie endet.',
    why: {
      receipts: 'Der Beleg bleibt.',
      school: 'Sie ist mit der Schule geteilt und gehört dann ihr.',
      colleagues: 'Andere unterrichten darin mit und machen weiter.',
      others: 'Was andere eingegeben haben, bleibt so lange wie ohnehin.',
    },
    leave: 'Endgültig gehen',
    confirmTitle: 'Die Schule endgültig verlassen?',
    confirmText:
      'Ihr Konto und was Sie über sich angegeben haben, wird vernichtet und kommt nicht wieder. Um zurückzukehren, müssten Sie neu eingeladen werden. Speichern Sie vorher, was Sie behalten wollen.',
    confirm: 'Gehen',
  },
  left: {
    title: 'Sie haben die Schule verlassen',
    text: 'Sie sind draußen, und was hier Ihres war, wird jetzt vernichtet oder gelöscht, wie es Ihnen gezeigt wurde. Danke, dass Sie da waren.',
    held: 'Sie sind draußen. Eine Löschsperre der Schule hält die Vernichtung auf; sie folgt, sobald die Sperre endet.',
    receipt:
      'Die Nummer des Belegs, den Ihre Schule behält und der niemanden nennt. Falls Sie einmal fragen: Er sagt, seit wann nichts mehr zurückzuholen ist:',
    signOut: 'Abmelden',
  },
  slug: {
    'last-administrator':
      'Sie sind die letzte aktive Person in der Administration, und jemand muss über Personen und Daten der Schule entscheiden können. Geben Sie diese Rolle zuerst auf der Seite „Schule“ jemand anderem. Will die Schule selbst gehen, beendet der Betreiber ihren Vertrag.',
  },
};
