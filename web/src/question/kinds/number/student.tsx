import { Numeral } from '../../Written';
import type { StudentKind } from '../../kind';
import { Accepted } from './Accepted';
import { NumberInput } from './NumberInput';

export const number: StudentKind = {
  patience: 1000,
  problem: null,
  Input: NumberInput,
  Response: Numeral,
  Accepted,
};
