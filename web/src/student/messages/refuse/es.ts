import type { RefuseMessages } from './en';

export const es: RefuseMessages = {
  collection:
    'Su hijo o hija ya no responde en esta sesión, y este dispositivo rechaza todas las sesiones de este centro: quien escriba aquí un código del centro leerá que la familia lo rechazó. Use el dispositivo que usa su hijo o hija. Nada sobre el dispositivo se envía ni se guarda en otro lugar; el docente ve que usted lo rechazó, y lo que está guardado se queda. Puede retirarlo aquí, con el papel.',
  collectionTitle: 'Rechazar que se recoja más',
  collectionDo: 'Rechazar que se recoja más',
  collectionLift: 'Retirarlo',
  here: 'Este dispositivo rechaza las sesiones del centro.',
  notHere: 'Este dispositivo aún no rechaza las sesiones del centro.',
  hereDo: 'Rechazarlas también en este dispositivo',
  unstored: 'Su navegador no guarda nada, así que este dispositivo no puede rechazarlas.',
  disclosureTitle: 'Rechazar cesiones',
  disclosure:
    'No debe cederse nada de su hijo o hija que el servicio no necesite, para estadísticas o investigación, por ejemplo. Hoy no existe nada así; lo que venga dejará fuera a su hijo o hija, y el centro ve que usted lo rechazó. El docente y el centro siguen viendo lo que la clase necesita.',
  disclosureDo: 'Rechazar cesiones',
  disclosureLift: 'Retirarlo',
  tooMany: 'Se ha retirado todas las veces posibles. Pregunte al centro.',
};
