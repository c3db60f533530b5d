import type { StudentKind } from '../../kind';
import { WrittenList } from '../../Written';
import { CloudInput } from './CloudInput';
import { problem } from './response';

export const cloud: StudentKind = {
  patience: 1000,
  problem: (response) => problem(response as string[]),
  Input: CloudInput,
  Response: ({ response }) => <WrittenList texts={response as string[]} />,
};
