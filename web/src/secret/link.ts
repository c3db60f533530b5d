// The link with which a student comes back, or a parent with a code: session, secret and code stand behind the '#', which no server is sent.

/** The address to open on the other device. Session ids are 26 characters, secrets of 128 bits 22, codes 6. */
export const linkOf = (session: string, secret: string, code: string) =>
  `${location.origin}/#back.${session}.${secret}.${code}`;
