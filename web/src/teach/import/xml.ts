// XML without the browser's parser, which Trusted Types keep from being given
// text.

import { Parser } from 'htmlparser2';

/** An element of an XML document. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  elements: Element[];
  /** Its own text, and not that of the elements in it. */
  text: string;
  /** What stands between its tags, with the tags of the elements in it; empty where there are none. */
  markup: string;
  /** Whether something in it was closed only because what holds it ended: then it isn't where it belongs. */
  broken: boolean;
}

/** Reads XML; what is left open at the end is closed, and marked as broken. */
export function parseXML(text: string): Element {
  const root = newElement('', {});
  // A list of its own instead of recursion: a file may nest arbitrarily deep.
  const open: { element: Element; from: number }[] = [{ element: root, from: 0 }];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element = newElement(name.toLowerCase(), attributes);
        open.at(-1)!.element.elements.push(element);
        open.push({ element, from: parser.endIndex + 1 });
      },
      ontext(data) {
        open.at(-1)!.element.text += data;
      },
      onclosetag() {
        const { element, from } = open.pop()!;
        const source = text.slice(parser.startIndex, parser.endIndex + 1);
        // The parser calls the end of an empty element implied, too.
        const closed = source.startsWith('</')
          ? source.slice(2, -1).trim().toLowerCase() === element.name
          : source.endsWith('/>');
        if (!closed || element.elements.some((e) => e.broken)) element.broken = true;
        if (element.elements.length > 0) element.markup = text.slice(from, Math.max(from, parser.startIndex));
      },
    },
    { xmlMode: true },
  );
  parser.end(text);
  return root;
}

const newElement = (name: string, attributes: Record<string, string>): Element => ({
  name,
  attributes,
  elements: [],
  text: '',
  markup: '',
  broken: false,
});

export function child(element: Element | undefined, ...names: string[]): Element | undefined {
  return names.reduce<Element | undefined>((e, name) => e?.elements.find((c) => c.name === name), element);
}

export function childrenNamed(element: Element | undefined, name: string): Element[] {
  return element?.elements.filter((e) => e.name === name) ?? [];
}

/** All elements of this name, wherever they are. */
export function descendants(element: Element, name: string): Element[] {
  const found: Element[] = [];
  const todo = [element];
  for (let e = todo.pop(); e; e = todo.pop()) {
    if (e.name === name) found.push(e);
    todo.push(...e.elements);
  }
  return found;
}
