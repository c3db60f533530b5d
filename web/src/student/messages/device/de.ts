import type { DeviceMessages } from './en';

export const de: DeviceMessages = {
  running:
    'Scanne das auf dem anderen Gerät mit der Kamera. Dort machst du da weiter, wo du hier bist. Nimm immer nur ein Gerät auf einmal.',
  over: 'Damit kommst du zurück zu deiner Arbeit, deinen Punkten und dem, was später bewertet wird, solange deine Schule es aufbewahrt.',
  keep: 'Behalte das für dich: Wer es hat, kann deine Arbeit sehen und ändern. Niemand sonst kann es dir noch einmal geben.',
  qr: 'QR-Code mit deinem Link',
  copy: 'Link kopieren',
  copied: 'Kopiert.',
  where: (host) =>
    `Ohne Kamera: Öffne ${host}, wähle „Mit zwölf Wörtern zurückkommen“ und gib den Code und die Wörter ein:`,
  code: 'Code',
  wordsLanguage: 'en',
  foreign:
    'Die Wörter sind englisch, weil es noch keine deutsche Wortliste gibt. Du musst sie nicht verstehen, nur abschreiben.',
};
