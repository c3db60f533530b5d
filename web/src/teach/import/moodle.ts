// Moodle XML (https://docs.moodle.org/en/Moodle_XML_format).

import type { AcceptedNumber, QuestionRequest } from '../../api/schema';
import { child, childrenNamed, descendants, htmlToText, parseXML, type Element } from './html';
import { lastOf, matching, remarks } from './gift';
import { ImportError, Report, atLeastNothing, chooseAmong, type Imported, type Lost } from './report';

export function importMoodle(file: string): Imported {
  const quiz = child(parseXML(file), 'quiz');
  if (!quiz) throw new ImportError('not-this-format');
  const report = new Report();
  let number = 0;
  for (const element of childrenNamed(quiz, 'question')) {
    const type = (element.attributes['type'] ?? '').toLowerCase();
    if (type === 'category') {
      report.title ??= lastOf(child(element, 'category', 'text')?.text ?? '');
      continue;
    }
    takeOver(element, type, { number: ++number }, report);
  }
  if (!/<\/quiz>\s*$/i.test(file)) report.note('cut-off');
  return report.imported;
}

function takeOver(element: Element, type: string, place: { number: number }, report: Report): void {
  const lost: Lost[] = [];
  /** The text in an element, such as <questiontext format="html"><text>…</text></questiontext>. */
  const text = (e: Element | undefined): string => {
    if (!e) return '';
    if (childrenNamed(e, 'file').length > 0) lost.push({ code: 'media' });
    const raw = child(e, 'text')?.text ?? e.text;
    const format = e.attributes['format'] ?? 'html';
    return format === 'plain_text' || format === 'markdown' ? raw.trim() : htmlToText(raw, lost);
  };
  const plain = (name: string) => child(element, name)?.text.trim() ?? '';
  const isOn = (name: string) => /^(1|true)$/i.test(plain(name));
  const answers = childrenNamed(element, 'answer').map((a) => ({
    text: text({ ...a, attributes: { format: a.attributes['format'] ?? 'plain_text' } }),
    weight: number(a.attributes['fraction']) ?? 0,
    feedback: text(child(a, 'feedback')),
    element: a,
  }));
  const prompt = text(child(element, 'questiontext')) || child(element, 'name', 'text')?.text.trim() || '';

  const question = questionOf();
  if (!question) return;
  const explanation = text(child(element, 'generalfeedback'));
  if (explanation !== '') question.explanation = explanation;
  const points = number(plain('defaultgrade'));
  if (type === 'essay') question.points = points ?? 1;
  else if (points !== undefined && points !== 1 && (question.correct !== undefined || question.kind === 'order'))
    question.points = points;
  if (type !== 'truefalse' && !question.feedback) {
    const right = remarks(text(child(element, 'correctfeedback')), text(child(element, 'incorrectfeedback')));
    // What Moodle writes by itself says nothing.
    const usual = /^Your answer is (correct|incorrect)\.$/;
    const { correct = '', incorrect = '' } = right.feedback ?? {};
    Object.assign(question, remarks(usual.test(correct) ? '' : correct, usual.test(incorrect) ? '' : incorrect));
  }
  const partly = text(child(element, 'partiallycorrectfeedback'));
  if (partly !== '' && partly !== 'Your answer is partially correct.') lost.push({ code: 'partial-feedback' });
  if (childrenNamed(element, 'hint').some((h) => text(h) !== '')) lost.push({ code: 'hints' });
  if (descendants(element, 'tag').length > 0) lost.push({ code: 'tags' });
  report.take(question, place, lost);

  function questionOf(): QuestionRequest | null {
    switch (type) {
      case 'multichoice':
      case 'multichoiceset': {
        const several = type === 'multichoiceset' || plain('single') === 'false' || plain('single') === '0';
        const right = answers.filter((a) => a.weight > 0).length;
        const options = answers.map(({ text, weight, feedback }) => ({
          text,
          // In a set all right ones together earn everything.
          weight: type === 'multichoiceset' ? (weight > 0 ? 100 / right : weight) : weight,
          feedback,
        }));
        return chooseAmong(prompt, options, several, lost);
      }
      case 'truefalse': {
        const right = answers.find((a) => a.weight > 0);
        const wrong = answers.find((a) => a !== right);
        if (!right) lost.push({ code: 'no-right-answer' });
        return {
          kind: 'trueFalse',
          prompt,
          ...(right && { correct: right.text.toLowerCase() === 'true' }),
          ...(right && remarks(right.feedback, wrong?.feedback ?? '')),
        };
      }
      case 'shortanswer': {
        if (isOn('usecase')) lost.push({ code: 'case' });
        let incorrect = '';
        const texts = answers.flatMap((a) => {
          if (a.text === '*') {
            incorrect = a.feedback;
            return [];
          }
          if (a.text.replace(/\\./gs, '').includes('*')) {
            lost.push({ code: 'wildcard', detail: a.text });
            return [];
          }
          const weight = atLeastNothing(a.weight, lost);
          return [
            {
              text: a.text.replace(/\\\*/g, '*'),
              ...(weight !== 100 && { weight }),
              ...(a.feedback && { feedback: a.feedback }),
            },
          ];
        });
        const full = texts.some((t) => t.weight === undefined);
        if (!full) lost.push({ code: 'no-right-answer' });
        return { kind: 'text', prompt, ...(full && { correct: texts }), ...remarks('', incorrect) };
      }
      case 'numerical': {
        if (childrenNamed(child(element, 'units'), 'unit').length > 0) lost.push({ code: 'units' });
        let incorrect = '';
        const numbers = answers.flatMap((a): AcceptedNumber[] => {
          if (a.text === '*') {
            incorrect = a.feedback;
            return [];
          }
          const value = number(a.text);
          if (value === undefined) {
            lost.push({ code: 'bad-value', detail: a.text });
            return [];
          }
          const weight = atLeastNothing(a.weight, lost);
          const tolerance = number(child(a.element, 'tolerance')?.text);
          return [
            {
              value,
              ...(tolerance && { tolerance: Math.abs(tolerance) }),
              ...(weight !== 100 && { weight }),
              ...(a.feedback && { feedback: a.feedback }),
            },
          ];
        });
        const full = numbers.some((n) => n.weight === undefined);
        if (!full) lost.push({ code: 'no-right-answer' });
        return { kind: 'number', prompt, ...(full && { correct: numbers }), ...remarks('', incorrect) };
      }
      case 'matching':
      case 'ddmatch': {
        const pairs = childrenNamed(element, 'subquestion').map((s) => ({
          left: text(s),
          right: text(child(s, 'answer')),
        }));
        return matching(prompt, pairs);
      }
      case 'ordering':
        return { kind: 'order', prompt, options: answers.map((a) => ({ text: a.text })) };
      case 'essay':
        return { kind: 'text', prompt };
      case 'description':
        report.refuse('description', place, prompt);
        return null;
      default:
        report.refuse('kind', place, prompt, type || '?');
        return null;
    }
  }
}

function number(s: string | undefined): number | undefined {
  const n = Number((s ?? '').trim().replace(',', '.') || NaN);
  return Number.isFinite(n) ? n : undefined;
}
