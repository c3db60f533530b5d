// HTML and XML without the browser's parsers, which Trusted Types keep from
// being given text.

import { Parser, parseDocument } from 'htmlparser2';
import type { Lost } from '../../question/teach/formats';

const blocks = new Set(
  'address article aside blockquote dd div dl dt fieldset figure figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
const silent = new Set(['script', 'style', 'template', 'head', 'title']);
const media = new Set('img audio video iframe object embed svg canvas picture source track'.split(' '));

/** What a person would read of a piece of HTML, line by line. */
export function htmlToText(html: string, lost: Lost[]): string {
  if (!/[<&]/.test(html)) return html.trim();
  let text = '';
  let skipping = 0;
  let pre = 0;
  const write = (data: string) => {
    if (pre > 0) {
      text += data;
      return;
    }
    const flowing = data.replace(/[\s\u00a0]+/g, ' ');
    text += /(^|\s)$/.test(text.slice(-1)) ? flowing.replace(/^ /, '') : flowing;
  };
  const newLine = () => {
    text = `${text.replace(/ +$/, '')}\n`;
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      if (silent.has(name)) skipping++;
      if (skipping > 0) return;
      if (name === 'br' || blocks.has(name)) newLine();
      if (name === 'pre') pre++;
      if (name === 'li') text += '• ';
      if ((name === 'td' || name === 'th') && !/(^|\n)$/.test(text.slice(-1))) text += '\t';
      if (name === 'sup') text += '^';
      if (name === 'sub') text += '_';
      if (name === 'table') lost.push({ code: 'table' });
      if (media.has(name)) {
        lost.push({ code: 'media' });
        if (attributes['alt']) write(`[${attributes['alt']}]`);
      }
    },
    ontext(data) {
      if (skipping === 0) write(data);
    },
    onclosetag(name) {
      if (silent.has(name)) skipping--;
      if (skipping > 0) return;
      if (name === 'pre') pre--;
      if (blocks.has(name) && name !== 'li') newLine();
    },
  });
  parser.end(html);
  return text.replace(/\n{3,}/g, '\n\n').trim();
}

/** Whether a text looks like HTML. */
export function looksLikeHTML(text: string): boolean {
  return /<\/?[a-z][a-z0-9]*(\s[^<>]*)?\/?>|&(#\d+|#x[0-9a-f]+|[a-z]+);/i.test(text);
}

/** An element of an XML document. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  elements: Element[];
  /** Its own text, and not that of the elements in it. */
  text: string;
}

type Node = ReturnType<typeof parseDocument>['children'][number];

/** Reads XML; what is left open at the end is closed. */
export function parseXML(text: string): Element {
  const root: Element = { name: '', attributes: {}, elements: [], text: '' };
  // Without recursion: a file may nest arbitrarily deep.
  const todo: { nodes: Node[]; into: Element }[] = [
    { nodes: parseDocument(text, { xmlMode: true }).children, into: root },
  ];
  for (let work = todo.pop(); work; work = todo.pop()) {
    for (const node of work.nodes) {
      if (node.type === 'text') work.into.text += (node as unknown as { data: string }).data;
      else if (node.type === 'cdata') {
        for (const inner of (node as unknown as { children: { data?: string }[] }).children)
          work.into.text += inner.data ?? '';
      } else if (node.type === 'tag' || node.type === 'script' || node.type === 'style') {
        const { name, attribs, children } = node as unknown as {
          name: string;
          attribs: Record<string, string>;
          children: Node[];
        };
        const element: Element = { name: name.toLowerCase(), attributes: attribs, elements: [], text: '' };
        work.into.elements.push(element);
        todo.push({ nodes: children, into: element });
      }
    }
  }
  return root;
}

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
