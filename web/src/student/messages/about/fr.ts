import type { AboutMessages } from './en';

export const fr: AboutMessages = {
  title: 'Vie privée',
  intro:
    'Avec cleanslate, une classe répond à des questions, l’enseignant voit les réponses, puis elles sont oubliées.',
  whatTitle: 'Ce qui est conservé des élèves',
  what: [
    'Le nom que tu tapes pour rejoindre, le moment où tu l’as fait, tes réponses et les points qu’un enseignant te donne. Pas de compte, pas d’adresse e-mail, pas de cookie, pas de pistage, pas de publicité.',
    'Noms et réponses sont chiffrés. Les enseignants de la séance et les administrateurs de ton école peuvent les lire. Ceux qui font fonctionner ce service n’y ont pas accès ; quiconque s’en donnerait un laisserait une trace pendant trois ans.',
    'Ton école fixe combien de temps ils sont gardés, et tu le vois en rejoignant. Ce qui est supprimé peut être restauré pendant six mois au plus. Ensuite c’est effacé, et ton école reçoit un reçu avec la date à partir de laquelle personne ne peut le faire revenir, pas même depuis une sauvegarde.',
    'Ton navigateur garde ce qu’il faut pour envoyer tes réponses, jusqu’à la fin de la séance ou jusqu’à ce que tu dises « Ce n’est pas moi » ou « Effacer mes données ».',
  ],
  googleTitle: 'Ce que voit Google',
  google: [
    'Google exploite nos serveurs. Comme tout serveur, ils voient l’adresse (adresse IP) d’un appareil qui les appelle. Pour limiter les avalanches de requêtes, Google compte les requêtes par adresse en mémoire : pendant une minute, ou dix après beaucoup trop de requêtes.',
    'Personne ne garde cette adresse : quand tu charges ces pages, rejoins une séance, réponds ou demandes tes données, elle n’est ensuite dans aucun journal, ni chez nous ni chez Google. Les nôtres comptent ces requêtes et leur durée, sans dire de qui elles viennent.',
    'Les requêtes des enseignants et des administrateurs sont journalisées avec leur adresse pendant 30 jours, sans ce qu’ils ont vu ou écrit.',
  ],
  rightsTitle: 'Ce que tu peux faire',
  rights:
    'Dans une séance, « Tes données » te montre tout ce qui y est gardé sur toi, et l’efface si tu veux. Pour le reste, écris au contact vie privée de ton école, qui y est indiqué, ou au nôtre.',
  contactTitle: 'Contact',
  contact: 'Contact vie privée',
  contactSchool:
    'Les adresses ne peuvent pas être chargées pour le moment. Réessaie plus tard, ou demande à ton école.',
  misuse: 'Signaler un abus',
  back: 'Au début',
};
