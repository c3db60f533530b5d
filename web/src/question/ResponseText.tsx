import { kinds } from './kinds';
import type { ResponseProps } from './kind';

/** A response in words, by the kind of its question. */
export function ResponseText(props: ResponseProps) {
  const { Response } = kinds[props.question.kind];
  return <Response {...props} />;
}
