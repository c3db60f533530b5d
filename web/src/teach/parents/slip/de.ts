import type { SlipMessages } from './en';

export const de: SlipMessages = {
  title: (alias) => `Für die Eltern von ${alias}`,
  session: (title, day) => `Sitzung „${title}“, ${day}`,
  what: 'Damit sehen Sie alles, was aus dieser Sitzung über Ihr Kind gespeichert ist: Name, Antworten, Punkte. Sie können es als Datei speichern, den Namen berichtigen, weitere Erhebung oder Weitergabe ablehnen und alles endgültig löschen.',
  qr: 'QR-Code mit dem Link',
  how: (host) =>
    `Scannen Sie das mit der Kamera Ihres Telefons. Oder öffnen Sie ${host}, wählen Sie „Mit zwölf Wörtern zurückkommen“ und geben Sie den Code und die Wörter ein:`,
  code: 'Code:',
  foreign: 'Die Wörter sind englisch, weil es noch keine deutsche Wortliste gibt. Sie müssen sie nur abschreiben.',
  keep: 'Wer diesen Zettel hat, kann dasselbe tun: Bewahren Sie ihn sicher auf. Geht er verloren, bitten Sie die Lehrkraft um einen neuen; der beendet diesen. Was Sie tun, sehen Ihr Kind und die Lehrkraft.',
};
