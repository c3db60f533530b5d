import type { QueueMessages } from './en';

export const fr: QueueMessages = {
  title: 'Demandes',
  notAllowed: 'Votre compte ne peut pas décider des demandes. L’administrateur de votre école peut changer cela.',
  toSessions: 'Vers vos séances',
  stepUp:
    'Les demandes sont personnelles : pour les lire, il faut un second facteur des 15 dernières minutes. Confirmez-le et vous reviendrez à cette page.',
  stepUpButton: 'Confirmer le second facteur',
  slug: {
    'not-found':
      'Cette demande n’est pas chez vous. Elle a peut-être été transmise, ou son délai est passé et elle a été effacée.',
    'request-decided': 'Cette demande est déjà décidée. Rechargez la page pour lire la décision.',
    'request-undecided': 'Cette demande n’est pas décidée, ou elle est déjà traitée. Rechargez la page.',
    'identity-unchecked':
      'Notez d’abord comment vous savez qui demande : personne ne reçoit les données d’autrui ni ne les fait effacer.',
    'find-unfinished':
      'La recherche est en cours, ou il n’y en a pas eu. Attendez qu’elle soit terminée, puis marquez qui est visé.',
    'found-unmarked': 'Marquez chaque personne trouvée, comme visée ou comme une autre, et enregistrez.',
    'erasure-open': 'Tout n’est pas encore effacé. Cela prend quelques minutes, ou autant que dure un gel.',
    'copy-open': 'La copie n’est pas encore prête. Cela prend une minute.',
    'correction-open': 'La rectification ne se voit pas encore. Cela prend une minute.',
    'not-restricted': 'Cette demande n’a conduit à aucune limitation. Rechargez la page.',
    'lift-too-soon': 'La personne l’a appris il y a moins de trois jours. Levez la limitation après.',
    'no-copies': 'Cette demande n’a pas de copie, ou n’est pas traitée. Rechargez la page.',
    changed:
      'Quelqu’un d’autre a cherché à nouveau ou marqué d’autres personnes entre-temps. Rechargez la page, regardez, puis refaites ce que vous avez fait.',
    'nothing-to-extend':
      'Le délai ne peut pas être prolongé maintenant : aucune clause ne le permet, ou le premier délai est passé.',
    'not-forwarded':
      'La demande ne peut pas y être transmise. Elle est peut-être décidée, ou a été trop souvent renvoyée.',
    invalid: 'Une saisie ne peut pas être juste. Vérifiez les reçus, le motif et l’identifiant de l’école.',
  },
  kinds: {
    know: 'Accès aux données',
    correct: 'Rectification',
    delete: 'Effacement',
    restrict: 'Limitation',
    port: 'Données dans un format courant',
    object: 'Opposition',
  },
  from: { student: 'Élève', parent: 'Parent', teacher: 'Enseignant', other: 'Une autre personne' },
  states: { open: 'Ouverte', decided: 'À exécuter', done: 'Traitée' },
  decisions: { granted: 'Acceptée', partly: 'Acceptée en partie', refused: 'Refusée' },
  grounds: {
    'not-identified': 'Impossible d’établir que ce sont ses données',
    'not-entitled': 'Aucun droit de demander pour cette personne',
    excessive: 'Manifestement infondée ou excessive',
    anonymous: 'Données qui ne se rattachent à personne',
    'nothing-held': 'Rien de conservé, ou plus rien',
    'rights-of-others': 'Renseignerait sur d’autres personnes',
    accurate: 'Les données sont exactes',
    expression: 'Liberté d’expression et d’information',
    'legal-obligation': 'Obligation légale de conservation',
    'public-health': 'Santé publique',
    'archiving-research': 'Archives ou recherche d’intérêt public',
    'legal-claims': 'Droits en justice',
    'school-records': 'Partie des dossiers de l’école',
    'no-condition': 'Aucune condition de limitation remplie',
    'compelling-grounds': 'Motifs légitimes et impérieux',
    'not-portable': 'Hors du droit à la portabilité',
    'no-such-right': 'La loi ne prévoit pas ce droit',
  },
  list: {
    intro:
      'Ce que des personnes demandent à votre école au sujet de leurs données par sa page de confidentialité, une fois leur adresse confirmée. Le délai de réponse court depuis la réception ; le secrétariat de votre école reçoit des rappels par e-mail.',
    show: 'Afficher',
    all: 'Toutes',
    empty: 'Aucune demande. Le formulaire est sur la page publique de confidentialité de votre école.',
    received: (on) => `reçue le ${on}`,
    done: (on) => `traitée le ${on}`,
  },
  request: {
    title: 'Demande',
    back: 'Toutes les demandes',
    written: 'Ce qui est demandé',
    from: 'Se dit',
    email: 'Adresse confirmée',
    emailHint:
      'L’adresse a été confirmée par un code et ne sert qu’aux e-mails sur cette demande. Comparez-la avec ce que l’école possède ; ne la gardez nulle part.',
    language: 'Langue',
    alias: 'Nom dans la séance',
    code: 'Code de la séance',
    period: 'Jours',
    received: 'Reçue',
    keptUntil: 'Conservée jusqu’au',
    forwarded: (from, to, at) => `Transmise de ${from} à ${to}, ${at}`,
    answer: 'Votre réponse',
    receipts: 'Reçus',
  },
  clocks: {
    title: 'Délai de réponse',
    intro:
      'Selon le droit du pays de votre école et vos accords. Il prend fin quand la demande est traitée, pas dès la décision.',
    due: (at) => `échéance le ${at}`,
    left: (days) => (days === 1 ? 'Reste 1 jour.' : `Restent ${days} jours.`),
    over: (days) => (days === 1 ? 'Dépassé depuis 1 jour.' : `Dépassé depuis ${days} jours.`),
    gone: (percent) => `${percent} % du délai est écoulé`,
    escalated: (percent) => `Rappel envoyé au secrétariat à ${percent} %.`,
    extended: 'Prolongé.',
    longest: (until) => `Prolongeable jusqu’au ${until}.`,
    source: (source) => `Selon ${source}`,
    states: { running: 'en cours', late: 'en retard', met: 'à temps', missed: 'réponse tardive' },
  },
  identity: {
    title: 'Qui demande ?',
    intro:
      'Indiquez comment vous savez que c’est cette personne. Seul cela est noté : ne gardez jamais la copie d’un document et ne demandez pas plus que nécessaire.',
    legend: 'Comment vous savez qui demande',
    checks: {
      known: 'Connue en personne',
      document: 'Document présenté',
      'on-file': 'Adresse ou numéro connu de l’école',
      account: 'Connectée à un compte de l’école',
      details: 'Savait ce qu’elle seule sait',
      failed: 'Non identifiée',
    },
    hints: {
      known: 'Quelqu’un à l’école lui a parlé et la connaît.',
      document: 'Vous l’avez regardé et n’en avez rien gardé.',
      'on-file': 'L’adresse confirmée, ou le numéro appelé, est celui que l’école possède.',
      account: 'La même demande est venue d’un compte de l’école.',
      details: 'Par exemple le nom, le code et le jour d’une séance.',
      failed: 'Seul un refus est alors possible.',
    },
    save: 'Noter',
    noted: 'Noté',
    now: (check) => `Noté : ${check}`,
  },
  find: {
    title: 'De qui s’agit-il ?',
    intro: (sessions) =>
      `Cherchez dans les séances de votre école le nom que la personne a utilisé. Les ${sessions} dernières sont parcourues, celles de la corbeille aussi, et chacune est inscrite au journal. Un nom seul ne décide de rien : marquez qui est visé.`,
    alias: 'Nom dans les séances',
    aliasHint: 'Chaque mot doit figurer dans le nom. Majuscules ou minuscules, peu importe.',
    aliasMissing: 'Saisissez un nom.',
    from: 'Premier jour',
    to: 'Dernier jour',
    daysHint: 'Où les séances ont été créées. Sans jours, toutes sont parcourues.',
    narrow: 'Ne chercher que dans les séances d’un enseignant',
    teacher: 'Séances de',
    everybody: 'Tout le monde',
    button: 'Chercher',
    again: 'Chercher à nouveau',
    started: 'La recherche est en cours',
    running: (sessions) =>
      sessions === 1
        ? 'Recherche en cours : 1 séance jusqu’ici.'
        : `Recherche en cours : ${sessions} séances jusqu’ici.`,
    leave: 'Vous pouvez quitter cette page, la recherche continue.',
    result: (found, sessions) =>
      `${found === 1 ? '1 personne' : `${found} personnes`} dans ${sessions === 1 ? '1 séance' : `${sessions} séances`}`,
    none: 'Personne de ce nom. Un autre nom a peut-être été utilisé, ou les données sont déjà effacées.',
    older: 'Il y a des séances plus anciennes, qui n’ont pas été parcourues. Cherchez d’autres jours.',
    full: 'Trop de personnes portent ce nom, et la recherche s’est arrêtée. Cherchez moins de jours, ou un nom plus long.',
    choose: 'Comparez le nom, la séance et le jour avec ce que vous savez de la personne. En cas de doute, demandez.',
    where: (title, code) => `${title}, code ${code}`,
    joined: (on) => `entrée le ${on}`,
    answers: (n) => (n === 1 ? '1 réponse' : `${n} réponses`),
    marks: { meant: 'Est visée', excluded: 'Une autre personne' },
    erased: 'Effacée depuis qu’elle a été marquée comme visée.',
    save: 'Enregistrer les marques',
    saved: 'Enregistré',
    unmarked: 'Tout le monde n’est pas encore marqué.',
    kept: 'Ce qui a été trouvé est effacé sept jours après le traitement de la demande, ou 120 jours après la recherche si elle n’est pas traitée ; ce qui concerne une personne, avec ses autres données.',
  },
  extend: {
    title: 'Plus de temps',
    intro:
      'Le délai peut être prolongé une fois, là où la loi le permet, et seulement tant qu’il court. La personne l’apprend par e-mail et lit le motif sur sa page.',
    legend: 'Pourquoi',
    grounds: { complexity: 'La demande est complexe', 'number-of-requests': 'Les demandes sont nombreuses' },
    hints: {
      complexity: 'Trouver ou séparer les données prend plus de temps.',
      'number-of-requests': 'De cette personne, ou en ce moment.',
    },
    button: 'Prolonger le délai',
    confirm: 'La personne l’apprend aussitôt. Le délai ne pourra plus être prolongé.',
    done: 'Prolongé. La personne en est informée.',
  },
  decide: {
    title: 'Décision',
    legend: 'Ce que vous décidez',
    hints: {
      granted: 'En entier.',
      partly: 'En partie. Pour le reste, indiquez un motif.',
      refused: 'Rien. La demande est alors traitée.',
    },
    ground: 'Motif',
    groundHint: 'La loi n’en connaît pas d’autres. Les données anonymes ou agrégées échappent aux demandes.',
    groundMissing: 'Choisissez le motif.',
    choose: 'Choisir…',
    text: 'Ce que vous lui dites',
    textHint: (language) =>
      `Écrivez dans sa langue : ${language}. La décision, le motif et les recours sont ajoutés dans cette langue.`,
    textMissing: 'Écrivez ce que vous avez décidé et pourquoi.',
    after: {
      know: 'Ensuite, vous remettez vous-même la copie et notez ici que c’est fait.',
      correct: 'Ensuite, vous rectifiez vous-même et notez ici que c’est fait.',
      delete: 'La décision n’efface rien. Ensuite, vous demandez vous-même l’effacement et indiquez ses reçus ici.',
      restrict: 'Ensuite, vous veillez vous-même à ce que les données ne servent pas, et le notez ici.',
      port: 'Ensuite, vous remettez vous-même le fichier et notez ici que c’est fait.',
      object: 'Ensuite, vous veillez vous-même à ce que les données n’y servent plus, et le notez ici.',
    },
    erases: (students) =>
      students === 1
        ? 'Avec la décision, les données de la personne que vous avez marquée sont effacées : cachées aussitôt, disparues en quelques minutes.'
        : `Avec la décision, les données des ${students} personnes que vous avez marquées sont effacées : cachées aussitôt, disparues en quelques minutes.`,
    copies: (students) =>
      students === 1
        ? 'Avec la décision, une copie de ce qui est conservé sur la personne marquée est préparée. Dès que vous notez que c’est fait, elle peut être enregistrée pendant sept jours.'
        : `Avec la décision, des copies de ce qui est conservé sur les ${students} personnes marquées sont préparées. Dès que vous notez que c’est fait, elles peuvent être enregistrées pendant sept jours.`,
    correction: 'À lire à la place',
    correctionHint:
      'Les enseignants le lisent à côté du travail et dans les exports, et l’élève le lit aussi, marqué comme rectification. Les élèves rectifient leur nom eux-mêmes.',
    correctionMissing: 'Écrivez ce qu’il faut lire à la place.',
    corrects: (students) =>
      students === 1
        ? 'Avec la décision, la rectification figure à côté du travail de la personne marquée.'
        : `Avec la décision, la rectification figure à côté du travail des ${students} personnes marquées.`,
    restricts: (students) =>
      students === 1
        ? 'Avec la décision, les données de la personne marquée sont conservées sans être utilisées : les résultats et les exports disent seulement que leur traitement est limité. Elles sont effacées quand leur durée est écoulée, sauf si un gel les retient.'
        : `Avec la décision, les données des ${students} personnes marquées sont conservées sans être utilisées : les résultats et les exports disent seulement que leur traitement est limité. Elles sont effacées quand leur durée est écoulée, sauf si un gel les retient.`,
    preview: 'Aperçu',
    previewTitle: 'Voici ce que la personne lira',
    shown: 'L’aperçu est affiché',
    send: 'Envoyer la décision',
    sent: 'Envoyée. La personne en est informée.',
    confirmTitle: 'Envoyer la décision ?',
    confirm: 'La personne l’apprend par e-mail et lit votre texte sur sa page. Il ne pourra plus être modifié.',
  },
  complete: {
    title: 'Exécuter',
    byHand: 'Rien d’autre ne se fait tout seul : faites-le à la main, puis notez-le ici. Le délai court jusque-là.',
    erasing:
      'Ces données sont en cours d’effacement. Dès que tout est effacé, notez que la demande est traitée : les reçus parviennent à la personne.',
    erasures: {
      asked: 'va commencer',
      erasing: 'en cours d’effacement',
      held: 'conservé par un gel',
      erased: 'effacé',
    },
    copyMaking: 'La copie est en préparation, ce qui prend une minute.',
    copyReady: (students) =>
      students === 1
        ? 'La copie est prête. Notez que la demande est traitée : elle peut alors être enregistrée pendant sept jours, avec le lien et un code reçu par e-mail.'
        : `Les copies de ${students} personnes sont prêtes. Notez que la demande est traitée : elles peuvent alors être enregistrées pendant sept jours, avec le lien et un code reçu par e-mail.`,
    correcting: 'La rectification est en cours d’inscription, ce qui prend une minute.',
    corrected: (students) =>
      students === 1
        ? 'La rectification figure à côté du travail. Notez que la demande est traitée.'
        : `La rectification figure à côté du travail de ${students} personnes. Notez que la demande est traitée.`,
    restricted: (students) =>
      students === 1
        ? 'Les données sont conservées sans être utilisées. Notez que la demande est traitée ; cela reste ainsi jusqu’à ce que vous leviez la limitation.'
        : `Les données de ${students} personnes sont conservées sans être utilisées. Notez que la demande est traitée ; cela reste ainsi jusqu’à ce que vous leviez la limitation.`,
    look: 'Regarder à nouveau',
    more: 'Autres reçus',
    how: {
      know: 'Demandez aux enseignants des séances l’export de ce que cette personne a saisi, vérifiez que rien n’y concerne autrui, et remettez-le d’une façon qui convient à ce que vous savez d’elle.',
      correct:
        'Les élèves rectifient leur nom sur leur propre page. Ce que les enseignants ont noté, ils le rectifient dans la séance.',
      delete:
        'Ouvrez les séances en question, cherchez le nom et demandez un effacement formel de cet élève, avec le motif « parent » ou « personne concernée ». Chaque effacement a un reçu : saisissez son numéro ici pour qu’il parvienne à la personne.',
      restrict:
        'Placez un gel si les séances ne doivent pas être effacées, et dites aux enseignants de ne pas utiliser les résultats.',
      port: 'Demandez aux enseignants des séances un export CSV ou JSON de ce que cette personne a saisi, et remettez-le.',
      object: 'Dites aux enseignants des séances ce qui ne doit plus être fait des données.',
    },
    toErasures: 'Vers les effacements formels',
    toSessions: 'Vers les séances',
    receipts: 'Numéros des reçus',
    receiptsHint: 'Un par effacement, depuis la page du reçu. Laissez vide si rien n’a été effacé.',
    receiptsWrong: 'Le numéro d’un reçu compte 26 lettres et chiffres. Copiez-le depuis sa page.',
    button: 'C’est fait',
    confirm: (receipts) =>
      receipts === 0
        ? 'La personne apprend que c’est fait. Aucun reçu n’est indiqué.'
        : receipts === 1
          ? 'La personne apprend que c’est fait et obtient un reçu.'
          : `La personne apprend que c’est fait et obtient ${receipts} reçus.`,
    done: 'Noté. La personne en est informée.',
  },
  correction: 'À lire à la place',
  restriction: {
    title: 'Limitation',
    stands: (students) =>
      students === 1
        ? 'Les données d’une personne sont conservées sans être utilisées : les résultats et les exports disent seulement que leur traitement est limité, et rien ne les compte. Elles sont effacées quand leur durée est écoulée, sauf si un gel les retient.'
        : `Les données de ${students} personnes sont conservées sans être utilisées : les résultats et les exports disent seulement que leur traitement est limité, et rien ne les compte. Elles sont effacées quand leur durée est écoulée, sauf si un gel les retient.`,
    first:
      'Avant de la lever, il faut que la personne le sache : prévenez-la d’abord, et levez la limitation trois jours plus tard.',
    from: (at) => `La personne a été prévenue par e-mail. La limitation peut être levée à partir du ${at}.`,
    announce: 'Prévenir qu’elle sera levée',
    lift: 'Lever la limitation',
    confirmAnnounce: 'La personne l’apprend par e-mail. Rien n’est encore levé.',
    confirmLift: 'Les enseignants voient et utilisent de nouveau le travail, sauf si une autre demande le limite.',
    announced: 'La personne en est informée.',
    lifted: 'Levée.',
    liftedAt: (at) => `Levée le ${at}.`,
    left: 'Cela ne vaut pas encore pour tous. Notez que la demande est traitée, ou levez la limitation : l’un ou l’autre fait ce qui manque.',
  },
  renew: {
    title: 'La copie',
    until: (at) => `Elle peut être enregistrée jusqu’au ${at}, avec le lien et un code reçu par e-mail.`,
    intro:
      'Cinq codes au plus sont envoyés par jour. Si la personne a manqué le délai, ou si quelqu’un a épuisé les codes avec son lien, recommencez les sept jours.',
    button: 'Recommencer les sept jours',
    confirm: 'La copie est refaite, et la personne l’apprend par e-mail. C’est noté ci-dessous.',
    done: 'Recommencé. La personne en est informée.',
  },
  forward: {
    title: 'Pas à vous de décider ?',
    introOperator:
      'Si la demande concerne l’exploitant de ce service et non les cours de votre école, transmettez-la. Elle quitte votre liste, et le délai court toujours depuis la réception.',
    introSchool:
      'Si la demande concerne les cours d’une école, c’est à l’école de décider. Elle quitte votre liste, et le délai court toujours depuis la réception, selon le droit de cette école.',
    org: 'Identifiant de l’école',
    orgHint: 'Comme dans la liste des écoles, par exemple org_north.',
    toOperator: 'Transmettre à l’exploitant',
    toSchool: 'Transmettre à l’école',
    confirm: 'Vous ne verrez plus la demande. La personne apprend qui la traite.',
  },
  timeline: {
    title: 'Ce qui a été fait',
    verified: 'L’historique est complet : chaque entrée suit de la précédente.',
    broken: 'L’historique a été modifié de l’extérieur. Prévenez l’exploitant.',
    empty: 'Rien pour l’instant.',
    automatic: 'Automatique',
    person: (id) => `Membre ${id}`,
    kinds: {
      received: 'Reçue',
      identity: 'Identité notée',
      searched: 'Recherche faite',
      marked: 'Marquée',
      lifting: 'Levée annoncée',
      lifted: 'Limitation levée',
      renewed: 'Copie remise à disposition',
      extended: 'Délai prolongé',
      forwarded: 'Transmise',
      decided: 'Décidée',
      done: 'Traitée',
      escalated: 'Le délai s’épuise',
      met: 'À temps',
      missed: 'Échéance dépassée',
    },
    facts: {
      due: 'première échéance',
      clause: 'clause',
      deadline: 'échéance',
      percent: 'pour cent du délai',
      identity: 'comment',
      ground: 'motif',
      decision: 'décision',
      meant: 'personnes visées',
      liftable: 'à partir du',
      excluded: 'autres personnes',
      receipts: 'reçus',
      from: 'de',
      org: 'à',
    },
  },
};
