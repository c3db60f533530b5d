import { responseMaxLength } from '../../../api/values';
import { characters } from '../../response';

export function problem(response: string): string | undefined {
  return characters(response) > responseMaxLength ? 'too-long' : undefined;
}
