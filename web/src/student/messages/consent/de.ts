import type { ConsentMessages } from './en';

export const de: ConsentMessages = {
  text: 'Deine Schule fragt zuerst deine Eltern, ob du mitmachen darfst. Sie haben einen Zettel mit einem Code für dich.',
  label: 'Code auf dem Zettel',
  hint: '16 Buchstaben. Leerzeichen sind egal.',
  ask: 'Kein Zettel? Frag deine Lehrkraft oder deine Eltern. Bis dahin ist hier nichts über dich gespeichert.',
  wrong:
    'Dieser Code gilt hier nicht. Sieh dir die Buchstaben noch einmal an. Wenn sie stimmen, bitte deine Lehrkraft um einen anderen Code.',
  ofAge: (age) => `Ich bin ${age} oder älter.`,
};
