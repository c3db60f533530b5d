import type { SlipMessages } from './en';

export const es: SlipMessages = {
  title: (alias) => `Para la familia de ${alias}`,
  session: (title, day) => `Sesión «${title}», ${day}`,
  what: 'Con esto ve todo lo que se guarda de esta sesión sobre su hijo o hija: nombre, respuestas, puntos. Puede guardarlo en un archivo, corregir el nombre, rechazar que se recoja o se ceda más y borrarlo todo para siempre.',
  qr: 'Código QR del enlace',
  how: (host) =>
    `Escanee esto con la cámara del teléfono. O abra ${host}, elija «Volver con doce palabras» e introduzca el código y las palabras:`,
  code: 'Código:',
  foreign: null,
  keep: 'Quien tenga este papel puede hacer lo mismo: guárdelo bien. Si se pierde, pida otro al docente, que anula este. Lo que haga lo ven su hijo o hija y el docente.',
};
