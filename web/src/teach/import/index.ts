// Which importer reads a file. Loaded with all of them when the first file is
// chosen.

import type { Language } from '../../i18n/language';
import { importAiken } from './aiken';
import { importCSV } from './csv';
import { importGIFT } from './gift';
import { importJSON } from './json';
import { importKahoot } from './kahoot';
import { importMoodle } from './moodle';
import { decode } from './encoding';
import { ImportError, type Imported } from './report';

export { csvTemplate } from './csv';

export type Format = 'gift' | 'moodle' | 'aiken' | 'csv' | 'kahoot' | 'json';

/** The largest file that is read, in bytes. */
export const FILE_MAX = 10 * 1024 * 1024;

/**
 * Reads a file in the given format, or the one that it seems to be in; of texts in several languages the given one.
 * Throws an ImportError.
 */
export function importFile(
  name: string,
  bytes: Uint8Array,
  format: Format | null,
  language: Language = 'en',
): Imported & { format: Format } {
  if (bytes.length > FILE_MAX) throw new ImportError('too-large');
  if (bytes.length === 0) throw new ImportError('empty');
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const decoded = isZip ? null : decode(bytes);
  if (!isZip && !decoded) throw new ImportError('not-this-format');
  const text = decoded?.text ?? '';
  if (!format && /^\s*<(!doctype\s+html|html)\b/i.test(text)) throw new ImportError('not-this-format');
  const chosen = format ?? guess(name, text, isZip);
  if (isZip !== (chosen === 'kahoot')) throw new ImportError('not-this-format');
  const imported = chosen === 'kahoot' ? importKahoot(bytes) : importers[chosen](text, language);
  if (imported.questions.length === 0 && imported.issues.length === 0) throw new ImportError('empty');
  const guessed = decoded?.guessed;
  const issues = guessed
    ? [...imported.issues, { code: 'encoding' as const, lost: 'part' as const, detail: guessed }]
    : imported.issues;
  return { ...imported, issues, format: chosen };
}

const importers = { gift: importGIFT, moodle: importMoodle, aiken: importAiken, csv: importCSV, json: importJSON };

export function guess(name: string, text: string, isZip: boolean): Format {
  if (isZip) return 'kahoot';
  const start = text.slice(0, 2000).trimStart();
  if (/^(<\?xml|<quiz|<!--)/i.test(start)) return 'moodle';
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === 'json' || (start.startsWith('{') && /"questions"\s*:/.test(text))) return 'json';
  // What is pasted from a spreadsheet has no name, and tabs between its cells.
  if (extension === 'csv' || extension === 'tsv' || (!extension && /^[^\n]*\t/.test(start))) return 'csv';
  if (extension === 'gift') return 'gift';
  if (/^\s*ANSWER\s*:/im.test(text) && !/[{}]/.test(text)) return 'aiken';
  return 'gift';
}
