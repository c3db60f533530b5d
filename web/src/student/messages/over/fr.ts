import type { OverMessages } from './en';

export const fr: OverMessages = {
  paused:
    'La séance est en pause. Tu pourras continuer quand ton enseignant la reprendra ; ce qui est déjà là est ci-dessous.',
  did: (title) => `Ce que tu as fait dans « ${title} »`,
  again: 'Continuer',
  leave: 'Quitter cette page',
  forgets: 'Cette page ne garde rien sur cet appareil : quand tu la quittes, il te faut de nouveau les mots.',
};
