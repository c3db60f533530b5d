import { characters } from '../../response';

export const TEXT_MAX = 2000;

export function problem(response: string): string | undefined {
  return characters(response) > TEXT_MAX ? 'too-long' : undefined;
}
