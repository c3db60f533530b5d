import type { ActsMessages } from './en';

export const es: ActsMessages = {
  code: 'Código entregado para la familia',
  correctedAt: 'Nombre corregido por la familia',
  collectionRefusedAt: 'La familia rechazó que se recoja más',
  collectionLiftedAt: 'Ese rechazo se retiró',
  disclosureRefusedAt: 'La familia rechazó cesiones ajenas al servicio',
  disclosureLiftedAt: 'Ese rechazo se retiró',
  correction: 'Corregido, como decidió el centro',
  use: 'Uso',
  restricted:
    'Limitado, como decidió el centro: se conserva y no se usa. Se borra como siempre, cuando termina su plazo.',
};
