import type { PaperQuestion, Response } from '../api/schema';
import { formatNumber } from '../i18n/format';
import { useLocale } from '../i18n/messages';

/** A response in words: what was chosen, written, ordered or matched. */
export function ResponseText({ question, response }: { question: PaperQuestion; response: Response }) {
  const { language, messages } = useLocale();
  const option = (id: string) => question.options?.find((o) => o.id === id)?.text ?? id;
  const target = (id: string) => question.targets?.find((t) => t.id === id)?.text ?? id;
  if (typeof response === 'boolean') return <span>{response ? messages.question.yes : messages.question.no}</span>;
  if (typeof response === 'number') return <span>{formatNumber(language, response)}</span>;
  if (typeof response === 'string') {
    return (
      <span class="text" dir="auto">
        {question.kind === 'choice' ? option(response) : response}
      </span>
    );
  }
  if (Array.isArray(response)) {
    const List = question.kind === 'order' ? 'ol' : 'ul';
    return (
      <List class="bullets">
        {response.map((entry, i) => (
          <li key={i} class="text" dir="auto">
            {question.kind === 'cloud' ? entry : option(entry)}
          </li>
        ))}
      </List>
    );
  }
  return (
    <ul class="bullets">
      {Object.entries(response).map(([from, to]) => (
        <li key={from}>
          <bdi class="text">{option(from)}</bdi> → <bdi class="text">{target(to)}</bdi>
        </li>
      ))}
    </ul>
  );
}
