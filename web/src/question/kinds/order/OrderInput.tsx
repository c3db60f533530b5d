import { useRef } from 'preact/hooks';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';
import { useFocus } from '../../../ui/focus';
import type { InputProps } from '../../kind';
import { useWords } from '../../words';
import type { Words } from './words/en';
import './order.css';

/** Ordering by two buttons and a list of places for each item; nothing needs to be dragged. */
export function OrderInput({ question, value, onChange }: InputProps) {
  const words = useWords<Words>('order');
  const options = question.options ?? [];
  const order = (value as string[] | undefined) ?? options.map((o) => o.id);
  const list = useRef<HTMLOListElement>(null);
  const focusOn = useFocus();

  function move(from: number, to: number, control: string) {
    if (to < 0 || to >= order.length || to === from) return;
    const next = [...order];
    const [id] = next.splice(from, 1);
    next.splice(to, 0, id!);
    onChange(next);
    // Moving an element in the page takes the focus from it.
    focusOn(() => list.current?.querySelector<HTMLElement>(`[data-control="${control}"]`));
    announce(words.moved(options.find((o) => o.id === id)!.text, to + 1, next.length));
  }

  return (
    <div class="stack tight">
      <p class="hint">{words.hint}</p>
      <ol class="order" ref={list}>
        {order.map((id, i) => {
          const text = options.find((o) => o.id === id)?.text ?? '';
          return (
            <li key={id} class="order-item">
              <select
                aria-label={words.positionOf(text)}
                data-control={`${id}-place`}
                value={i}
                onChange={(event) => move(i, Number(event.currentTarget.value), `${id}-place`)}
              >
                {order.map((_, place) => (
                  <option key={place} value={place}>
                    {place + 1}
                  </option>
                ))}
              </select>
              <span class="order-text text" dir="auto">
                {text}
              </span>
              <span class="order-buttons">
                <Button
                  aria-label={words.moveUp(text)}
                  data-control={`${id}-up`}
                  disabled={i === 0}
                  onClick={() => move(i, i - 1, `${id}-up`)}
                >
                  <Arrow up />
                </Button>
                <Button
                  aria-label={words.moveDown(text)}
                  data-control={`${id}-down`}
                  disabled={i === order.length - 1}
                  onClick={() => move(i, i + 1, `${id}-down`)}
                >
                  <Arrow />
                </Button>
              </span>
            </li>
          );
        })}
      </ol>
      {value === undefined && (
        <div>
          <Button onClick={() => onChange(order)}>{words.keep}</Button>
        </div>
      )}
    </div>
  );
}

function Arrow({ up = false }: { up?: boolean }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={up ? 'M12 20V5M5 12l7-7 7 7' : 'M12 4v15M5 12l7 7 7-7'} />
    </svg>
  );
}
