import type { RefusedMessages } from './en';

export const de: RefusedMessages = {
  title: 'Nicht auf diesem Gerät',
  text: 'Eltern haben festgelegt, dass auf diesem Gerät niemand an Sitzungen dieser Schule teilnimmt. Von dir wurde nichts gesendet.',
  lift: 'Sprich mit deinen Eltern und sag es deiner Lehrkraft. Aufheben können es Eltern hier, mit dem Zettel von der Lehrkraft.',
  leave: 'Anderen Code eingeben',
};
