import type { OverMessages } from './en';

export const de: OverMessages = {
  paused:
    'Die Sitzung ist angehalten. Weiter geht es, wenn deine Lehrkraft sie fortsetzt. Was bisher da ist, steht hier.',
  did: (title) => `Was du in „${title}“ gemacht hast`,
  again: 'Weitermachen',
  leave: 'Diese Seite verlassen',
  forgets: 'Diese Seite speichert nichts auf diesem Gerät: Wenn du sie verlässt, brauchst du die Wörter wieder.',
};
