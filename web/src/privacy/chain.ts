// Checks the chain of receipts in the browser, as package shared/chain does: blocks of records, each with the hashes of
// its records and of the block before it, signed with Ed25519. It trusts nothing but the keys.

import type { PublicKey, Receipt, ReceiptView, SignedBlock } from '../api/schema';

interface Block {
  format: number;
  org: string;
  number: number;
  previous: string;
  sealedAt: string;
  key: string;
  records: { id: string; sha256: string }[] | null;
}

export type FaultCode =
  | 'format'
  | 'unknown-key'
  | 'signature'
  | 'number'
  | 'previous'
  | 'org'
  | 'changed'
  | 'moved'
  | 'unsealed'
  | 'times';

/** What is wrong with a block, or with one receipt in it. */
export interface Fault {
  block: number;
  record?: string;
  what: FaultCode;
}

/** The browser can't do what checking needs. */
export class Unable extends Error {}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

function subtle(): SubtleCrypto {
  // Not there on pages that didn't come over HTTPS.
  if (!globalThis.crypto?.subtle) throw new Unable();
  return globalThis.crypto.subtle;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const sum = new Uint8Array(await subtle().digest('SHA-256', bytes));
  return [...sum].map((b) => b.toString(16).padStart(2, '0')).join('');
}

// An Ed25519 public key as SubjectPublicKeyInfo: this, then its 32 bytes (RFC 8410).
const spki = '302a300506032b6570032100';

async function importKey(key: PublicKey): Promise<CryptoKey | null> {
  let der: Uint8Array<ArrayBuffer>;
  try {
    der = decodeBase64(key.pem.replace(/-----[^-]*-----|\s/g, ''));
  } catch {
    return null;
  }
  const prefix = [...der.slice(0, spki.length / 2)].map((b) => b.toString(16).padStart(2, '0')).join('');
  const raw = der.slice(spki.length / 2);
  if (prefix !== spki || raw.length !== 32 || (await sha256(raw)).slice(0, 16) !== key.id) return null;
  return subtle().importKey('spki', der, { name: 'Ed25519' }, false, ['verify']);
}

function parseBlock(bytes: Uint8Array<ArrayBuffer>): Block | null {
  try {
    const b = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Block;
    const known = ['format', 'org', 'number', 'previous', 'sealedAt', 'key', 'records'];
    const records = b.records ?? [];
    const whole =
      b.format === 1 &&
      Object.keys(b).every((name) => known.includes(name)) &&
      [b.org, b.previous, b.sealedAt, b.key].every((s) => typeof s === 'string') &&
      Number.isInteger(b.number) &&
      Array.isArray(records) &&
      records.every((r) => typeof r.id === 'string' && typeof r.sha256 === 'string');
    return whole ? { ...b, records } : null;
  } catch {
    return null;
  }
}

/** More than a browser should be asked to check; the command line can. */
export const BLOCKS_MAX = 20_000;

/** A chain, checked block by block as they come. */
export class Chain {
  blocks = 0;
  /** How many blocks before the first are no longer kept. */
  skipped = 0;
  receipts = 0;
  /** The hash of the last block: whoever keeps it can tell later that nothing was cut off. */
  head = '';
  org = '';
  /** Ids of the keys that signed. */
  readonly signers = new Set<string>();
  readonly faults: Fault[] = [];
  private readonly heads = new Set<string>();
  private readonly found = new Map<string, { body: string; block: number; sha256: string; key: string }>();

  private constructor(
    private readonly keys: ReadonlyMap<string, CryptoKey>,
    /** False: the browser knows no Ed25519, so that hashes and order were checked and signatures were not. */
    readonly signatures: boolean,
    /** Of entries of the audit, not of receipts: it may begin with a later block, for those before have been kept long enough. */
    private readonly audit: boolean,
  ) {}

  static async with(keys: readonly PublicKey[], audit = false): Promise<Chain> {
    const known = new Map<string, CryptoKey>();
    try {
      for (const key of keys) {
        const imported = await importKey(key);
        if (imported) known.set(key.id, imported);
      }
    } catch (error) {
      if (error instanceof Unable) throw error;
      return new Chain(new Map(), false, audit);
    }
    return new Chain(known, true, audit);
  }

  /** Checks the next block with the receipts that are shown for it. */
  async add(sealed: SignedBlock): Promise<void> {
    let n = this.skipped + ++this.blocks;
    const fault = (what: FaultCode, record?: string) =>
      this.faults.push({ block: n, what, ...(record !== undefined && { record }) });
    let bytes: Uint8Array<ArrayBuffer>;
    let signature: Uint8Array<ArrayBuffer>;
    let shown: Uint8Array<ArrayBuffer>[];
    try {
      bytes = decodeBase64(sealed.block);
      signature = decodeBase64(sealed.signature);
      shown = sealed.receipts.map(decodeBase64);
    } catch {
      fault('format');
      return;
    }
    let previous = this.head;
    this.head = await sha256(bytes);
    this.heads.add(this.head);
    const block = parseBlock(bytes);
    if (!block) {
      fault('format');
      return;
    }
    if (this.audit && this.blocks === 1 && block.number > 1) {
      this.skipped = block.number - 1;
      n = block.number;
      previous = block.previous;
    }
    if (this.signatures) {
      const key = this.keys.get(block.key);
      if (!key) fault('unknown-key');
      else if (!(await subtle().verify('Ed25519', key, signature, bytes))) fault('signature');
    }
    this.signers.add(block.key);
    if (block.number !== n) fault('number');
    if (block.previous !== previous) fault('previous');
    if (this.org === '') this.org = block.org;
    else if (this.org !== block.org) fault('org');

    const hashes = await Promise.all(shown.map(sha256));
    const records = block.records!;
    records.forEach((record, i) => {
      const at = hashes.lastIndexOf(record.sha256);
      if (at < 0) {
        fault('changed', record.id);
        return;
      }
      if (at !== i) fault('moved', record.id);
      const body = new TextDecoder().decode(shown[at]);
      if (!this.audit && !consistent(body)) fault('times', record.id);
      this.found.set(record.id, {
        body,
        block: n,
        sha256: record.sha256,
        key: block.key,
      });
    });
    const sealedHashes = new Set(records.map((r) => r.sha256));
    if (hashes.some((hash) => !sealedHashes.has(hash))) fault('unsealed');
    this.receipts += shown.length;
  }

  /** Whether a hash that was kept as the chain's head is still in it. */
  has(head: string): boolean {
    return this.heads.has(head.trim().toLowerCase());
  }

  /** The key that signed the block with a receipt. */
  keyOf(id: string): string | null {
    return this.found.get(id)?.key ?? null;
  }

  /** What this chain says about a receipt, and about what was kept with it. */
  judge(view: ReceiptView, kept?: Kept): Verdict {
    if (kept && !this.has(kept.head)) return 'cut-off';
    if (this.faults.length > 0) return 'broken';
    const sealed = this.found.get(view.receipt.id);
    if (!sealed) return view.block === null ? 'waiting' : 'missing';
    let body: Receipt;
    try {
      body = JSON.parse(sealed.body) as Receipt;
    } catch {
      return 'changed';
    }
    const same = canonical(body) === canonical(view.receipt) && view.sha256 === sealed.sha256;
    if (!same || body.id !== view.receipt.id) return 'changed';
    // A server that can return forged blocks can return forged keys.
    if (kept && kept.key !== sealed.key) return 'other-key';
    return this.signatures ? 'genuine' : 'unsigned';
  }
}

/**
 * `genuine`; `unsigned`: all but the signatures fits; `waiting`: not sealed yet;
 * or what is wrong.
 */
export type Verdict = 'genuine' | 'unsigned' | 'waiting' | 'missing' | 'changed' | 'broken' | 'cut-off' | 'other-key';

/**
 * Whether a receipt's times agree, as shared/domain has it: since format 2, nobody can bring back what was erased once its
 * keys or its documents are gone everywhere, whichever is earlier.
 */
export function consistent(body: string): boolean {
  let r: Receipt;
  try {
    r = JSON.parse(body) as Receipt;
  } catch {
    return false;
  }
  if (r.format === 1) return r.keysGoneAt === undefined && typeof r.plainUntil === 'string' && r.follows === undefined;
  if (r.format !== 2 || r.keysGoneAt === undefined) return false;
  const gone = Math.min(time(r.keysGoneAt), r.plainUntil === null ? Infinity : time(r.plainUntil));
  const alone = r.kind === 'participant' && r.follows === undefined;
  return time(r.irrecoverableAt) === gone && (r.plainUntil === null) === alone;
}

/** In microseconds, which Date cuts off. */
function time(text: string): number {
  const fraction = /\.(\d+)Z$/.exec(text)?.[1] ?? '';
  const seconds = Date.parse(text.replace(/\.\d+Z$/, 'Z')) / 1000;
  return seconds * 1e6 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/** The same for the same value, whatever the order of its names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}

/** What was known of the chain when a receipt was saved: its head, and the key that signed the receipt's block. */
export interface Kept {
  head: string;
  key: string;
}

/** A receipt on file: what the page saves, or what the API answers. */
export interface ReceiptFile extends ReceiptView {
  chain?: Kept;
}

/** The most that a file with one receipt may have, in characters. */
const FILE_MAX = 64 * 1024;

/** Reads a file with a receipt; null if it is none. */
export function parseReceiptFile(text: string): ReceiptFile | null {
  if (text.length > FILE_MAX) return null;
  try {
    const file = JSON.parse(text) as ReceiptFile;
    const { receipt, sha256: hash, block, chain } = file;
    const whole =
      typeof receipt === 'object' &&
      receipt !== null &&
      typeof receipt.id === 'string' &&
      typeof hash === 'string' &&
      (block === null || Number.isInteger(block)) &&
      (chain === undefined || (typeof chain?.head === 'string' && typeof chain.key === 'string'));
    return whole ? file : null;
  } catch {
    return null;
  }
}
