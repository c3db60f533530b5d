import type { Block, Paragraph } from './document';

/** Says the text and nothing else in Markdown (CommonMark, and GitHub's tables and links). */
const escaped = (text: string) => text.replace(/[\\`*_[\]<>|~&#!$]|:(?=\/)|(?<=www)\./gi, '\\$&');

const line = (runs: Paragraph) =>
  runs
    .map(({ text, blank }) => (blank ? `**${escaped(text)}**` : escaped(text)))
    .join('')
    // What begins a list, a heading or a formula.
    .replace(/^[-+=@]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');

function block(b: Block): string {
  switch (b.kind) {
    case 'heading':
      return `${'#'.repeat(b.level)} ${escaped(b.text)}`;
    case 'paragraph':
      return line(b.runs);
    case 'table': {
      const [head, ...rows] = b.rows.map((row) => `| ${row.map((cell) => cell.map(line).join('<br>')).join(' | ')} |`);
      return [head, `|${' --- |'.repeat(b.rows[0]!.length)}`, ...rows].join('\n');
    }
  }
}

export const markdown = (blocks: Block[]) => `${blocks.map(block).join('\n\n')}\n`;
