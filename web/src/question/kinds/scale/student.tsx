import { Numeral } from '../../Written';
import type { StudentKind } from '../../kind';
import { ScaleInput } from './ScaleInput';

export const scale: StudentKind = {
  patience: 150,
  problem: null,
  Input: ScaleInput,
  Response: Numeral,
};
