import type {
  ConsentCodeRequest,
  Confirmation,
  ErasureRequest,
  HoldRequest,
  OrgConsentRequest,
  Policy,
} from '../api/schema';

/** What requires a second factor, and is done on return with one. */
export type Task =
  | { do: 'policy'; policy: Policy; etag: string | null }
  | { do: 'withdraw' }
  | { do: 'hold'; hold: HoldRequest; key: string }
  | { do: 'release'; id: string }
  | { do: 'erase'; request: ErasureRequest }
  | { do: 'consent'; consent: OrgConsentRequest; etag: string | null }
  | { do: 'issue'; codes: ConsentCodeRequest; key: string }
  | { do: 'endCode'; id: string }
  /** Null: what was collected without any consent. With dry it is only looked at. */
  | { do: 'eraseConsent'; code: { id: string; ref: string } | null; dry: boolean }
  | ({ do: 'confirm' } & Confirmation);
