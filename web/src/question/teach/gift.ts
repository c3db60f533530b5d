// A question set as GIFT, Moodle's text format. What the format has no words for
// is left out and named.

import type { QuestionSetRequest } from '../../api/schema';
import { giftText } from './formats';
import { teacherKinds } from './kinds';

export interface GIFT {
  text: string;
  /** The numbers of the questions that GIFT can't hold; from 1. */
  missing: number[];
}

export function toGIFT(set: QuestionSetRequest): GIFT {
  const missing: number[] = [];
  const blocks = [`// ${set.title.replace(/\s+/g, ' ')}`];
  set.questions.forEach((q, i) => {
    const answers = teacherKinds[q.kind].gift.write(q);
    if (answers === null) {
      missing.push(i + 1);
      return;
    }
    const general = q.explanation ? `####${giftText(q.explanation)}` : '';
    blocks.push(`::${i + 1}::[plain]${giftText(q.prompt)} {${answers}${general}}`);
  });
  return { text: `${blocks.join('\n\n')}\n`, missing };
}
