import type { DeviceMessages } from './en';

export const es: DeviceMessages = {
  running:
    'Escanea esto con la cámara del otro dispositivo. Allí sigues donde estás aquí. Usa un solo dispositivo a la vez.',
  over: 'Con esto vuelves a tu trabajo, a tus puntos y a lo que se califique después, mientras tu centro los guarde.',
  keep: 'Guárdalo solo para ti: quien lo tenga puede ver y cambiar tu trabajo. Nadie más puede dártelo de nuevo.',
  qr: 'Código QR de tu enlace',
  copy: 'Copiar el enlace',
  copied: 'Copiado.',
  where: (host) => `Sin cámara, abre ${host}, elige «Volver con doce palabras» e introduce el código y las palabras:`,
  code: 'Código',
  wordsLanguage: 'es',
  foreign: null,
};
