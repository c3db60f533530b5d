// Every kind of question, as teachers have it.

import type { Kind } from '../../api/schema';
import { choice } from '../kinds/choice/teach/teacher';
import { choices } from '../kinds/choices/teach/teacher';
import { cloud } from '../kinds/cloud/teach/teacher';
import { match } from '../kinds/match/teach/teacher';
import { number } from '../kinds/number/teach/teacher';
import { order } from '../kinds/order/teach/teacher';
import { scale } from '../kinds/scale/teach/teacher';
import { text } from '../kinds/text/teach/teacher';
import { trueFalse } from '../kinds/trueFalse/teach/teacher';
import type { DraftBase } from './fields';
import type { TeacherKind } from './kind';

/** In the order in which they are offered. */
const all = {
  choice,
  choices,
  trueFalse,
  text,
  number,
  order,
  match,
  scale,
  cloud,
} satisfies Record<Kind, unknown>;

type FieldsOf<K> = K extends TeacherKind<infer F> ? F : never;
type Both<U> = (U extends unknown ? (u: U) => void : never) extends (both: infer I) => void ? I : never;

/** What was typed, for every kind, so that changing one's mind about the kind loses nothing. */
export type DraftQuestion = DraftBase & Both<FieldsOf<(typeof all)[Kind]>>;

/** A kind only ever touches the fields that it added. */
export const teacherKinds = all as unknown as Record<Kind, TeacherKind<DraftQuestion>>;

export const kindNames = Object.keys(all) as Kind[];
