import type { Words } from './en';

export const words: Words = {
  label: 'Deine Antwort, eine Zahl',
  read: (x) => `Erkannt: ${x}`,
  changeSign: 'Vorzeichen wechseln',
  notANumber: 'Das ist keine Zahl. Schreibe zum Beispiel 12, -3 oder 2,5.',
};
