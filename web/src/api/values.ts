// Generated from shared/httpapi/openapi.yaml by generate.js; to change it, change that and run: npm run generate

export const sessionStateValues = ['open', 'paused', 'closed'] as const;
export const modeValues = ['self-paced', 'teacher-paced'] as const;
export const feedbackValues = ['none', 'immediate', 'after-close'] as const;
export const kindValues = [
  'choice',
  'choices',
  'trueFalse',
  'text',
  'number',
  'order',
  'match',
  'scale',
  'cloud',
] as const;
export const subjectKindValues = ['session', 'participant', 'questionSet', 'member', 'org'] as const;
export const retentionRuleValues = [
  'closes-at',
  'idle',
  'draft',
  'policy',
  'restore-window',
  'org-left',
  'contract',
  'formal',
] as const;
export const erasureGroundValues = ['data-subject', 'school', 'parent', 'no-consent'] as const;
export const orphanKindValues = [
  'key-without-session',
  'session-without-key',
  'participants-without-key',
  'keys-without-participant',
  'documents-of-erased-session',
] as const;
export const exportFormatValues = ['csv', 'xlsx', 'json'] as const;
export const incidentStateValues = ['reported', 'scoping', 'notifying', 'closed'] as const;
export const incidentOutcomeValues = ['notified', 'no-breach', 'notice-not-required'] as const;
export const categoryValues = ['aliases', 'answers', 'lessons', 'members', 'contacts', 'accounts'] as const;
/** What the database holds only encrypted, under keys that are kept elsewhere. */
export const sealedCategoryValues = ['aliases', 'answers', 'members', 'contacts'] as const;
export const reachValues = ['unknown', 'yes', 'no'] as const;
export const riskValues = ['undetermined', 'unlikely', 'possible', 'high'] as const;
export const delayGroundValues = ['law-enforcement', 'determining-scope', 'restoring-integrity'] as const;
/** What only a person can write. */
export const writtenPartValues = [
  'nature',
  'consequences',
  'measures',
  'recommendations',
  'investigation',
  'reasons',
] as const;
/** What a notice has to say. */
export const partValues = [
  'nature',
  'categories',
  'people',
  'records',
  'contact',
  'consequences',
  'measures',
  'recommendations',
  'investigation',
  'occurred',
  'discovered',
  'reasons',
] as const;
export const resolutionValues = ['sent', 'not-sent', 'bounced'] as const;
export const noticeStateValues = [
  'waiting',
  'incomplete',
  'queued',
  'sending',
  'deferred',
  'sent',
  'published',
  'failed',
  'unknown',
  'not-required',
] as const;
export const audienceValues = ['authority', 'school', 'people', 'affected', 'parents'] as const;
export const timelineEntryKindValues = [
  'reported',
  'state',
  'changed',
  'clock',
  'delay',
  'update',
  'affected',
  'frozen',
  'unfrozen',
  'notice',
  'escalated',
  'met',
  'missed',
  'resolved',
] as const;

export const responseMaxLength = 2000;
export const responseMaxItems = 50;
export const responseMaxProperties = 30;
export const responseItemsMaxLength = 50;

export const revisionMinimum = 1;
export const revisionMaximum = 50;

export const scaleMinMinimum = -1000000;
export const scaleMinMaximum = 1000000;
export const scaleMaxMinimum = -1000000;
export const scaleMaxMaximum = 1000000;
export const scaleMinLabelMaxLength = 100;
export const scaleMaxLabelMaxLength = 100;
export const scaleSpan = 100;

export const remarksCorrectMaxLength = 2000;
export const remarksIncorrectMaxLength = 2000;

export const weightMinimum = -100;
export const weightMaximum = 100;

export const pointsMinimum = 0;
export const pointsMaximum = 1000;

export const maxWordsMinimum = 1;
export const maxWordsMaximum = 10;

export const toleranceMinimum = 0;

export const correctMaxProperties = 30;
export const correctMaxItems = 50;

export const acceptedTextTextMaxLength = 2000;
export const acceptedTextFeedbackMaxLength = 2000;

export const acceptedNumberFeedbackMaxLength = 2000;

export const questionRequestPromptMinLength = 1;
export const questionRequestPromptMaxLength = 4000;
export const questionRequestOptionsMaxItems = 50;
export const questionRequestTargetsMaxItems = 30;
export const questionRequestExplanationMaxLength = 2000;
export const questionRequestMinOptions = 2;
export const questionRequestMaxOrdered = 30;
export const questionRequestWeightSlack = 1;

export const optionRequestTextMinLength = 1;
export const optionRequestTextMaxLength = 1000;
export const optionRequestFeedbackMaxLength = 2000;

export const targetRequestTextMinLength = 1;
export const targetRequestTextMaxLength = 1000;

export const joinRequestCodeMinLength = 1;
export const joinRequestCodeMaxLength = 64;
export const joinRequestAliasMinLength = 1;
export const joinRequestAliasMaxLength = 40;

export const joinedSessionTitleMaxLength = 200;
export const joinedSessionIdleDays = 30;
export const joinedSessionTicketDays = 14;

export const answersRequestAnswersMinItems = 1;
export const answersRequestAnswersMaxItems = 50;

export const policyPurposesMaxItems = 10;
export const policyPurposesItemsMinLength = 1;
export const policyPurposesItemsMaxLength = 100;
export const policyClauseMaxLength = 200;
export const policyContactMaxLength = 254;
export const policyMaxParticipantsMinimum = 0;
export const policyMaxParticipantsMaximum = 20000;
export const policyKeptMonths = 120;
export const policyRestoreMonths = 6;
export const policyRestoreDays = 181;
export const policyUsualParticipants = 5000;

export const durationMaxLength = 32;

export const planStoppedWaitingMinimum = 1;
export const planAheadMonths = 240;
export const planUnasked = 500;

export const holdRequestNameMinLength = 1;
export const holdRequestNameMaxLength = 100;
export const holdRequestMonths = 24;

export const confirmationWaitingMinimum = 0;

export const questionSetRequestTitleMinLength = 1;
export const questionSetRequestTitleMaxLength = 200;
export const questionSetRequestQuestionsMinItems = 1;
export const questionSetRequestQuestionsMaxItems = 200;
export const questionSetRequestBytes = 524288;

export const sessionRequestDays = 365;

export const gradePointsMinimum = 0;
export const gradePointsMaximum = 1000;

export const gradesRequestGradesMinItems = 1;
export const gradesRequestGradesMaxItems = 500;

export const acceptRequestTokenMinLength = 1;
export const acceptRequestTokenMaxLength = 1024;

export const noticeTextsNatureMaxLength = 4000;
export const noticeTextsConsequencesMaxLength = 4000;
export const noticeTextsMeasuresMaxLength = 4000;
export const noticeTextsRecommendationsMaxLength = 4000;
export const noticeTextsInvestigationMaxLength = 4000;
export const noticeTextsReasonsMaxLength = 4000;

export const incidentContactNameMaxLength = 100;
export const incidentContactEmailMaxLength = 254;
export const incidentContactPhoneMaxLength = 40;

export const incidentReporterNameMaxLength = 100;
export const incidentReporterEmailMaxLength = 254;

export const incidentScopeOrgsMaxItems = 100;
export const incidentScopeSessionsMaxItems = 200;

export const incidentReportTitleMinLength = 1;
export const incidentReportTitleMaxLength = 200;
export const incidentReportCategoriesMinItems = 1;
export const incidentReportCategoriesMaxItems = 6;

export const incidentPatchTitleMinLength = 1;
export const incidentPatchTitleMaxLength = 200;
export const incidentPatchClockReasonMinLength = 1;
export const incidentPatchClockReasonMaxLength = 200;
export const incidentPatchCategoriesMinItems = 1;
export const incidentPatchCategoriesMaxItems = 6;

export const delayRequestAuthorityMinLength = 1;
export const delayRequestAuthorityMaxLength = 200;
export const delayRequestDays = 180;

export const incidentClosingReasonMinLength = 10;
export const incidentClosingReasonMaxLength = 4000;

export const pageSizeMaximum = 100;
export const getChangesWaitMaximum = 25;
