// Server-sent events (WHATWG HTML, 9.2.6) out of the chunks in which they come.
// The browser's own EventSource can't send an Authorization header.

export interface ServerEvent {
  type: string;
  data: string;
}

/** The longest line that is waited for, in UTF-16 units: a snapshot of a very large session has a few million. */
const LINE_MAX = 64 * 1024 * 1024;

export class EventParser {
  private readonly decoder = new TextDecoder();
  /** Parts of a line whose end hasn't come yet. */
  private parts: string[] = [];
  private length = 0;
  private afterCR = false;
  private type = '';
  private data: string[] = [];

  /** The events that are complete with these bytes. */
  feed(bytes: Uint8Array): ServerEvent[] {
    const events: ServerEvent[] = [];
    let text = this.decoder.decode(bytes, { stream: true });
    if (this.afterCR && text.startsWith('\n')) text = text.slice(1);
    if (text !== '') this.afterCR = text.endsWith('\r');
    const lines = text.split(/\r\n|\n|\r/);
    lines.forEach((line, i) => {
      this.parts.push(line);
      this.length += line.length;
      if (this.length > LINE_MAX) throw new Error('a line of the stream is too long');
      if (i === lines.length - 1) return;
      const whole = this.parts.length === 1 ? line : this.parts.join('');
      this.parts = [];
      this.length = 0;
      const event = this.line(whole);
      if (event) events.push(event);
    });
    return events;
  }

  private line(line: string): ServerEvent | null {
    if (line === '') {
      const event = { type: this.type || 'message', data: this.data.join('\n') };
      const complete = this.data.length > 0;
      this.type = '';
      this.data = [];
      return complete ? event : null;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.type = value;
    else if (field === 'data') this.data.push(value);
    return null; // a comment, or a field that we have no use for
  }
}
