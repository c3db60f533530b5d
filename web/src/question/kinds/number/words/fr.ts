import type { Words } from './en';

export const words: Words = {
  label: 'Ta réponse, un nombre',
  read: (x) => `Compris comme ${x}`,
  changeSign: 'Changer le signe',
  notANumber: 'Ce n’est pas un nombre. Écris par exemple 12, -3 ou 2,5.',
};
