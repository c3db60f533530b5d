// Which importer reads a file. Loaded with all of them when the first file is
// chosen.

import { importAiken } from './aiken';
import { importCSV } from './csv';
import { importGIFT } from './gift';
import { importJSON } from './json';
import { importKahoot } from './kahoot';
import { importMoodle } from './moodle';
import { ImportError, decodeText, type Imported } from './report';

export { csvTemplate } from './csv';

export type Format = 'gift' | 'moodle' | 'aiken' | 'csv' | 'kahoot' | 'json';

/** The largest file that is read, in bytes. */
export const FILE_MAX = 10 * 1024 * 1024;

/** Reads a file in the given format, or the one that it seems to be in. Throws an ImportError. */
export function importFile(name: string, bytes: Uint8Array, format: Format | null): Imported & { format: Format } {
  if (bytes.length > FILE_MAX) throw new ImportError('too-large');
  if (bytes.length === 0) throw new ImportError('empty');
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const text = isZip ? '' : decodeText(bytes);
  const chosen = format ?? guess(name, text, isZip);
  if (isZip !== (chosen === 'kahoot')) throw new ImportError('not-this-format');
  const imported = chosen === 'kahoot' ? importKahoot(bytes) : importers[chosen](text);
  if (imported.questions.length === 0 && imported.issues.length === 0) throw new ImportError('empty');
  return { ...imported, format: chosen };
}

const importers = { gift: importGIFT, moodle: importMoodle, aiken: importAiken, csv: importCSV, json: importJSON };

export function guess(name: string, text: string, isZip: boolean): Format {
  if (isZip) return 'kahoot';
  const start = text.slice(0, 2000).trimStart();
  if (/^(<\?xml|<quiz|<!--)/i.test(start)) return 'moodle';
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === 'json' || (start.startsWith('{') && /"questions"\s*:/.test(text))) return 'json';
  if (extension === 'csv' || extension === 'tsv') return 'csv';
  if (extension === 'gift') return 'gift';
  if (/^\s*ANSWER\s*:/im.test(text) && !/[{}]/.test(text)) return 'aiken';
  return 'gift';
}
