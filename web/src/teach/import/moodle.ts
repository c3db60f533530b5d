// Moodle XML (https://docs.moodle.org/en/Moodle_XML_format).

import type { QuestionRequest } from '../../api/schema';
import type { Language } from '../../i18n/language';
import { decimal, remarks, type Answer, type Lost, type Pair } from '../../question/teach/formats';
import { kindNames, teacherKinds } from '../../question/teach/kinds';
import { lastOf } from './gift';
import { ImportError, Report, type Imported, type Place } from './report';
import { readText, type TextFormat } from './text';
import { child, childrenNamed, descendants, parseXML, type Element } from './xml';

export function importMoodle(file: string, language: Language = 'en'): Imported {
  const quiz = child(parseXML(file), 'quiz');
  if (!quiz) throw new ImportError('not-this-format');
  const report = new Report();
  const categories = new Set<string>();
  let category = '';
  let number = 0;
  for (const element of childrenNamed(quiz, 'question')) {
    const type = (element.attributes['type'] ?? '').trim().toLowerCase();
    if (type === 'category') {
      category = child(element, 'category', 'text')?.text ?? '';
      report.title ??= lastOf(category);
      continue;
    }
    categories.add(category);
    const place = { number: ++number };
    if (element.broken) {
      // With a tag missing, nobody knows what belongs where, and the next questions may be inside this one.
      const about = child(element, 'questiontext', 'text')?.text ?? child(element, 'name', 'text')?.text ?? '';
      report.refuse('unreadable', place, about);
      for (const inside of descendants(element, 'question').slice(1))
        report.refuse('unreadable', { number: ++number }, child(inside, 'name', 'text')?.text ?? '');
      continue;
    }
    new MoodleQuestion(element, type, place, report, language).takeOver();
  }
  if (categories.size > 1) report.note('categories');
  if (!/<\/quiz>\s*(<!--(?:(?!-->).)*-->\s*)*$/is.test(file.slice(-10_000))) report.note('cut-off');
  return report.imported;
}

/** Types whose answers Moodle keeps as plain text, whatever format they say they have. */
const plainAnswers = new Set(['shortanswer', 'numerical', 'truefalse']);

/** What is read below, and what says nothing about the question itself. */
const known = new Set(
  `name questiontext generalfeedback defaultgrade penalty hidden idnumber single shuffleanswers answernumbering
  showstandardinstruction shownumcorrect correctresponsesfeedback correctfeedback partiallycorrectfeedback
  incorrectfeedback answer subquestion hint tags coursetags usecase units unitgradingtype unitpenalty showunits unitsleft
  layouttype gradingtype showgrading numberingstyle selectcount responseformat responserequired responsefieldlines
  attachmentsrequired maxbytes filetypeslist image image_base64 version`.split(/\s+/),
);

class MoodleQuestion {
  private readonly lost: Lost[] = [];
  private readonly format: TextFormat;

  constructor(
    private readonly element: Element,
    private readonly type: string,
    private readonly place: Place,
    private readonly report: Report,
    private readonly language: Language,
  ) {
    this.format = formatOf(child(element, 'questiontext'), 'html');
  }

  takeOver(): void {
    const { element, lost } = this;
    const prompt = this.text(child(element, 'questiontext')) || this.plain('name');
    const question = this.questionOf(prompt);
    if (!question) return;
    const explanation = this.text(child(element, 'generalfeedback'));
    if (explanation !== '') question.explanation = explanation;
    this.takePoints(question);
    this.takeRemarks(question);
    if (childrenNamed(element, 'hint').some((h) => this.text(child(h, 'hintcontent') ?? h) !== ''))
      lost.push({ code: 'hints' });
    if (descendants(element, 'tag').length > 0) lost.push({ code: 'tags' });
    if (['image', 'image_base64'].some((name) => this.plain(name) !== '')) lost.push({ code: 'media' });
    for (const e of element.elements) {
      const content = (e.text || (child(e, 'text')?.text ?? '') || e.markup.replace(/<[^<>]*>/g, '')).trim();
      if (!known.has(e.name) && !/^(0|false|null|-1)?$/i.test(content))
        lost.push({ code: 'left-out', detail: e.name.slice(0, 40) });
    }
    this.report.take(question, this.place, lost);
  }

  private takePoints(question: QuestionRequest): void {
    const written = this.plain('defaultgrade');
    const points = decimal(written);
    if (points === undefined && written !== '')
      this.lost.push({ code: 'bad-value', detail: `defaultgrade ${written}` });
    if (this.type === 'essay') question.points = points ?? 1;
    else if (
      points !== undefined &&
      points !== 1 &&
      (question.correct !== undefined || teacherKinds[question.kind].scored === 'always')
    )
      question.points = points;
  }

  private takeRemarks(question: QuestionRequest): void {
    const [correct, incorrect, partly] = ['correctfeedback', 'incorrectfeedback', 'partiallycorrectfeedback'].map(
      (name) => this.text(child(this.element, name)),
    );
    // Moodle's default texts say nothing.
    const usual = /^Your answer is (partially )?(correct|incorrect)\.$/;
    const said = (text: string | undefined) => (text === undefined || usual.test(text) ? '' : text);
    const right = remarks(said(correct), said(incorrect));
    if (!question.feedback) Object.assign(question, right);
    else if (right.feedback)
      this.lost.push({ code: 'left-out', detail: right.feedback.correct ?? right.feedback.incorrect! });
    if (said(partly) !== '') this.lost.push({ code: 'partial-feedback' });
  }

  private questionOf(prompt: string): QuestionRequest | null {
    const { element, type, lost, report, place } = this;
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
      answers: childrenNamed(element, 'answer').map((a) => this.answerOf(a)),
      pairs: () => childrenNamed(element, 'subquestion').map((s) => this.pairOf(s)),
      isOn: (name) => /^(1|true)$/i.test(this.plain(name)),
      plain: (name, otherwise) => this.plain(name, otherwise),
      hasUnits: childrenNamed(child(element, 'units'), 'unit').length > 0,
      lost,
    });
  }

  private answerOf(e: Element): Answer {
    // In old files the fraction is a share of one in an element of its own.
    const share = child(e, 'fraction')?.text;
    const written = share ?? e.attributes['fraction'] ?? '';
    const weight = decimal(written);
    if (weight === undefined && written.trim() !== '')
      this.lost.push({ code: 'bad-value', detail: `fraction ${written}` });
    return {
      text: plainAnswers.has(this.type) ? this.raw(e).trim() : this.text(e),
      weight: (weight ?? 0) * (share === undefined ? 1 : 100),
      feedback: this.text(child(e, 'feedback')),
      tolerance: child(e, 'tolerance')?.text.trim() ?? '',
    };
  }

  private pairOf(e: Element): Pair {
    const answer = child(e, 'answer');
    const right = !answer ? '' : this.type === 'ddmatch' ? this.text(answer) : this.raw(answer).trim();
    return { left: this.text(e), right, hidden: this.raw(e).trim() !== '' };
  }

  /** The text in an element, such as <questiontext format="html"><text>…</text></questiontext>. */
  private text(e: Element | undefined): string {
    if (!e) return '';
    return readText(this.raw(e), formatOf(e, this.format), this.language, this.lost);
  }

  /** As it was written; with files that belong to it, these are lost. */
  private raw(e: Element): string {
    if (childrenNamed(e, 'file').length > 0) this.lost.push({ code: 'media' });
    const text = child(e, 'text');
    if (text) return text.elements.length > 0 ? withoutCDATA(text.markup) : text.text;
    const own = e.elements.some(
      (c) => !['file', 'feedback', 'tolerance', 'answer', 'fraction', 'options'].includes(c.name),
    );
    return own && e.text.trim() !== '' ? withoutCDATA(e.markup) : e.text;
  }

  private plain(name: string, otherwise = ''): string {
    const e = child(this.element, name);
    return e ? (child(e, 'text')?.text ?? e.text).trim() : otherwise;
  }
}

/** HTML that wasn't escaped is part of the XML. */
const withoutCDATA = (markup: string) => markup.replace(/<!\[CDATA\[|\]\]>/g, '');

function formatOf(e: Element | undefined, otherwise: TextFormat): TextFormat {
  const format = e?.attributes['format']?.trim().toLowerCase();
  if (format === undefined) return otherwise;
  return format === 'plain_text'
    ? 'plain'
    : format === 'markdown'
      ? 'markdown'
      : format === 'moodle_auto_format'
        ? 'moodle'
        : 'html';
}
