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
/** `know`: what is held, and a copy (GDPR art. 15). `correct` (16). `delete` (17). `restrict` (18). `port`: in a
common format (20). `object` (21).
 */
export const requestKindValues = ['know', 'correct', 'delete', 'port', 'restrict', 'object'] as const;
/** Who somebody says that they are. A student may be a former one. */
export const requesterValues = ['student', 'parent', 'teacher', 'other'] as const;
/** `decided`: granted, whole or in part, and still to be carried out. `done`: carried out, or refused. */
export const queuedStateValues = ['open', 'decided', 'done'] as const;
/** How a requester was identified. `known` in person; they showed a `document`; their address or number is `on-file`;
they signed in to an `account` of the school; they knew `details` that only that person knows; `failed`.
 */
export const identityCheckValues = ['known', 'document', 'on-file', 'account', 'details', 'failed'] as const;
export const extensionGroundValues = ['complexity', 'number-of-requests'] as const;
export const decisionValues = ['granted', 'partly', 'refused'] as const;
export const refusalGroundIDValues = [
  'not-identified',
  'not-entitled',
  'excessive',
  'anonymous',
  'nothing-held',
  'rights-of-others',
  'accurate',
  'expression',
  'legal-obligation',
  'public-health',
  'archiving-research',
  'legal-claims',
  'school-records',
  'no-condition',
  'compelling-grounds',
  'not-portable',
  'no-such-right',
] as const;
/** `late`: its time is over and the request isn't done. `missed`: done too late, which stays. */
export const clockStateValues = ['running', 'late', 'met', 'missed'] as const;
export const requestEntryKindValues = [
  'received',
  'identity',
  'searched',
  'marked',
  'renewed',
  'lifting',
  'lifted',
  'extended',
  'forwarded',
  'decided',
  'done',
  'escalated',
  'met',
  'missed',
] as const;
export const foundMarkValues = ['meant', 'excluded'] as const;
/** `news`: about what is new. `service`: about planned outages and changed rules. */
export const mailKindValues = ['news', 'service'] as const;
export const schoolStateValues = ['active', 'left', 'erasing', 'erased'] as const;
export const localeValues = ['en', 'de', 'fr', 'es'] as const;
/** Empty: the country's. */
export const orgLanguageValues = ['', 'en', 'de', 'fr', 'es'] as const;
export const agreementKindValues = ['service', 'data-processing', 'student-privacy', 'amendment'] as const;
export const consentBasisValues = ['school', 'parents', 'public-task'] as const;
export const memberRoleValues = ['teacher', 'administrator', 'operator'] as const;
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
/** Who consented: a parent, by a code, or the student, who said that they are of age. */
export const consentGroundValues = ['parents', 'of-age'] as const;
export const consentForValues = ['class', 'child'] as const;
export const erasureGroundValues = ['data-subject', 'school', 'parent', 'no-consent'] as const;
export const disclosureGroundValues = ['court-order', 'warrant', 'subpoena', 'statute', 'emergency'] as const;
export const purposeValues = [
  'teaching',
  'oversight',
  'incident',
  'erasure',
  'subject-request',
  'school-export',
  'research',
  'own',
] as const;
export const orphanKindValues = [
  'key-without-session',
  'session-without-key',
  'participants-without-key',
  'keys-without-participant',
  'documents-of-erased-session',
] as const;
/** Who beside the owner may read and copy a question set. */
export const sharingValues = ['none', 'school'] as const;
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
/** Who is told. The teachers of the sessions concerned are whatever was agreed. */
export const noticeAudienceValues = ['authority', 'school', 'people', 'affected', 'parents', 'teachers'] as const;
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

export const requestToSchoolEmailMaxLength = 254;
export const requestToSchoolTextMinLength = 1;
export const requestToSchoolTextMaxLength = 4000;

export const requestAboutAliasMaxLength = 100;
export const requestAboutCodeMaxLength = 64;

export const requestCodeCodeMaxLength = 64;

export const personSearchAliasMinLength = 1;
export const personSearchAliasMaxLength = 100;

export const foundMarksMeantMaxItems = 100;
export const foundMarksExcludedMaxItems = 100;

export const requestFindSessionsMinimum = 0;
export const requestFindFoundMaxItems = 100;
export const requestFindSessionsMax = 500;

export const requestDecisionTextMinLength = 1;
export const requestDecisionTextMaxLength = 4000;
export const requestDecisionCorrectionMinLength = 1;
export const requestDecisionCorrectionMaxLength = 1000;
export const requestDecisionMeantMaxItems = 100;

export const requestCompletionReceiptsMaxItems = 100;

export const copySavingCodeMinLength = 1;
export const copySavingCodeMaxLength = 64;

export const joinRequestCodeMinLength = 1;
export const joinRequestCodeMaxLength = 64;
export const joinRequestAliasMinLength = 1;
export const joinRequestAliasMaxLength = 40;
export const joinRequestConsentCodeMaxLength = 64;

export const rejoinRequestCodeMinLength = 1;
export const rejoinRequestCodeMaxLength = 64;
export const rejoinRequestSessionMinLength = 1;
export const rejoinRequestSessionMaxLength = 64;

export const renameRequestAliasMinLength = 1;
export const renameRequestAliasMaxLength = 40;

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
export const policyNoticeMaxLength = 32;
export const policyKeptMonths = 120;
export const policyRestoreMonths = 6;
export const policyRestoreDays = 181;
export const policyUsualParticipants = 5000;

export const wordsEnMaxLength = 1000;
export const wordsDeMaxLength = 1000;
export const wordsFrMaxLength = 1000;
export const wordsEsMaxLength = 1000;

export const newsletterSubjectsEnMinLength = 1;
export const newsletterSubjectsEnMaxLength = 100;
export const newsletterSubjectsDeMinLength = 1;
export const newsletterSubjectsDeMaxLength = 100;
export const newsletterSubjectsFrMinLength = 1;
export const newsletterSubjectsFrMaxLength = 100;
export const newsletterSubjectsEsMinLength = 1;
export const newsletterSubjectsEsMaxLength = 100;

export const newsletterTextsEnMinLength = 1;
export const newsletterTextsEnMaxLength = 8000;
export const newsletterTextsDeMinLength = 1;
export const newsletterTextsDeMaxLength = 8000;
export const newsletterTextsFrMinLength = 1;
export const newsletterTextsFrMaxLength = 8000;
export const newsletterTextsEsMinLength = 1;
export const newsletterTextsEsMaxLength = 8000;

export const unsubscribeRequestTokenMaxLength = 100;

export const ownershipRequestOwnerMinLength = 1;
export const ownershipRequestOwnerMaxLength = 100;
export const ownershipRequestCountryMaxLength = 2;
export const ownershipRequestOnMaxLength = 10;
export const ownershipRequestNoticeDays = 30;

export const durationMaxLength = 32;

export const dayMaxLength = 10;

export const schoolContactsOfficeMaxLength = 254;
export const schoolContactsPrivacyMaxLength = 254;
export const schoolContactsIncidentMaxLength = 254;

export const schoolContactsPatchOfficeMaxLength = 254;
export const schoolContactsPatchPrivacyMaxLength = 254;
export const schoolContactsPatchIncidentMaxLength = 254;

export const holidaysMaxItems = 400;

export const schoolNameMinLength = 1;
export const schoolNameMaxLength = 100;

export const countryMaxLength = 2;

export const regionMaxLength = 6;

export const timezoneMinLength = 1;
export const timezoneMaxLength = 64;

export const withinCountMinimum = 1;
export const withinCountMaximum = 8760;

export const firstPolicyPurposesMinItems = 1;
export const firstPolicyPurposesMaxItems = 10;
export const firstPolicyPurposesItemsMinLength = 1;
export const firstPolicyPurposesItemsMaxLength = 100;
export const firstPolicyClauseMinLength = 1;
export const firstPolicyClauseMaxLength = 200;
export const firstPolicyMaxParticipantsMinimum = 0;
export const firstPolicyMaxParticipantsMaximum = 20000;

export const exhibitNameMinLength = 1;
export const exhibitNameMaxLength = 100;
export const exhibitSha256MaxLength = 64;
export const exhibitWhereMinLength = 1;
export const exhibitWhereMaxLength = 300;

export const clauseTermIdMaxLength = 40;
export const clauseTermStartsMaxLength = 60;
export const clauseTermRequiresMaxItems = 12;
export const clauseTermDelaysMaxItems = 3;
export const clauseTermSourceMaxLength = 200;
export const clauseTermWordsMaxLength = 500;

export const agreementRequestNumberMinLength = 1;
export const agreementRequestNumberMaxLength = 60;
export const agreementRequestPartiesMinItems = 2;
export const agreementRequestPartiesMaxItems = 10;
export const agreementRequestPartiesItemsMinLength = 1;
export const agreementRequestPartiesItemsMaxLength = 100;
export const agreementRequestExhibitsMaxItems = 20;
export const agreementRequestClausesMaxItems = 20;
export const agreementRequestRetentionMaxLength = 300;
export const agreementRequestAgeLineMinimum = 0;
export const agreementRequestAgeLineMaximum = 21;

export const agreementPatchNumberMinLength = 1;
export const agreementPatchNumberMaxLength = 60;
export const agreementPatchPartiesMinItems = 2;
export const agreementPatchPartiesMaxItems = 10;
export const agreementPatchPartiesItemsMinLength = 1;
export const agreementPatchPartiesItemsMaxLength = 100;
export const agreementPatchExhibitsMaxItems = 20;
export const agreementPatchClausesMaxItems = 20;
export const agreementPatchRetentionMaxLength = 300;
export const agreementPatchAgeLineMinimum = 0;
export const agreementPatchAgeLineMaximum = 21;

export const invitationRequestEmailMaxLength = 254;

export const profileRequestNameMinLength = 1;
export const profileRequestNameMaxLength = 80;
export const profileRequestEmailMaxLength = 254;

export const orgConsentRequestTextMinLength = 1;
export const orgConsentRequestTextMaxLength = 2000;

export const consentCodeRequestLabelMaxLength = 60;
export const consentCodeRequestUsesMinimum = 1;
export const consentCodeRequestUsesMaximum = 100;
export const consentCodeRequestCountMinimum = 1;
export const consentCodeRequestCountMaximum = 100;
export const consentCodeRequestDays = 400;

export const consentErasureRequestAfterMaxLength = 53;

export const planStoppedWaitingMinimum = 1;
export const planAheadMonths = 240;
export const planUnasked = 500;

export const holdRequestNameMinLength = 1;
export const holdRequestNameMaxLength = 100;
export const holdRequestMonths = 24;

export const tellingOnMaxLength = 10;

export const disclosureRequestAuthorityMinLength = 1;
export const disclosureRequestAuthorityMaxLength = 100;
export const disclosureRequestReferenceMinLength = 1;
export const disclosureRequestReferenceMaxLength = 100;
export const disclosureRequestDeciderMinLength = 1;
export const disclosureRequestDeciderMaxLength = 100;
export const disclosureRequestCategoriesMinItems = 1;
export const disclosureRequestCategoriesMaxItems = 6;
export const disclosureRequestOnMaxLength = 10;
export const disclosureRequestMonths = 24;
export const disclosureRequestDay = 20;
export const disclosureRequestMax = 200;

export const monthMaxLength = 7;

export const transferRequestRecipientMinLength = 1;
export const transferRequestRecipientMaxLength = 100;
export const transferRequestPurposeMinLength = 1;
export const transferRequestPurposeMaxLength = 500;
export const transferRequestGroundMinLength = 1;
export const transferRequestGroundMaxLength = 500;
export const transferRequestQuestionSetsMaxItems = 50;
export const transferRequestDay = 10;
export const transferRequestMax = 200;
export const transferRequestMonths = 12;
export const transferRequestDays = 30;
export const transferRequestGroup = 10;
export const transferRequestStep = 5;
export const transferRequestParts = 100;
export const transferRequestSessions = 200;

export const confirmationWaitingMinimum = 0;

export const questionSetRequestTitleMinLength = 1;
export const questionSetRequestTitleMaxLength = 200;
export const questionSetRequestFolderMaxLength = 100;
export const questionSetRequestTagsMaxItems = 20;
export const questionSetRequestTagsItemsMinLength = 1;
export const questionSetRequestTagsItemsMaxLength = 50;
export const questionSetRequestQuestionsMinItems = 1;
export const questionSetRequestQuestionsMaxItems = 200;
export const questionSetRequestBytes = 524288;

export const sessionRequestTitleMaxLength = 200;
export const sessionRequestDays = 365;

export const sessionPatchTitleMinLength = 1;
export const sessionPatchTitleMaxLength = 200;

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
