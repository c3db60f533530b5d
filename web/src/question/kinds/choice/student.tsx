import type { StudentKind } from '../../kind';
import { Options } from '../../Options';
import { useWords } from '../../words';
import { textOf, Written } from '../../Written';
import type { Words } from './words/en';

export const choice: StudentKind = {
  patience: 150,
  problem: null,
  Input: ({ question, value, onChange }) => (
    <Options
      hint={useWords<Words>('choice').hint}
      items={question.options ?? []}
      chosen={[value as string]}
      onChange={onChange}
    />
  ),
  Response: ({ question, response }) => <Written text={textOf(question.options)(response as string)} />,
};
