import type { PaperQuestion } from '../api/schema';
import { formatNumber } from '../i18n/format';
import { useLocale } from '../i18n/messages';
import type { ResponseProps } from './kind';

/** What somebody wrote. */
export const Written = ({ text }: { text: string }) => (
  <span class="text" dir="auto">
    {text}
  </span>
);

/** Several things that somebody wrote, in an order that says something or doesn't. */
export function WrittenList({ texts, ordered = false }: { texts: string[]; ordered?: boolean }) {
  const List = ordered ? 'ol' : 'ul';
  return (
    <List class="bullets">
      {texts.map((text, i) => (
        <li key={i} class="text" dir="auto">
          {text}
        </li>
      ))}
    </List>
  );
}

/** The texts of ids. One that the question hasn't is itself. */
export function textOf(items: PaperQuestion['options']): (id: string) => string {
  return (id) => items?.find((i) => i.id === id)?.text ?? id;
}

/** A number as the reader's language writes it. */
export function Numeral({ response }: ResponseProps) {
  return <span>{formatNumber(useLocale().language, response as number)}</span>;
}
