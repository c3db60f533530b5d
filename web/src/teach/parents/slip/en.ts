/** What stands on a slip for a parent. */
export interface SlipMessages {
  title(alias: string): string;
  session(title: string, day: string): string;
  what: string;
  qr: string;
  how(host: string): string;
  code: string;
  /** Why the words aren't in the slip's language. */
  foreign: string | null;
  keep: string;
}

export const en: SlipMessages = {
  title: (alias) => `For a parent of ${alias}`,
  session: (title, day) => `Session “${title}”, ${day}`,
  what: 'With this you see everything that is kept of your child from this session: the name, the answers, the points. You can save it as a file, correct the name, refuse that more is collected or given away, and erase all of it for good.',
  qr: 'QR code of the link',
  how: (host) =>
    `Scan this with your phone’s camera. Or open ${host}, choose “Come back with twelve words”, and enter the code and the words:`,
  code: 'Code:',
  foreign: null,
  keep: 'Whoever has this slip can do the same: keep it safe. If it gets lost, ask the teacher for a new one, which ends this one. What you do, your child and the teacher see.',
};
