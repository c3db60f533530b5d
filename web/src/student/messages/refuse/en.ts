/** What is said to a parent about refusing. */
export interface RefuseMessages {
  collection: string;
  collectionTitle: string;
  collectionDo: string;
  collectionLift: string;
  here: string;
  notHere: string;
  hereDo: string;
  unstored: string;
  disclosureTitle: string;
  disclosure: string;
  disclosureDo: string;
  disclosureLift: string;
  tooMany: string;
}

export const en: RefuseMessages = {
  collection:
    'Your child answers no more in this session, and this device refuses all sessions of this school: whoever enters a code of the school here reads that a parent refused it. Use the device that your child uses. Nothing about the device is sent or stored elsewhere; the teacher sees that you refused, and what was recorded stays. You can lift it here, with the slip.',
  collectionTitle: 'Refuse further collection',
  collectionDo: 'Refuse further collection',
  collectionLift: 'Lift it',
  here: 'This device refuses the school’s sessions.',
  notHere: 'This device doesn’t refuse the school’s sessions yet.',
  hereDo: 'Refuse them on this device, too',
  unstored: 'Your browser stores nothing, so this device can’t refuse them.',
  disclosureTitle: 'Refuse disclosure',
  disclosure:
    'Nothing of your child is to be given away that the service doesn’t need: statistics or data for research, for example. There is none of that today; whatever comes leaves your child out, and the school sees that you refused. What the lesson needs, the teacher and the school still see.',
  disclosureDo: 'Refuse disclosure',
  disclosureLift: 'Lift it',
  tooMany: 'This was lifted as often as allowed. Ask the school.',
};
