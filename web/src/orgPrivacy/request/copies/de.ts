import type { CopiesWords } from './en';

export const de: CopiesWords = {
  title: 'Ihre Kopie',
  text: (until) =>
    `Alles, was gespeichert ist, als Datei. Sie können sie bis ${until} sichern, mit einem Code aus einer E-Mail.`,
  mail: 'Code per E-Mail anfordern',
  mailed: 'Ein Code ist unterwegs an Ihre Adresse, wenn in den letzten zehn Minuten keiner verschickt wurde.',
  code: 'Code',
  hint: 'Acht Ziffern, 30 Minuten gültig.',
  save: 'Kopie sichern',
  saveOne: (n, of) => `Kopie ${n} von ${of} sichern`,
  saved: 'Gesichert. Bewahren Sie die Datei so auf, dass niemand sonst sie liest.',
  restricted: 'Aufbewahrt und nicht verwendet',
  restrictedText:
    'Die Schule bewahrt die Daten auf und verwendet sie nicht: Lehrkräfte sehen sie nicht, und in Ergebnissen kommen sie nicht vor. Bevor sie das aufhebt, sagt sie es Ihnen. Vernichtet werden die Daten, wenn ihre Zeit um ist.',
  lifting: (at) =>
    `Die Schule wird die Einschränkung aufheben, nicht vor ${at}. Schreiben Sie ihr, wenn Sie nicht einverstanden sind.`,
  problem: {
    invalid: 'Der Code hat acht Ziffern.',
    'wrong-code': 'Das ist nicht der Code. Er steht in der letzten E-Mail.',
    'too-many-codes':
      'Fünf Codes wurden an einem Tag verschickt. Kommen Sie morgen wieder, oder bitten Sie die Schule um eine weitere Woche.',
    'code-over': 'Der Code gilt nicht mehr. Fordern Sie einen neuen an.',
    gone: 'Diese Kopie lässt sich nicht mehr sichern: Ihre Zeit ist um, oder die Daten sind vernichtet.',
  },
};
