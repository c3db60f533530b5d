// Moodle XML (https://docs.moodle.org/en/Moodle_XML_format).

import type { QuestionRequest } from '../../api/schema';
import { decimal, remarks, type Lost } from '../../question/teach/formats';
import { kindNames, teacherKinds } from '../../question/teach/kinds';
import { lastOf } from './gift';
import { child, childrenNamed, descendants, htmlToText, parseXML, type Element } from './html';
import { ImportError, Report, type Imported } from './report';

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
  const answers = childrenNamed(element, 'answer').map((a) => ({
    text: text({ ...a, attributes: { format: a.attributes['format'] ?? 'plain_text' } }),
    weight: decimal(a.attributes['fraction']) ?? 0,
    feedback: text(child(a, 'feedback')),
    tolerance: decimal(child(a, 'tolerance')?.text),
  }));
  const prompt = text(child(element, 'questiontext')) || child(element, 'name', 'text')?.text.trim() || '';

  const question = questionOf();
  if (!question) return;
  const explanation = text(child(element, 'generalfeedback'));
  if (explanation !== '') question.explanation = explanation;
  const points = decimal(plain('defaultgrade'));
  if (type === 'essay') question.points = points ?? 1;
  else if (
    points !== undefined &&
    points !== 1 &&
    (question.correct !== undefined || teacherKinds[question.kind].scored === 'always')
  )
    question.points = points;
  if (type !== 'truefalse' && !question.feedback) {
    const right = remarks(text(child(element, 'correctfeedback')), text(child(element, 'incorrectfeedback')));
    // Moodle's default texts say nothing.
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
    if (type === 'description') {
      report.refuse('description', place, prompt);
      return null;
    }
    const read = kindNames.map((kind) => teacherKinds[kind].moodle[type]).find((r) => r !== undefined);
    if (!read) {
      report.refuse('kind', place, prompt, type || '?');
      return null;
    }
    return read({
      type,
      prompt,
      answers,
      pairs: () =>
        childrenNamed(element, 'subquestion').map((s) => ({ left: text(s), right: text(child(s, 'answer')) })),
      isOn: (name) => /^(1|true)$/i.test(plain(name)),
      plain,
      hasUnits: childrenNamed(child(element, 'units'), 'unit').length > 0,
      lost,
    });
  }
}
