import type { CopiesWords } from './en';

export const fr: CopiesWords = {
  title: 'Votre copie',
  text: (until) =>
    `Tout ce qui est conservé, en un fichier. Vous pouvez l’enregistrer jusqu’au ${until}, avec un code reçu par e-mail.`,
  mail: 'Recevoir un code par e-mail',
  mailed: 'Un code est en route vers votre adresse, sauf si un autre a été envoyé ces dix dernières minutes.',
  code: 'Code',
  hint: 'Huit chiffres, valables 30 minutes.',
  save: 'Enregistrer la copie',
  saveOne: (n, of) => `Enregistrer la copie ${n} sur ${of}`,
  saved: 'Enregistré. Gardez le fichier là où personne d’autre ne le lit.',
  restricted: 'Conservé et non utilisé',
  restrictedText:
    'L’école conserve les données sans les utiliser : les enseignants ne les voient pas, et elles ne figurent dans aucun résultat. Elle vous le dit avant de lever cela. Les données sont effacées quand leur durée est écoulée.',
  lifting: (at) => `L’école va lever la limitation, pas avant le ${at}. Écrivez-lui si vous n’êtes pas d’accord.`,
  problem: {
    invalid: 'Le code compte huit chiffres.',
    'wrong-code': 'Ce n’est pas le code. Il figure dans le dernier e-mail.',
    'too-many-codes':
      'Cinq codes ont été envoyés en un jour. Revenez demain, ou demandez à l’école une semaine de plus.',
    'code-over': 'Le code ne vaut plus. Demandez-en un autre.',
    gone: 'Cette copie ne peut plus être enregistrée : son délai est passé, ou les données ont été effacées.',
  },
};
