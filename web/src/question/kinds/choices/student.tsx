import type { StudentKind } from '../../kind';
import { Options } from '../../Options';
import { useWords } from '../../words';
import { textOf, WrittenList } from '../../Written';
import type { Words } from './words/en';

export const choices: StudentKind = {
  patience: 600,
  problem: null,
  Input({ question, value, onChange }) {
    const chosen = (value ?? []) as string[];
    const options = question.options ?? [];
    return (
      <Options
        hint={useWords<Words>('choices').hint}
        items={options}
        several
        chosen={chosen}
        onChange={(id, on) => onChange(options.map((o) => o.id).filter((o) => (o === id ? on : chosen.includes(o))))}
      />
    );
  },
  Response: ({ question, response }) => <WrittenList texts={(response as string[]).map(textOf(question.options))} />,
};
