import type { StudentKind } from '../../kind';
import { Options } from '../../Options';
import { useWords } from '../../words';
import type { Words } from './words/en';

export const trueFalse: StudentKind = {
  patience: 150,
  problem: null,
  Input({ value, onChange }) {
    const words = useWords<Words>('trueFalse');
    return (
      <Options
        items={[
          { id: 'true', text: words.yes },
          { id: 'false', text: words.no },
        ]}
        chosen={[String(value)]}
        onChange={(id) => onChange(id === 'true')}
      />
    );
  },
  Response({ response }) {
    const words = useWords<Words>('trueFalse');
    return <span>{response ? words.yes : words.no}</span>;
  },
};
