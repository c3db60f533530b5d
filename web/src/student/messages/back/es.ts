import type { BackMessages } from './en';

export const es: BackMessages = {
  title: 'Volver',
  text: 'Hay que introducir el código de la sesión y las doce palabras.',
  code: 'Código de la sesión',
  codeHint: 'Seis letras.',
  words: 'Doce palabras',
  wordsHint: 'En este orden, con o sin tildes; bastan cuatro letras de cada palabra.',
  go: 'Volver',
  first: 'A la primera página',
  notCode: 'Un código tiene seis letras, como KXW QPT. Compruébalo e inténtalo de nuevo.',
  count: (n) => (n === 1 ? 'Esto es una palabra. Introduce las doce.' : `Esto son ${n} palabras. Introduce las doce.`),
  unknown: (words) => `Comprueba ${words}: no está en la lista.`,
  order: 'Estas palabras no van juntas. Comprueba cada una y el orden.',
  nobody: 'Nadie en esta sesión tiene estas palabras, o hay un papel más reciente.',
  badLink: 'Este enlace no vale, o hay un papel más reciente.',
  taken:
    'Otra persona está en esta sesión en este dispositivo. Elige allí primero «No soy yo», para que no se pierda nada.',
};
