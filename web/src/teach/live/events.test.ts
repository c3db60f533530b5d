import { describe, expect, test } from 'vitest';
import { EventParser, type ServerEvent } from './events';

const bytes = (text: string) => new TextEncoder().encode(text);

function parse(chunks: Uint8Array[]): ServerEvent[] {
  const parser = new EventParser();
  return chunks.flatMap((chunk) => parser.feed(chunk));
}

describe('EventParser', () => {
  test.each<[string, string, ServerEvent[]]>([
    ['one event', 'event: a\ndata: {"x":1}\n\n', [{ type: 'a', data: '{"x":1}' }]],
    ['without a type', 'data: x\n\n', [{ type: 'message', data: 'x' }]],
    ['several lines of data', 'data: x\ndata:y\ndata\n\n', [{ type: 'message', data: 'x\ny\n' }]],
    [
      'comments and unknown fields',
      ': still here\n\nid: 7\nretry: 1\nevent: a\n: no\ndata: x\n\n',
      [{ type: 'a', data: 'x' }],
    ],
    ['an event without data is none', 'event: a\n\ndata: x\n\n', [{ type: 'message', data: 'x' }]],
    [
      'CRLF',
      'event: a\r\ndata: x\r\n\r\ndata: y\r\n\r\n',
      [
        { type: 'a', data: 'x' },
        { type: 'message', data: 'y' },
      ],
    ],
    ['CR', 'event: a\rdata: x\r\r', [{ type: 'a', data: 'x' }]],
    ['one space is taken off, not two', 'data:  x\n\n', [{ type: 'message', data: ' x' }]],
    ['what is not ended is no event', 'data: x\n\ndata: y\n', [{ type: 'message', data: 'x' }]],
  ])('%s', (_, text, want) => {
    expect(parse([bytes(text)])).toEqual(want);
  });

  test('however it is cut into chunks', () => {
    const text = ': hi\r\n\r\nevent: answers\r\ndata: {"name":"Zoë 😀"}\r\ndata: more\r\n\r\nevent: b\ndata: 2\n\n';
    const all = bytes(text);
    const want = parse([all]);
    expect(want).toHaveLength(2);
    expect(want[0]!.data).toBe('{"name":"Zoë 😀"}\nmore');
    for (let size = 1; size < all.length; size++) {
      const chunks: Uint8Array[] = [];
      for (let i = 0; i < all.length; i += size) chunks.push(all.slice(i, i + size));
      expect(parse(chunks)).toEqual(want);
    }
  });

  test('a long line in many chunks takes no longer for that', () => {
    const parser = new EventParser();
    const start = performance.now();
    for (let i = 0; i < 20_000; i++) parser.feed(bytes('x'.repeat(100)));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
