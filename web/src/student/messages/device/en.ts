/** What is said about going on on another device. */
export interface DeviceMessages {
  running: string;
  /** Once the session is over. */
  over: string;
  keep: string;
  qr: string;
  copy: string;
  copied: string;
  where(host: string): string;
  code: string;
  /** The language of the words. */
  wordsLanguage: string;
  /** Why that isn't the reader's. */
  foreign: string | null;
}

export const en: DeviceMessages = {
  running:
    'On the other device, scan this with the camera. You go on there where you are here. Use one device at a time.',
  over: 'With this you come back to your work, to your points and to what is graded later, for as long as your school keeps them.',
  keep: 'Keep it to yourself: whoever has it can see and change your work. Nobody else can give it to you again.',
  qr: 'QR code of your link',
  copy: 'Copy the link',
  copied: 'Copied.',
  where: (host) =>
    `Without a camera, open ${host}, choose “Come back with twelve words”, and enter the code and the words:`,
  code: 'Code',
  wordsLanguage: 'en',
  foreign: null,
};
