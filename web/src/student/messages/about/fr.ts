import type { AboutMessages } from './en';

export const fr: AboutMessages = {
  title: 'Vie privée',
  intro:
    'Avec cleanslate, une classe répond à des questions, l’enseignant voit les réponses, puis elles sont oubliées.',
  whatTitle: 'Ce qui est conservé des élèves',
  googleTitle: 'Ce que voit Google',
  rightsTitle: 'Ce que tu peux faire',
  contactTitle: 'Contact',
  contact: 'Contact vie privée',
  contactSchool:
    'Les adresses ne peuvent pas être chargées pour le moment. Réessaie plus tard, ou demande à ton école.',
  misuse: 'Signaler un abus',
  back: 'Au début',
};
