import type { GoneMessages } from './en';

export const de: GoneMessages = {
  title: 'Es ist gelöscht',
  erased: 'Was in dieser Sitzung zu diesen Wörtern gespeichert war, ist gelöscht.',
  hidden:
    'Was in dieser Sitzung zu diesen Wörtern gespeichert ist, kann niemand mehr sehen. Es wird gelöscht, sobald nichts mehr dagegen spricht.',
  receipt: (id, date) => `Beleg ${id}. Ab ${date} kann es niemand mehr zurückholen, auch nicht aus einer Sicherung.`,
  first: 'Zur ersten Seite',
};
