// What a question has on paper below its prompt, to be ticked, numbered or written on.

import type { VNode } from 'preact';
import type { Item } from '../../api/schema';
import './printed.css';

/** Items, each with something to mark or fill in before it; numbered where others are to refer to them. */
export function PrintedItems({
  items,
  mark,
}: {
  items: readonly Item[];
  mark: 'one' | 'several' | 'blank' | 'number';
}): VNode {
  return (
    <ul class="printed-items">
      {items.map((item, i) => (
        <li key={item.id}>
          {mark === 'number' ? `${i + 1}.` : <span class={`printed-mark ${mark}`} aria-hidden="true" />}{' '}
          <span class="text" dir="auto">
            {item.text}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Lines to write on. */
export function PrintedLines({ lines, short = false }: { lines: number; short?: boolean }): VNode {
  return (
    <div class={short ? 'printed-lines short' : 'printed-lines'} aria-hidden="true">
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} />
      ))}
    </div>
  );
}

/** The items by their texts, so that their order says nothing about what is right. */
export function byText(items: readonly Item[] = []): Item[] {
  return [...items].sort((a, b) => a.text.localeCompare(b.text, undefined, { numeric: true }));
}
