import { generateKeyPairSync, sign, createHash, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Chain, consistent, parseReceiptFile, Unable, type Fault } from './chain';
import type { PublicKey, Receipt, ReceiptView, SignedBlock } from '../api/schema';

const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');

/** Makes a chain as the sealer does. */
class Sealer {
  private readonly pair: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ed25519');
  readonly key: PublicKey;
  private previous = '';
  readonly blocks: SignedBlock[] = [];

  constructor() {
    const pem = this.pair.publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const raw = this.pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(12);
    this.key = { id: hash(raw).slice(0, 16), pem };
  }

  seal(bodies: string[], over: Record<string, unknown> = {}): this {
    const block = JSON.stringify({
      format: 1,
      org: 'org_north',
      number: this.blocks.length + 1,
      previous: this.previous,
      sealedAt: '2027-01-01T00:00:00Z',
      key: this.key.id,
      records: bodies.map((body) => ({ id: (JSON.parse(body) as Receipt).id, sha256: hash(body) })),
      ...over,
    });
    this.blocks.push({
      block: base64(block),
      signature: base64(sign(null, Buffer.from(block), this.pair.privateKey)),
      receipts: bodies.map(base64),
    });
    this.previous = hash(block);
    return this;
  }
}

const receipt = (id: string): Receipt => ({
  format: 1,
  id,
  org: 'org_north',
  kind: 'session',
  session: 's1',
  rule: 'restore-window',
  clause: 'Agreement <7> & annex',
  counts: { participants: 2, answers: 3, documents: 4 },
  requestedAt: '2027-01-01T00:00:00Z',
  keysDeletedAt: '2027-01-01T00:00:00Z',
  erasedAt: '2027-01-01T00:00:01Z',
  irrecoverableAt: '2027-01-08T00:00:00Z',
  plainUntil: '2027-01-08T00:00:01Z',
});

/** As Go writes it: with some signs escaped. */
const body = (id: string) =>
  JSON.stringify(receipt(id)).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);

const whole = () =>
  new Sealer()
    .seal([body('r1'), body('r2')])
    .seal([body('r3')])
    .seal([body('r4'), body('r5')]);

async function check(blocks: SignedBlock[], keys: PublicKey[]): Promise<Chain> {
  const chain = await Chain.with(keys);
  for (const block of blocks) await chain.add(block);
  return chain;
}

const view = (id: string, block: number | null = 1): ReceiptView => ({
  receipt: receipt(id),
  sha256: hash(body(id)),
  block,
});

test('a whole chain has no fault', async () => {
  const s = whole();
  const chain = await check(s.blocks, [s.key]);
  expect(chain.faults).toEqual([]);
  expect([chain.blocks, chain.receipts, chain.org, [...chain.signers]]).toEqual([3, 5, 'org_north', [s.key.id]]);
  expect(chain.head).toBe(hash(Buffer.from(s.blocks[2]!.block, 'base64')));
  expect(chain.judge(view('r4', 3))).toBe('genuine');
});

describe('receipts of both formats', () => {
  const second = (over: Partial<Receipt>): string =>
    JSON.stringify({
      ...receipt('r1'),
      format: 2,
      keysGoneAt: '2027-06-01T00:00:00Z',
      irrecoverableAt: '2027-01-08T00:00:01Z',
      ...over,
    });
  test.each<[string, string, boolean]>([
    ['format 1', body('r1'), true],
    ['the documents go first', second({}), true],
    [
      'the keys go first',
      second({ keysGoneAt: '2027-01-08T00:00:00.5Z', irrecoverableAt: '2027-01-08T00:00:00.500Z' }),
      true,
    ],
    ['a microsecond between', second({ plainUntil: '2027-01-08T00:00:01.000001Z' }), false],
    ['the later of both', second({ irrecoverableAt: '2027-06-01T00:00:00Z' }), false],
    [
      'a session without its documents’ time',
      second({ plainUntil: null, irrecoverableAt: '2027-06-01T00:00:00Z' }),
      false,
    ],
    [
      'a student whose answers stand among others’',
      second({ kind: 'participant', plainUntil: null, irrecoverableAt: '2027-06-01T00:00:00Z' }),
      true,
    ],
    ['what completes it', second({ kind: 'participant', follows: 'r0' }), true],
    ['format 3', second({ format: 3 as 2 }), false],
    ['no receipt', 'x', false],
  ])('%s', (_, text, good) => {
    expect(consistent(text)).toBe(good);
  });

  test('a contradiction is a fault of the chain', async () => {
    const s = new Sealer().seal([second({ irrecoverableAt: '2027-06-01T00:00:00Z' })]);
    expect((await check(s.blocks, [s.key])).faults).toEqual([{ block: 1, what: 'times', record: 'r1' }]);
  });

  test('what was signed before there was a second format verifies', async () => {
    const read = (name: string) =>
      JSON.parse(
        readFileSync(new URL(`../../../infra/verify-receipts/testdata/format1/${name}`, import.meta.url), 'utf8'),
      );
    const chain = await check(read('blocks.json').items, read('keys.json').items);
    expect([chain.faults, chain.blocks, chain.receipts, chain.signatures]).toEqual([[], 2, 3, true]);
  });
});

describe('what was tampered with is found', () => {
  const other = body('r9');
  test.each<[string, (s: Sealer) => void, Fault[]]>([
    [
      'a receipt changed',
      (s) => (s.blocks[0]!.receipts[0] = base64(body('r1').replace('"participants":2', '"participants":9'))),
      [
        { block: 1, what: 'changed', record: 'r1' },
        { block: 1, what: 'unsealed' },
      ],
    ],
    ['a receipt removed', (s) => s.blocks[0]!.receipts.pop(), [{ block: 1, what: 'changed', record: 'r2' }]],
    [
      'receipts reordered',
      (s) => s.blocks[2]!.receipts.reverse(),
      [
        { block: 3, what: 'moved', record: 'r4' },
        { block: 3, what: 'moved', record: 'r5' },
      ],
    ],
    ['a receipt added', (s) => s.blocks[1]!.receipts.push(base64(other)), [{ block: 2, what: 'unsealed' }]],
    [
      'a block removed',
      (s) => s.blocks.splice(1, 1),
      [
        { block: 2, what: 'number' },
        { block: 2, what: 'previous' },
      ],
    ],
    [
      'blocks reordered',
      (s) => s.blocks.splice(1, 2, s.blocks[2]!, s.blocks[1]!),
      [
        { block: 2, what: 'number' },
        { block: 2, what: 'previous' },
        { block: 3, what: 'number' },
        { block: 3, what: 'previous' },
      ],
    ],
    [
      'a signature changed',
      (s) => (s.blocks[1]!.signature = s.blocks[0]!.signature),
      [{ block: 2, what: 'signature' }],
    ],
    ['a block that is none', (s) => (s.blocks[2]!.block = base64('{}')), [{ block: 3, what: 'format' }]],
    ['bytes that are none', (s) => (s.blocks[2]!.block = '!'), [{ block: 3, what: 'format' }]],
    // The last block, whose hash appears nowhere else: only the signature shows it.
    [
      'a block changed with its receipts',
      (s) => {
        const forged = new Sealer().seal([other], {
          number: 3,
          previous: hash(Buffer.from(s.blocks[1]!.block, 'base64')),
          key: s.key.id,
        });
        s.blocks[2] = forged.blocks[0]!;
      },
      [{ block: 3, what: 'signature' }],
    ],
    ['a block of another school', (s) => s.seal([other], { org: 'org_south' }), [{ block: 4, what: 'org' }]],
    ['a block with more in it than there is', (s) => s.seal([other], { note: 'x' }), [{ block: 4, what: 'format' }]],
  ])('%s', async (_, tamper, faults) => {
    const s = whole();
    tamper(s);
    const chain = await check(s.blocks, [s.key]);
    expect(chain.faults).toEqual(faults);
    expect(chain.judge(view('r3', 2))).toBe('broken');
  });

  test('a key that isn’t what it is called', async () => {
    const s = whole();
    const foreign = new Sealer().key;
    for (const keys of [[], [foreign], [{ id: s.key.id, pem: foreign.pem }], [{ id: s.key.id, pem: 'x' }]]) {
      const chain = await check(s.blocks, keys);
      expect(chain.faults.map((f) => f.what)).toEqual(['unknown-key', 'unknown-key', 'unknown-key']);
    }
  });
});

describe('one receipt', () => {
  test('is judged by what the chain holds', async () => {
    const s = whole();
    const chain = await check(s.blocks, [s.key]);
    expect(
      chain.judge({
        ...view('r1'),
        receipt: { ...receipt('r1'), counts: { participants: 2, answers: 0, documents: 4 } },
      }),
    ).toBe('changed');
    expect(chain.judge({ ...view('r1'), sha256: hash(body('r2')) })).toBe('changed');
    expect(chain.judge(view('r7'))).toBe('missing');
    expect(chain.judge(view('r7', null))).toBe('waiting');
    // The order of names means nothing.
    expect(
      chain.judge({
        ...view('r1'),
        receipt: Object.fromEntries(Object.entries(receipt('r1')).reverse()) as unknown as Receipt,
      }),
    ).toBe('genuine');
  });

  test('tells by the head that was filed with it whether the chain was cut off since', async () => {
    const s = whole();
    const { head } = await check(s.blocks, [s.key]);
    const kept = { head, key: s.key.id };
    const longer = await check(s.seal([body('r6')]).blocks, [s.key]);
    expect(longer.judge(view('r1'), kept)).toBe('genuine');
    expect([longer.has(` ${head.toUpperCase()}\n`), longer.has('f'.repeat(64))]).toEqual([true, false]);
    const shorter = await check(s.blocks.slice(0, 2), [s.key]);
    expect(shorter.faults).toEqual([]);
    expect(shorter.judge(view('r1'), kept)).toBe('cut-off');
  });

  test('tells by the key that was filed with it whether somebody else signed the chain that is shown', async () => {
    const s = whole();
    const forged = whole();
    const chain = await check(forged.blocks, [forged.key]);
    expect(chain.faults).toEqual([]);
    expect(chain.keyOf('r1')).toBe(forged.key.id);
    expect(chain.judge(view('r1'), { head: chain.head, key: s.key.id })).toBe('other-key');
  });

  test('is read from a file with care', () => {
    const file = { ...view('r1'), chain: { head: 'h', key: 'k' } };
    expect(parseReceiptFile(JSON.stringify(file, null, 2))).toEqual(file);
    for (const bad of [
      '',
      '[]',
      'null',
      '{"receipt":null,"sha256":"x","block":1}',
      '{"receipt":{},"sha256":"x","block":1}',
      JSON.stringify({ ...file, chain: null }),
      JSON.stringify({ ...file, chain: { head: 'h' } }),
      ' '.repeat(70_000),
    ]) {
      expect(parseReceiptFile(bad)).toBeNull();
    }
  });
});

describe('a browser that can’t', () => {
  afterEach(() => vi.restoreAllMocks());

  test('without Ed25519 everything else is checked', async () => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('Unrecognized name', 'NotSupportedError'));
    const s = whole();
    const chain = await check(s.blocks, [s.key]);
    expect([chain.signatures, chain.faults, chain.judge(view('r1'))]).toEqual([false, [], 'unsigned']);
    s.blocks[0]!.receipts.reverse();
    expect((await check(s.blocks, [s.key])).faults).toHaveLength(2);
  });

  test('without any cryptography nothing is', async () => {
    vi.spyOn(globalThis, 'crypto', 'get').mockReturnValue({} as Crypto);
    await expect(Chain.with([new Sealer().key])).rejects.toBeInstanceOf(Unable);
  });
});
