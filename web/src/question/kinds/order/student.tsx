import type { StudentKind } from '../../kind';
import { textOf, WrittenList } from '../../Written';
import { OrderInput } from './OrderInput';

export const order: StudentKind = {
  patience: 900,
  problem: null,
  Input: OrderInput,
  Response: ({ question, response }) => (
    <WrittenList texts={(response as string[]).map(textOf(question.options))} ordered />
  ),
};
