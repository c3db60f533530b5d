// The page about privacy, in all languages: it is loaded by itself, and rarely.

import type { Language } from '../../i18n/language';

interface About {
  title: string;
  intro: string;
  whatTitle: string;
  what: string[];
  googleTitle: string;
  google: string[];
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
    whatTitle: 'What is kept about students',
    what: [
      'The name that you type when you join, when that was, your answers, and points that a teacher gives you. There is no account, no e-mail address, no cookie, no tracking, no advertising.',
      'Names and answers are encrypted. The teachers who run the session and your school’s administrators can read them. Nobody who runs this service has access to them; whoever gave themselves access would leave a record of it for three years.',
      'Your school decides how long they are kept; you see it when you join. Deleted data can be restored for at most six months. Then it is erased, and your school gets a receipt with the date from which nobody can bring it back, not even from a backup.',
      'Your browser keeps what it needs to send your answers until the session ends or you choose “Not me” or “Erase me”.',
    ],
    googleTitle: 'What Google sees',
    google: [
      'Google runs our servers. Like any server, they see the address (IP address) of a device that calls them. To limit floods of requests, Google counts requests per address in memory: for one minute, or for ten after far too many.',
      'Nobody keeps that address: no log, neither ours nor Google’s, has it from loading these pages, joining, answering or asking for your data. Ours count such requests and say how long they took, not whose they were.',
      'Requests of teachers and administrators are logged with their address for 30 days, without what they saw or wrote.',
    ],
    rightsTitle: 'What you can do',
    rights:
      'In a session, “Your data” shows you everything held about you there, and erases it if you want. For anything else, write to your school’s privacy contact, which is shown there, or to ours.',
    contactTitle: 'Contact',
    contact: 'Privacy contact',
    contactSchool: 'The addresses can’t be loaded right now. Try again later, or ask your school.',
    misuse: 'Report misuse',
    back: 'Start page',
  },
  de: {
    title: 'Datenschutz',
    intro:
      'Mit cleanslate beantwortet eine Klasse Fragen, die Lehrkraft sieht die Antworten, und dann werden sie vergessen.',
    whatTitle: 'Was von Schülerinnen und Schülern gespeichert wird',
    what: [
      'Der Name, den du beim Mitmachen eingibst, wann das war, deine Antworten und Punkte, die dir eine Lehrkraft gibt. Kein Konto, keine E-Mail-Adresse, kein Cookie, kein Verfolgen, keine Werbung.',
      'Namen und Antworten sind verschlüsselt. Lesen können sie die Lehrkräfte der Sitzung und die Administration deiner Schule. Wer diesen Dienst betreibt, hat keinen Zugriff darauf; wer sich welchen verschafft, hinterlässt für drei Jahre einen Eintrag.',
      'Wie lange sie bleiben, legt deine Schule fest; du siehst es, wenn du mitmachst. Gelöschtes lässt sich höchstens sechs Monate lang wiederherstellen. Dann wird es vernichtet, und deine Schule bekommt einen Beleg mit dem Tag, ab dem es niemand mehr zurückholen kann, auch nicht aus einer Sicherung.',
      'Dein Browser behält, was er zum Senden deiner Antworten braucht, bis die Sitzung endet oder du „Das bin ich nicht“ oder „Alles von mir löschen“ sagst.',
    ],
    googleTitle: 'Was Google sieht',
    google: [
      'Unsere Server betreibt Google. Wie jeder Server sehen sie die Adresse (IP-Adresse) eines Geräts, das sie aufruft. Um Fluten von Anfragen zu bremsen, zählt Google Anfragen je Adresse im Arbeitsspeicher: eine Minute lang, nach viel zu vielen zehn.',
      'Diese Adresse behält niemand: Wenn du diese Seiten lädst, mitmachst, antwortest oder deine Daten anforderst, steht sie danach in keinem Protokoll, weder in unserem noch in dem von Google. Unsere zählen solche Anfragen und wie lange sie gedauert haben, nicht von wem sie kamen.',
      'Anfragen von Lehrkräften und Administration werden mit ihrer Adresse 30 Tage lang protokolliert, ohne das, was sie gesehen oder geschrieben haben.',
    ],
    rightsTitle: 'Was du tun kannst',
    rights:
      'In einer Sitzung zeigt dir „Deine Daten“ alles, was dort über dich gespeichert ist, und löscht es, wenn du willst. Für alles andere schreib an den Datenschutzkontakt deiner Schule, der dort steht, oder an unseren.',
    contactTitle: 'Kontakt',
    contact: 'Datenschutzkontakt',
    contactSchool:
      'Die Adressen lassen sich gerade nicht laden. Versuche es später noch einmal oder frag deine Schule.',
    misuse: 'Missbrauch melden',
    back: 'Zum Anfang',
  },
  fr: {
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
  },
  es: {
    title: 'Privacidad',
    intro: 'Con cleanslate una clase responde preguntas, el docente ve las respuestas, y luego se olvidan.',
    whatTitle: 'Qué se guarda del alumnado',
    what: [
      'El nombre que escribes al unirte, cuándo fue, tus respuestas y los puntos que te da un docente. Sin cuenta, sin dirección de correo, sin cookies, sin rastreo, sin publicidad.',
      'Nombres y respuestas están cifrados. Los pueden leer los docentes de la sesión y los administradores de tu centro. Quienes gestionan este servicio no tienen acceso; quien se lo diera dejaría constancia durante tres años.',
      'Tu centro fija cuánto tiempo se guardan, y lo ves al unirte. Lo borrado se puede restaurar durante seis meses como máximo. Después se borra, y tu centro recibe un recibo con la fecha desde la que nadie puede recuperarlo, ni siquiera de una copia de seguridad.',
      'Tu navegador guarda lo que necesita para enviar tus respuestas, hasta que la sesión termina o dices «No soy yo» o «Borrar mis datos».',
    ],
    googleTitle: 'Qué ve Google',
    google: [
      'Google gestiona nuestros servidores. Como cualquier servidor, ven la dirección (dirección IP) del dispositivo que los llama. Para frenar avalanchas de peticiones, Google las cuenta por dirección en memoria: durante un minuto, o diez tras demasiadas.',
      'Nadie guarda esa dirección: cuando cargas estas páginas, te unes, respondes o pides tus datos, después no está en ningún registro, ni nuestro ni de Google. Los nuestros cuentan esas peticiones y cuánto duraron, no de quién eran.',
      'Las peticiones de docentes y administradores se registran con su dirección durante 30 días, sin lo que vieron o escribieron.',
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
