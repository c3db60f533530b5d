import type { Item, Question } from '../../api/schema';
import { Icon } from '../../ui/icons';
import { asList } from './fields';
import { useEditing } from './words';

/** Items on a projector, with those marked that are right. */
export function ProjectedList({ items, right = [] }: { items: Item[]; right?: readonly string[] }) {
  const words = useEditing().messages.chart;
  return (
    <ul class="projector-options">
      {items.map((o) => (
        <li key={o.id} class={right.includes(o.id) ? 'right' : ''}>
          <span class="text" dir="auto">
            {o.text}
          </span>
          {right.includes(o.id) && (
            <span class="right-sign">
              <Icon name="yes" />
              <span class="hidden">{words.right}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The options to choose from; with the solution, which of them are right. */
export function ProjectedOptions({ question, solution }: { question: Question; solution: boolean }) {
  return (
    <div class="projector-sides">
      <ProjectedList items={question.options ?? []} right={solution ? asList<string>(question.correct) : []} />
    </div>
  );
}
