import type { QuestionRequest } from '../../../../api/schema';
import { asList } from '../../../teach/fields';
import { giftAnswer, giftBlock, giftRemark, giftUsual, giftWeight } from '../../../teach/formats';

/** In GIFT several can be right only by weight. A wrong one costs as much as a right one earns. */
export function writeGIFT(q: QuestionRequest): string {
  const options = q.options ?? [];
  const right = asList<string>(q.correct);
  const weighted = options.some((o) => o.weight !== undefined);
  const share = 100 / Math.max(1, right.length);
  return giftBlock(
    options.map((o) => {
      const isRight = right.includes(o.id ?? '');
      const weight = weighted ? (o.weight ?? 0) : right.length === 0 ? 0 : isRight ? share : -share;
      const tail = `${giftAnswer(o.text)}${giftRemark(o.feedback)}`;
      return `~${weight === 0 ? giftUsual(o.text, 0) : giftWeight(weight)}${tail}`;
    }),
  );
}
