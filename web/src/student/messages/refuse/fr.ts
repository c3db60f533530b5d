import type { RefuseMessages } from './en';

export const fr: RefuseMessages = {
  collection:
    'Votre enfant ne répond plus dans cette séance, et cet appareil refuse toutes les séances de cette école : qui saisit ici un code de l’école lit qu’un parent l’a refusé. Utilisez l’appareil de votre enfant. Rien sur l’appareil n’est envoyé ni conservé ailleurs ; l’enseignant voit que vous avez refusé, et ce qui est enregistré reste. Vous pouvez lever ce refus ici, avec le papier.',
  collectionTitle: 'Refuser toute nouvelle collecte',
  collectionDo: 'Refuser toute nouvelle collecte',
  collectionLift: 'Lever ce refus',
  here: 'Cet appareil refuse les séances de l’école.',
  notHere: 'Cet appareil ne refuse pas encore les séances de l’école.',
  hereDo: 'Les refuser aussi sur cet appareil',
  unstored: 'Votre navigateur ne conserve rien ; cet appareil ne peut donc pas les refuser.',
  disclosureTitle: 'Refuser la divulgation',
  disclosure:
    'Rien sur votre enfant ne doit être communiqué dont le service n’a pas besoin, pour des statistiques ou la recherche par exemple. Rien de tel n’existe aujourd’hui ; ce qui viendra laissera votre enfant de côté, et l’école voit que vous avez refusé. L’enseignant et l’école voient toujours ce dont le cours a besoin.',
  disclosureDo: 'Refuser la divulgation',
  disclosureLift: 'Lever ce refus',
  tooMany: 'Ce refus a été levé autant de fois que possible. Adressez-vous à l’école.',
};
