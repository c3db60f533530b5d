// The page about privacy, in all languages: it is loaded by itself, and rarely.

import type { Language } from '../../i18n/language';

interface About {
  title: string;
  intro: string;
  whatTitle: string;
  what: string[];
  rightsTitle: string;
  rights: string;
  contactTitle: string;
  contact: string;
  contactSchool: string;
  misuse: string;
  back: string;
}

export const about: Record<Language, About> = {
  en: {
    title: 'Privacy',
    intro: 'cleanslate lets a class answer questions, shows the answers to the teacher, and then forgets them.',
    whatTitle: 'What is kept of students',
    what: [
      'The name that you type when you join, and your answers. There is no account, no e-mail address, no cookie, no tracking, no advertising.',
      'Names and answers are encrypted. The teachers who run the session and your school’s administrators can read them, nobody else.',
      'How long they are kept is set by your school, and shown to you when you join. What is deleted can be restored for at most six months; then nobody can bring it back, not even from a backup.',
      'Your browser keeps what it needs to send your answers, until the session ends or you say “Not me” or “Erase me”.',
    ],
    rightsTitle: 'What you can do',
    rights:
      'In a session, “Your data” shows you all that is held about you there, and erases it if you want. For everything else write to your school’s privacy contact, which is shown there, or to ours.',
    contactTitle: 'Contact',
    contact: 'Privacy contact',
    contactSchool: 'The addresses can’t be loaded right now. Try again later, or ask your school.',
    misuse: 'Report misuse',
    back: 'To the start',
  },
  de: {
    title: 'Datenschutz',
    intro:
      'Mit cleanslate beantwortet eine Klasse Fragen, die Lehrkraft sieht die Antworten, und dann werden sie vergessen.',
    whatTitle: 'Was von Schülerinnen und Schülern gespeichert wird',
    what: [
      'Der Name, den du beim Mitmachen eingibst, und deine Antworten. Kein Konto, keine E-Mail-Adresse, kein Cookie, kein Verfolgen, keine Werbung.',
      'Namen und Antworten sind verschlüsselt. Lesen können sie die Lehrkräfte der Sitzung und die Verwaltung deiner Schule, sonst niemand.',
      'Wie lange sie bleiben, legt deine Schule fest; du siehst es, wenn du mitmachst. Gelöschtes lässt sich höchstens sechs Monate lang wiederherstellen; dann kann es niemand mehr zurückholen, auch nicht aus einer Sicherung.',
      'Dein Browser behält, was er zum Senden deiner Antworten braucht, bis die Sitzung endet oder du „Das bin ich nicht“ oder „Alles von mir löschen“ sagst.',
    ],
    rightsTitle: 'Was du tun kannst',
    rights:
      'In einer Sitzung zeigt dir „Deine Daten“ alles, was dort über dich gespeichert ist, und löscht es, wenn du willst. Für alles andere schreib an den Datenschutz-Kontakt deiner Schule, der dort steht, oder an unseren.',
    contactTitle: 'Kontakt',
    contact: 'Datenschutz-Kontakt',
    contactSchool:
      'Die Adressen lassen sich gerade nicht laden. Versuche es später noch einmal oder frag deine Schule.',
    misuse: 'Missbrauch melden',
    back: 'Zum Anfang',
  },
  fr: {
    title: 'Vie privée',
    intro:
      'Avec cleanslate, une classe répond à des questions, l’enseignant voit les réponses, puis elles sont oubliées.',
    whatTitle: 'Ce qui est gardé des élèves',
    what: [
      'Le nom que tu tapes pour rejoindre, et tes réponses. Pas de compte, pas d’adresse e-mail, pas de cookie, pas de pistage, pas de publicité.',
      'Noms et réponses sont chiffrés. Les enseignants de la séance et l’administration de ton école peuvent les lire, personne d’autre.',
      'Ton école fixe combien de temps ils sont gardés, et tu le vois en rejoignant. Ce qui est supprimé peut être rétabli pendant six mois au plus ; ensuite personne ne peut le retrouver, pas même dans une sauvegarde.',
      'Ton navigateur garde ce qu’il faut pour envoyer tes réponses, jusqu’à la fin de la séance ou jusqu’à ce que tu dises « Ce n’est pas moi » ou « M’effacer ».',
    ],
    rightsTitle: 'Ce que tu peux faire',
    rights:
      'Dans une séance, « Tes données » te montre tout ce qui y est gardé sur toi, et l’efface si tu veux. Pour le reste, écris au contact vie privée de ton école, qui y est indiqué, ou au nôtre.',
    contactTitle: 'Contact',
    contact: 'Contact vie privée',
    contactSchool:
      'Les adresses ne peuvent pas être chargées pour le moment. Réessaie plus tard, ou demande à ton école.',
    misuse: 'Signaler un abus',
    back: 'Au début',
  },
  es: {
    title: 'Privacidad',
    intro: 'Con cleanslate una clase responde preguntas, el docente ve las respuestas, y luego se olvidan.',
    whatTitle: 'Qué se guarda del alumnado',
    what: [
      'El nombre que escribes al unirte y tus respuestas. Sin cuenta, sin dirección de correo, sin cookies, sin rastreo, sin publicidad.',
      'Nombres y respuestas están cifrados. Los pueden leer los docentes de la sesión y la administración de tu centro, nadie más.',
      'Tu centro fija cuánto tiempo se guardan, y lo ves al unirte. Lo borrado se puede restaurar durante seis meses como máximo; después nadie puede recuperarlo, ni siquiera de una copia de seguridad.',
      'Tu navegador guarda lo que necesita para enviar tus respuestas, hasta que la sesión termina o dices «No soy yo» o «Borrarme».',
    ],
    rightsTitle: 'Qué puedes hacer',
    rights:
      'En una sesión, «Tus datos» te muestra todo lo que hay allí sobre ti y lo borra si quieres. Para lo demás, escribe al contacto de privacidad de tu centro, que aparece allí, o al nuestro.',
    contactTitle: 'Contacto',
    contact: 'Contacto de privacidad',
    contactSchool: 'Ahora no se pueden cargar las direcciones. Inténtalo más tarde o pregunta en tu centro.',
    misuse: 'Denunciar un abuso',
    back: 'Al principio',
  },
};
