import { common } from '../../i18n/common/fr';
import { question } from '../../question/words/fr';
import type { StudentMessages } from './en';

export const fr: StudentMessages = {
  ...common,
  question,
  code: {
    title: 'Rejoindre une séance',
    label: 'Code',
    hint: 'Six lettres, données par ton enseignant.',
    go: 'Continuer',
    wrong: 'Un code a six lettres, comme KXW QPT. Vérifie-le et réessaie.',
    teacher: 'Vous êtes enseignant ?',
    signIn: 'Se connecter',
    back: 'Revenir avec douze mots',
    resumeTitle: 'Reprendre là où tu en étais',
  },
  name: {
    title: 'Comment t’appelles-tu ?',
    session: (code) => `Séance ${code}`,
    otherCode: 'Un autre code',
    label: 'Ton nom',
    hint: 'Pas besoin de donner ton vrai nom, sauf si ton enseignant le demande.',
    kept: 'Ton enseignant voit ton nom et tes réponses. Ils sont conservés pendant la durée convenue par ton école, puis supprimés. Pas de compte, pas de cookies.',
    join: 'Rejoindre',
    empty: 'Choisis un nom.',
    tooLong: (n) => `Ce nom a ${n} ${n < 2 ? 'caractère' : 'caractères'} de trop. Raccourcis-le.`,
    signs: 'Ce nom contient des caractères impossibles à afficher. Utilise lettres, chiffres et ponctuation.',
    paused: 'La séance est en pause. Rejoins-la dès qu’elle reprend.',
  },
  resume: {
    title: (alias) => `Continuer en tant que ${alias} ?`,
    in: (title) => `Dans « ${title} »`,
    go: (alias) => `Continuer en tant que ${alias}`,
    notMe: 'Ce n’est pas moi',
    notMeHint:
      '« Ce n’est pas moi » retire la personne de cet appareil. Ton enseignant garde les réponses enregistrées.',
  },
  welcome: {
    hello: (alias) => `Bonjour, ${alias} !`,
    start: 'Commencer',
    paced: 'Ton enseignant affiche les questions une à une.',
  },
  privacy: {
    title: 'Ce que deviennent tes données',
    kept: (days, seenBy) =>
      `Ton nom et tes réponses sont conservés ${days} après la fin de la séance ; seuls ${seenBy} peuvent les voir.`,
    restore: (window) =>
      `Ensuite ils sont supprimés ; on peut annuler la suppression pendant ${window} au plus, puis plus jamais.`,
    noRestore: 'Ensuite ils sont supprimés définitivement.',
    contact: 'Des questions à ce sujet :',
    page: 'Les règles de ton école',
    teachers: 'tes enseignants',
    'school-admins': 'les administrateurs de ton école',
  },
  data: {
    open: 'Tes données',
    show: 'Voir ce qui est conservé',
    device: 'Continuer sur un autre appareil',
    erase: 'Effacer mes données',
    leave: 'Ce n’est pas moi',
    heldTitle: 'Tout ce qui est conservé ici sur toi',
    eraseTitle: 'Tout effacer ?',
    leaveTitle: 'T’oublier sur cet appareil ?',
    leaveText: (alias) => `Cet appareil oublie ${alias}. Ton enseignant garde les réponses enregistrées.`,
    leaveLost: (n) =>
      n < 2
        ? 'Une réponse n’est pas encore enregistrée et serait perdue.'
        : `${n} réponses ne sont pas encore enregistrées et seraient perdues.`,
    leaveDo: 'Oublier',
  },
  lesson: {
    question: (n, of) => `Question ${n} sur ${of}`,
    back: 'Retour',
    next: 'Suivant',
    finish: 'Terminer',
    overview: 'Vue d’ensemble',
    waitTitle: 'Attends la prochaine question',
    waitText: 'Elle apparaîtra ici dès que ton enseignant l’affichera.',
    waitFirst: 'Tu y es !',
    paused: 'La séance est en pause. Tu pourras continuer quand elle reprendra.',
    until: (time) => `Ouverte jusqu’à ${time}`,
    offline: 'Pas de connexion.',
    offlineWaiting: (n) =>
      n < 2
        ? 'Pas de connexion. Une réponse reste sur cet appareil et sera envoyée dès son retour.'
        : `Pas de connexion. ${n} réponses restent sur cet appareil et seront envoyées dès son retour.`,
    keepOpen: 'Pas de connexion. Laisse cette page ouverte : ce qui n’est pas envoyé serait perdu.',
    unstored: 'Ton navigateur ne garde rien. Laisse cette page ouverte, ou note les douze mots de « Tes données ».',
    trouble: 'Le serveur est difficile à joindre. Nous réessayons.',
    newQuestion: 'Nouvelle question',
    onceHint: 'Tu ne peux répondre qu’une fois.',
    send: 'Envoyer la réponse',
    sendEmpty: 'Donne d’abord une réponse.',
  },
  status: {
    saving: 'Enregistrement…',
    saved: 'Enregistré',
    waiting: 'Pas encore enregistré',
    earlier: 'Ta réponse précédente compte toujours :',
  },
  feedback: {
    right: 'Juste !',
    partly: 'En partie juste',
    wrong: 'Pas juste',
    done: 'Merci.',
    byHand: 'Ton enseignant va noter cette réponse.',
    points: (n, of) => `${n} sur ${of} points`,
    accepted: 'Tout cela est juste :',
    solution: 'La solution :',
    yours: 'Ta réponse :',
  },
  end: {
    done: 'Terminé !',
    almost: 'Tu n’as pas encore répondu à tout',
    closed: 'La séance est terminée',
    closedText: 'Tu ne peux plus répondre ni changer tes réponses. Cet appareil a oublié la séance.',
    answered: (n, of) => `Tu as répondu à ${n} ${n < 2 ? 'question' : 'questions'} sur ${of}.`,
    allSaved: 'Toutes tes réponses sont enregistrées.',
    unsaved: (n) =>
      n < 2 ? 'Une réponse n’est pas encore enregistrée.' : `${n} réponses ne sont pas encore enregistrées.`,
    change: 'Tu peux encore les changer tant que la séance n’est pas terminée.',
    lost: (n) =>
      n < 2
        ? 'Une réponse n’est pas arrivée avant la fin de la séance :'
        : `${n} réponses ne sont pas arrivées avant la fin de la séance :`,
    checking: 'Nous vérifions si toutes tes réponses sont arrivées…',
    score: (n, of) => `Tu as ${n} sur ${of} points.`,
    solutions: 'Solutions',
    noAnswer: 'Tu n’as pas répondu.',
    notAnswered: 'Sans réponse',
    data: 'Ce que deviennent tes données',
  },
  gone: {
    title: 'Cette séance n’existe plus',
    text: 'Elle a été terminée et supprimée. Demande à ton enseignant si c’est une erreur.',
    again: 'Entrer un code',
  },
  denied: {
    title: 'Impossible de continuer',
    text: 'Le serveur n’accepte pas cet appareil. Réessaie, ou rejoins la séance avec un code. Tes réponses enregistrées restent.',
  },
  elsewhere: {
    title: 'Ouverte dans un autre onglet',
    text: 'Cette séance est ouverte dans un autre onglet de ce navigateur. Continue là-bas ou ici.',
    here: 'Continuer ici',
  },
  rejected: {
    'not-current': 'Trop tard : ton enseignant était passé à une autre question.',
    closed: 'Trop tard : la séance était terminée.',
    'already-answered': 'Tu as déjà répondu. C’est ta première réponse qui compte.',
    'unknown-question': 'Cette question ne fait pas partie de la séance.',
    'revision-out-of-range': 'Tu as changé cette réponse autant de fois que permis. La dernière enregistrée compte.',
    'too-long': 'C’est trop long. Raccourcis ta réponse.',
    'too-many': 'Il y a trop de mots. Enlèves-en.',
    empty: 'Écris au moins un mot.',
    'out-of-range': 'Ce nombre est hors limites. Choisis-en un autre.',
    dismissed: 'Ton enseignant t’a exclu de la séance. Demande-lui de te laisser revenir.',
    'too-many-answers': 'Trop de réponses envoyées : plus aucune n’est acceptée. Demande à ton enseignant.',
  },
  rejectedOther: 'Cette réponse n’a pas été acceptée. Change-la ou demande à ton enseignant.',
  problem: {
    'unknown-code': 'Aucune séance ouverte n’a ce code. Vérifie-le, ou demande à ton enseignant.',
    'session-full': 'La séance est pleine. Demande à ton enseignant.',
    'participant-erased': 'Tes données dans cette séance ont été effacées. Tu peux la rejoindre de nouveau.',
    'invalid-token': 'Le serveur n’accepte plus cet appareil. Pour tes données, demande à ton enseignant.',
    'no-solutions': 'Ton enseignant ne partage pas les solutions.',
  },
};
