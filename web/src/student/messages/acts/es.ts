import type { ActsMessages } from './en';

export const es: ActsMessages = {
  code: 'Código entregado para la familia',
  correctedAt: 'Nombre corregido por la familia',
  collectionRefusedAt: 'La familia rechazó que se recoja más',
  collectionLiftedAt: 'Ese rechazo se retiró',
  disclosureRefusedAt: 'La familia rechazó cesiones ajenas al servicio',
  disclosureLiftedAt: 'Ese rechazo se retiró',
};
