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

export const responseLimits = { maxLength: 2000, maxItems: 50, maxProperties: 30, items: { maxLength: 50 } } as const;
export const revisionLimits = { minimum: 1, maximum: 50 } as const;
export const scaleLimits = {
  min: { minimum: -1000000, maximum: 1000000 },
  max: { minimum: -1000000, maximum: 1000000 },
  minLabel: { maxLength: 100 },
  maxLabel: { maxLength: 100 },
} as const;
export const remarksLimits = { correct: { maxLength: 2000 }, incorrect: { maxLength: 2000 } } as const;
export const weightLimits = { minimum: -100, maximum: 100 } as const;
export const pointsLimits = { minimum: 0, maximum: 1000 } as const;
export const maxWordsLimits = { minimum: 1, maximum: 10 } as const;
export const toleranceLimits = { minimum: 0 } as const;
export const acceptedTextLimits = {
  text: { maxLength: 2000 },
  weight: { minimum: -100, maximum: 100 },
  feedback: { maxLength: 2000 },
} as const;
export const acceptedNumberLimits = {
  tolerance: { minimum: 0 },
  weight: { minimum: -100, maximum: 100 },
  feedback: { maxLength: 2000 },
} as const;
export const questionRequestLimits = {
  prompt: { minLength: 1, maxLength: 4000 },
  options: { maxItems: 50 },
  targets: { maxItems: 30 },
  points: { minimum: 0, maximum: 1000 },
  tolerance: { minimum: 0 },
  explanation: { maxLength: 2000 },
  maxWords: { minimum: 1, maximum: 10 },
} as const;
export const optionRequestLimits = {
  text: { minLength: 1, maxLength: 1000 },
  feedback: { maxLength: 2000 },
  weight: { minimum: -100, maximum: 100 },
} as const;
export const targetRequestLimits = { text: { minLength: 1, maxLength: 1000 } } as const;
export const joinRequestLimits = {
  code: { minLength: 1, maxLength: 64 },
  alias: { minLength: 1, maxLength: 40 },
} as const;
export const answersRequestLimits = { answers: { minItems: 1, maxItems: 50 } } as const;
export const answerRequestLimits = {
  revision: { minimum: 1, maximum: 50 },
  response: { maxLength: 2000, maxItems: 50, maxProperties: 30, items: { maxLength: 50 } },
} as const;
export const policyLimits = {
  kept: { maxLength: 32 },
  restore: { maxLength: 32 },
  purposes: { maxItems: 10, items: { minLength: 1, maxLength: 100 } },
  clause: { maxLength: 200 },
  contact: { maxLength: 254 },
  maxParticipants: { minimum: 0, maximum: 20000 },
} as const;
export const durationLimits = { maxLength: 32 } as const;
export const holdRequestLimits = { name: { minLength: 1, maxLength: 100 } } as const;
export const erasureRequestLimits = { org: { maxLength: 128 } } as const;
export const confirmationLimits = { waiting: { minimum: 0 } } as const;
export const questionSetRequestLimits = {
  title: { minLength: 1, maxLength: 200 },
  questions: { minItems: 1, maxItems: 200 },
} as const;
export const gradeLimits = { revision: { minimum: 1, maximum: 50 }, points: { minimum: 0, maximum: 1000 } } as const;
export const gradesRequestLimits = { grades: { minItems: 1, maxItems: 500 } } as const;
export const acceptRequestLimits = { token: { minLength: 1, maxLength: 1024 } } as const;
export const noticeTextsLimits = {
  nature: { maxLength: 4000 },
  consequences: { maxLength: 4000 },
  measures: { maxLength: 4000 },
  recommendations: { maxLength: 4000 },
  investigation: { maxLength: 4000 },
  reasons: { maxLength: 4000 },
} as const;
export const incidentContactLimits = {
  name: { maxLength: 100 },
  email: { maxLength: 254 },
  phone: { maxLength: 40 },
} as const;
export const incidentReporterLimits = { name: { maxLength: 100 }, email: { maxLength: 254 } } as const;
export const incidentScopeLimits = { orgs: { maxItems: 100 }, sessions: { maxItems: 200 } } as const;
export const incidentReportLimits = {
  title: { minLength: 1, maxLength: 200 },
  categories: { minItems: 1, maxItems: 6 },
} as const;
export const incidentPatchLimits = {
  title: { minLength: 1, maxLength: 200 },
  clockReason: { minLength: 1, maxLength: 200 },
  categories: { minItems: 1, maxItems: 6 },
} as const;
export const delayRequestLimits = { authority: { minLength: 1, maxLength: 200 } } as const;
export const incidentClosingLimits = { reason: { minLength: 10, maxLength: 4000 } } as const;
