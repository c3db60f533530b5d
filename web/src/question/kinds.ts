// Every kind of question, as students have it. Those that nearly every lesson has are
// there at once; each of the others is fetched with the paper that has one.

import type { Kind } from '../api/schema';
import type { Apart } from '../ui/lazy';
import { apart } from './apart';
import { choice } from './kinds/choice/student';
import { choices } from './kinds/choices/student';
import { text } from './kinds/text/student';
import { trueFalse } from './kinds/trueFalse/student';
import type { StudentKind } from './kind';

export const kinds: Record<Kind, StudentKind | (StudentKind & Apart)> = {
  choice,
  choices,
  trueFalse,
  text,
  number: apart(() => import('./kinds/number/student').then((m) => m.number)),
  order: apart(() => import('./kinds/order/student').then((m) => m.order)),
  match: apart(() => import('./kinds/match/student').then((m) => m.match)),
  scale: apart(() => import('./kinds/scale/student').then((m) => m.scale)),
  cloud: apart(() => import('./kinds/cloud/student').then((m) => m.cloud)),
};

export const kindNames = Object.keys(kinds) as Kind[];

/** Those of the kinds that are fetched on their own. */
export function apartOf(names: readonly Kind[]): Apart[] {
  return names.map((name) => kinds[name]).filter((kind) => 'fetch' in kind);
}
