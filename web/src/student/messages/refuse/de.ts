import type { RefuseMessages } from './en';

export const de: RefuseMessages = {
  collection:
    'Ihr Kind antwortet in dieser Sitzung nicht mehr, und dieses Gerät lehnt alle Sitzungen dieser Schule ab: Wer hier einen Code der Schule eingibt, liest, dass Eltern es abgelehnt haben. Nehmen Sie das Gerät, das Ihr Kind benutzt. Über das Gerät wird nichts gesendet oder anderswo gespeichert; die Lehrkraft sieht, dass Sie abgelehnt haben, und was gespeichert ist, bleibt. Aufheben können Sie es hier, mit dem Zettel.',
  collectionTitle: 'Weitere Erhebung ablehnen',
  collectionDo: 'Weitere Erhebung ablehnen',
  collectionLift: 'Aufheben',
  here: 'Dieses Gerät lehnt die Sitzungen der Schule ab.',
  notHere: 'Dieses Gerät lehnt die Sitzungen der Schule noch nicht ab.',
  hereDo: 'Auch auf diesem Gerät ablehnen',
  unstored: 'Ihr Browser speichert nichts, deshalb kann dieses Gerät sie nicht ablehnen.',
  disclosureTitle: 'Weitergabe ablehnen',
  disclosure:
    'Von Ihrem Kind soll nichts weitergegeben werden, was der Dienst nicht braucht, etwa für Statistik oder Forschung. So etwas gibt es heute nicht; was kommt, lässt Ihr Kind aus, und die Schule sieht, dass Sie abgelehnt haben. Was der Unterricht braucht, sehen Lehrkraft und Schule weiterhin.',
  disclosureDo: 'Weitergabe ablehnen',
  disclosureLift: 'Aufheben',
  tooMany: 'Das wurde so oft aufgehoben, wie es geht. Bitte fragen Sie die Schule.',
};
