import type { StudentKind } from '../../kind';
import { Written, WrittenList } from '../../Written';
import { problem } from './response';
import { TextInput } from './TextInput';

export const text: StudentKind = {
  patience: 1000,
  problem: (response) => problem(response as string),
  Input: TextInput,
  Accepted: ({ accepted }) => <WrittenList texts={accepted as string[]} />,
  Response: ({ response }) => <Written text={response as string} />,
};
