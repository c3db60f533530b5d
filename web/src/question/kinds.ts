// Every kind of question, as students have it.

import type { Kind } from '../api/schema';
import { choice } from './kinds/choice/student';
import { choices } from './kinds/choices/student';
import { cloud } from './kinds/cloud/student';
import { match } from './kinds/match/student';
import { number } from './kinds/number/student';
import { order } from './kinds/order/student';
import { scale } from './kinds/scale/student';
import { text } from './kinds/text/student';
import { trueFalse } from './kinds/trueFalse/student';
import type { StudentKind } from './kind';

export const kinds: Record<Kind, StudentKind> = {
  choice,
  choices,
  trueFalse,
  text,
  number,
  order,
  match,
  scale,
  cloud,
};
