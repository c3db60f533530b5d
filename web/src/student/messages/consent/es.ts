import type { ConsentMessages } from './en';

export const es: ConsentMessages = {
  text: 'Tu centro pregunta primero a tu familia si puedes participar. Tienen un papel con un código para ti.',
  label: 'Código del papel',
  hint: '16 letras. Los espacios no cuentan.',
  ask: '¿No tienes papel? Pregunta a tu docente o a tu familia. Hasta entonces aquí no se guarda nada sobre ti.',
  wrong: 'Este código no sirve aquí. Revisa las letras. Si son correctas, pide otro código a tu docente.',
  ofAge: (age) => `Tengo ${age} años o más.`,
};
