import type { Confirmation, ErasureRequest, HoldRequest, Policy } from '../api/schema';

/** What requires a second factor, and is done on return with one. */
export type Task =
  | { do: 'policy'; policy: Policy; etag: string | null }
  | { do: 'withdraw' }
  | { do: 'hold'; hold: HoldRequest; key: string }
  | { do: 'release'; id: string }
  | { do: 'erase'; request: ErasureRequest }
  | ({ do: 'confirm' } & Confirmation);
