import type { StudentKind } from '../../kind';
import { Written } from '../../Written';
import { problem } from './response';
import { TextInput } from './TextInput';

export const text: StudentKind = {
  patience: 1000,
  problem: (response) => problem(response as string),
  Input: TextInput,
  Response: ({ response }) => <Written text={response as string} />,
};
