// Texts that name a limit are written in each language: they name the contract's.

import { expect, test } from 'vitest';
import * as values from './api/values';
import { languages, type Language } from './i18n/language';
import { catalogue as incident } from './incident/messages';
import { catalogue as privacy } from './privacy/messages';
import * as de from './question/teach/words/de';
import * as en from './question/teach/words/en';
import * as es from './question/teach/words/es';
import * as fr from './question/teach/words/fr';
import * as askDe from './orgPrivacy/request/ask/de';
import * as askEn from './orgPrivacy/request/ask/en';
import * as askEs from './orgPrivacy/request/ask/es';
import * as askFr from './orgPrivacy/request/ask/fr';
import { catalogue as teach } from './teach/messages';

const editing = { de, en, es, fr };
const asking = { ...askDe, ...askEn, ...askEs, ...askFr };

/** The numbers in a text, without the marks between thousands. */
const numbersIn = (text: string) =>
  (text.replace(/(\d)[.,\s](?=\d{3})/g, '$1').match(/\d+/g) ?? []).map(Number).sort((a, b) => a - b);

const keptYears = values.policyKeptMonths / 12;

test.each(Object.keys(languages) as Language[])('%s', async (language) => {
  const { wrong, report, delay } = await incident[language]();
  const { holds, form } = await privacy[language]();
  const { faults } = editing[language].editing;
  const { import: importing } = await teach[language]();
  const said: [text: string, ...limits: number[]][] = [
    [wrong.title, values.incidentReportTitleMaxLength],
    [wrong.texts, values.noticeTextsNatureMaxLength],
    [wrong.until, values.delayRequestDays],
    [wrong.reason, values.incidentClosingReasonMinLength, values.incidentClosingReasonMaxLength],
    [report.orgsHint, values.incidentScopeOrgsMaxItems],
    [report.sessionIdsHint, values.incidentScopeSessionsMaxItems],
    [delay.untilHint, values.delayRequestDays],

    [asking[language].fields.text[2], values.requestToSchoolTextMaxLength],
    [asking[language].fields['about/alias'][2], values.requestAboutAliasMaxLength],

    [holds.intro, values.holdRequestMonths],
    [holds.nameProblem, values.holdRequestNameMinLength, values.holdRequestNameMaxLength],
    [holds.untilHint, values.holdRequestMonths],
    [holds.untilProblem, values.holdRequestMonths],
    [form.keptHint, 1, keptYears],
    [form.restoreHint, values.policyRestoreMonths, values.policyRestoreDays],
    [form.purposesHint, values.policyPurposesMaxItems],
    [form.participantsHint, 0, values.policyUsualParticipants, values.policyMaxParticipantsMaximum],
    [form.problems.kept, 1, keptYears],
    [form.problems.restore, values.policyRestoreMonths, values.policyRestoreDays],
    [form.problems.purposes, 1, values.policyPurposesMaxItems],
    [form.problems.purpose, values.policyPurposesItemsMaxLength],
    [form.problems.clause, values.policyClauseMaxLength],
    [form.problems.participants, 0, values.policyMaxParticipantsMaximum],

    [faults['too-many-questions'], values.questionSetRequestQuestionsMaxItems],
    [faults['set-too-large'], values.questionSetRequestBytes / 1024],
    [faults['too-many-accepted'], values.correctMaxItems],
    [faults['points-range'], values.pointsMinimum, values.pointsMaximum],
    [importing.issues['too-many-questions'](''), values.questionSetRequestQuestionsMaxItems],
  ];
  expect(said.map(([text]) => [text, ...numbersIn(text)])).toEqual(said);
});
