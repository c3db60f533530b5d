import type { StudentKind } from '../../kind';
import { textOf } from '../../Written';
import { MatchInput } from './MatchInput';

export const match: StudentKind = {
  patience: 600,
  problem: null,
  Input: MatchInput,
  Response: ({ question, response }) => (
    <ul class="bullets">
      {Object.entries(response).map(([from, to]) => (
        <li key={from}>
          <bdi class="text">{textOf(question.options)(from)}</bdi> →{' '}
          <bdi class="text">{textOf(question.targets)(to as string)}</bdi>
        </li>
      ))}
    </ul>
  ),
};
