import { useEffect, useRef, useState } from 'preact/hooks';
import { useStaff } from '../staff/context';
import type { StaffApi } from '../staff/api';
import type { List } from '../api/client';
import { listBlocks, listKeys } from './api';
import { BLOCKS_MAX, Chain } from './chain';
import type { PublicKey, SignedBlock } from '../api/schema';

/** The chain has more blocks than a browser should be asked to check. */
export class TooLong extends Error {}

/** What was fetched and checked. */
export interface Checked {
  chain: Chain;
  blocks: SignedBlock[];
  keys: PublicKey[];
}

/** Where a chain comes from. */
export interface Source {
  list(api: StaffApi, token: string | null, signal: AbortSignal): Promise<List<SignedBlock>>;
  /** Whether it is the audit's, and not of receipts. */
  audit: boolean;
}

const receipts: Source = { list: listBlocks, audit: false };

async function checkChain(
  api: StaffApi,
  source: Source,
  progress: (blocks: number) => void,
  signal: AbortSignal,
): Promise<Checked> {
  const keys = (await listKeys(signal)).items;
  const chain = await Chain.with(keys, source.audit);
  const blocks: SignedBlock[] = [];
  let token: string | null = null;
  do {
    const page: List<SignedBlock> = await source.list(api, token, signal);
    for (const sealed of page.items) {
      signal.throwIfAborted();
      await chain.add(sealed);
      blocks.push(sealed);
    }
    if (blocks.length > BLOCKS_MAX) throw new TooLong();
    progress(blocks.length);
    token = page.nextPageToken;
  } while (token !== null);
  return { chain, blocks, keys };
}

export type ChainState =
  | { is: 'idle' }
  | { is: 'checking'; blocks: number }
  | { is: 'checked'; checked: Checked }
  | { is: 'failed'; error: unknown };

/** Fetches and checks the school's chain on demand; returns the result, or null. */
export function useChain(source: Source = receipts) {
  const { api } = useStaff();
  const [state, setState] = useState<ChainState>({ is: 'idle' });
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  async function run(): Promise<Checked | null> {
    stop.current?.abort();
    const controller = new AbortController();
    stop.current = controller;
    setState({ is: 'checking', blocks: 0 });
    try {
      const checked = await checkChain(
        api,
        source,
        (blocks) => setState({ is: 'checking', blocks }),
        controller.signal,
      );
      setState({ is: 'checked', checked });
      return checked;
    } catch (error) {
      if (!controller.signal.aborted) setState({ is: 'failed', error });
      return null;
    }
  }
  return { state, run };
}
