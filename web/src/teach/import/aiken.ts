// Aiken (https://docs.moodle.org/en/Aiken_format): a question, its lettered
// options, and "ANSWER: B".

import type { QuestionRequest } from '../../api/schema';
import { Report, type Imported } from './report';

export function importAiken(file: string): Imported {
  const report = new Report();
  let prompt: string[] = [];
  let options: { letter: string; text: string }[] = [];
  let first = 0;
  const reset = () => {
    prompt = [];
    options = [];
  };
  const unfinished = () => {
    if (prompt.length > 0 || options.length > 0) report.refuse('unreadable', { line: first }, prompt.join('\n'));
    reset();
  };
  file
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .forEach((raw, i) => {
      const line = raw.trim();
      if (line === '') return;
      const answer = /^ANSWER\s*:\s*(.*)$/i.exec(line);
      if (answer) {
        const letters = answer[1]!.toUpperCase().match(/[A-Z]/g) ?? [];
        const given = /^[A-Z](\s*[,;&]?\s*[A-Z])*\.?$/i.test(answer[1]!.trim());
        if (prompt.length === 0 || !given || !letters.every((l) => options.some((o) => o.letter === l))) {
          report.refuse('unreadable', { line: first || i + 1 }, prompt.join('\n') || line);
        } else report.take(questionOf(prompt.join('\n'), options, letters), { line: first });
        reset();
        return;
      }
      const option = /^([A-Z])\s*[.)]\s*(.*)$/i.exec(line);
      // A letter out of its order is part of the text.
      if (option && prompt.length > 0 && option[1]!.toUpperCase() === String.fromCharCode(65 + options.length)) {
        options.push({ letter: option[1]!.toUpperCase(), text: option[2]!.trim() });
        return;
      }
      if (options.length > 0) unfinished(); // no ANSWER before the next question
      if (prompt.length === 0) first = i + 1;
      prompt.push(line);
    });
  unfinished();
  return report.imported;
}

function questionOf(prompt: string, options: { letter: string; text: string }[], letters: string[]): QuestionRequest {
  const named = options.map((o) => ({ id: o.letter, text: o.text }));
  const unique = [...new Set(letters)];
  return unique.length === 1
    ? { kind: 'choice', prompt, options: named, correct: unique[0]! }
    : { kind: 'choices', prompt, options: named, correct: unique };
}
