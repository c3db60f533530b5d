import type { Item, Question } from '../../api/schema';
import { Icon } from '../../ui/icons';
import { asList } from './fields';
import { useEditing } from './words';
import './projected.css';

interface ListProps {
  items: Item[];
  right?: readonly string[];
  /** With a letter and a colour before each, to be spoken of. */
  letters?: boolean;
}

/** Items on a projector, with those marked that are right. */
export function ProjectedList({ items, right = [], letters = false }: ListProps) {
  const words = useEditing().messages.chart;
  return (
    <ul class={letters ? 'projector-options lettered' : 'projector-options'}>
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
      <ProjectedList letters items={question.options ?? []} right={solution ? asList<string>(question.correct) : []} />
    </div>
  );
}
