import type {
  FoundMarks,
  PersonSearch,
  RequestCompletion,
  RequestDecision,
  RequestExtension,
  RequestForwarding,
  RequesterIdentification,
} from '../api/schema';

/** What requires a second factor, and is done on return with one. */
export type Task =
  | { do: 'read' }
  | { do: 'identify'; body: RequesterIdentification }
  | { do: 'find'; body: PersonSearch }
  | { do: 'found'; body: FoundMarks }
  | { do: 'renew' }
  | { do: 'lift' }
  | { do: 'extend'; body: RequestExtension }
  | { do: 'preview'; body: RequestDecision }
  | { do: 'decide'; body: RequestDecision }
  | { do: 'forward'; body: RequestForwarding }
  | { do: 'complete'; body: RequestCompletion };
