// Generated from shared/httpapi/openapi.yaml by generate.js; to change it, change that and run: npm run generate

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description 128 bits in base32. */
    ID: string;
    /** @description Of a question, an option or a target. */
    QuestionID: string;
    Code: string;
    /**
     * Format: date-time
     * @description RFC 3339 in UTC.
     */
    Time: string;
    IdempotencyKey: string;
    PageToken: string;
    /** @description Null on the last page. */
    NextPageToken: string | null;
    ETag: string;
    /** @description Seconds. */
    RetryAfter: string;
    /** @description RFC 9457. Neither internals nor anything personal. */
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      /** @description Of `consent-needed`: the age from which on students may say that they are of age. */
      ofAge?: number;
      /** @description As in the header `X-Request-Id`. */
      requestId?: string;
      errors?: {
        /** @description A JSON pointer (RFC 6901) into the request's body. */
        pointer: string;
        detail: string;
      }[];
    };
    /** @enum {string} */
    SessionState: 'open' | 'paused' | 'closed';
    /** @enum {string} */
    Mode: 'self-paced' | 'teacher-paced';
    /** @enum {string} */
    Feedback: 'none' | 'immediate' | 'after-close';
    /** @enum {string} */
    Kind: 'choice' | 'choices' | 'trueFalse' | 'text' | 'number' | 'order' | 'match' | 'scale' | 'cloud';
    /**
     * @description By kind: `choice` "a"; `choices` ["a","c"]; `trueFalse` true; `text` "…"; `number` 3.14; `order`
     *     ["c","a","b"]; `match` {"a":"2"}; `scale` 4; `cloud` ["word", …]. One of another shape is rejected.
     */
    Response:
      | string
      | boolean
      | number
      | string[]
      | {
          [key: string]: string;
        };
    /** @description 1 for the first answer; one more for each change of mind. */
    Revision: number;
    /** @description A response that earns all points; null where there is no score. */
    Solution:
      | string
      | boolean
      | number
      | string[]
      | {
          [key: string]: string;
        }
      | null;
    Item: {
      id: components['schemas']['QuestionID'];
      text: string;
    };
    Scale: {
      min: number;
      max: number;
      minLabel?: string;
      maxLabel?: string;
    };
    /** @description What a student is told about a right answer, and about any other. */
    Remarks: {
      correct?: string;
      incorrect?: string;
    };
    /** @description Percent of the points. */
    Weight: number;
    Points: number;
    MaxWords: number;
    /** @description `number`: accepted distance, both ends included. */
    Tolerance: number;
    /**
     * @description The key, by kind: `choice` "a"; `choices` ["a","c"]; `trueFalse` true; `text` "Paris", or a list of
     *     texts or of `{text, weight, feedback}`; `number` 3.14, `{min, max}`, or a list of numbers, of
     *     `{value, tolerance, weight, feedback}` or of `{min, max, weight, feedback}`; `order` ["c","a","b"], left
     *     out when the options stand in the right order; `match` {"a":"2","b":"1"}, left out when options and
     *     targets stand in the right order. `choice`, `choices`, `trueFalse`, `text` and `number` without a key are
     *     polls, but for `text` with points: those are given by hand. `scale` and `cloud` have none.
     */
    Correct:
      | string
      | boolean
      | number
      | components['schemas']['AcceptedNumber']
      | components['schemas']['AcceptedText']
      | {
          [key: string]: string;
        }
      | (string | number | components['schemas']['AcceptedNumber'] | components['schemas']['AcceptedText'])[];
    AcceptedText: {
      text: string;
      weight?: components['schemas']['Weight'];
      feedback?: string;
    };
    /** @description A value with its tolerance, or a range. */
    AcceptedNumber: {
      value?: number;
      tolerance?: components['schemas']['Tolerance'];
      min?: number;
      max?: number;
      weight?: components['schemas']['Weight'];
      feedback?: string;
    };
    /** @description A question as students see it. */
    PaperQuestion: {
      id: components['schemas']['QuestionID'];
      kind: components['schemas']['Kind'];
      prompt: string;
      options?: components['schemas']['Item'][];
      targets?: components['schemas']['Item'][];
      scale?: components['schemas']['Scale'];
      maxWords?: components['schemas']['MaxWords'];
      points: components['schemas']['Points'];
    };
    /** @description A question with its key. */
    Question: {
      id: components['schemas']['QuestionID'];
      kind: components['schemas']['Kind'];
      prompt: string;
      options?: components['schemas']['Option'][];
      targets?: components['schemas']['Item'][];
      correct?: components['schemas']['Correct'];
      points: components['schemas']['Points'];
      tolerance?: components['schemas']['Tolerance'];
      explanation?: string;
      scale?: components['schemas']['Scale'];
      maxWords?: components['schemas']['MaxWords'];
      feedback?: components['schemas']['Remarks'];
    };
    Option: {
      id: components['schemas']['QuestionID'];
      text: string;
      /** @description For students who chose it. */
      feedback?: string;
      weight?: components['schemas']['Weight'];
    };
    /**
     * @description A question as its author sends it. `points` is 1 when left out, and 0 for what has no key, but for `text`:
     *     without a key it has the points that are named, to be given by hand, and 0 when they are left out.
     */
    QuestionRequest: {
      id?: components['schemas']['QuestionID'];
      kind: components['schemas']['Kind'];
      prompt: string;
      options?: components['schemas']['OptionRequest'][];
      targets?: components['schemas']['TargetRequest'][];
      correct?: components['schemas']['Correct'];
      points?: components['schemas']['Points'];
      tolerance?: components['schemas']['Tolerance'];
      explanation?: string;
      scale?: components['schemas']['Scale'];
      maxWords?: components['schemas']['MaxWords'];
      feedback?: components['schemas']['Remarks'];
    };
    OptionRequest: {
      id?: components['schemas']['QuestionID'];
      text: string;
      feedback?: string;
      weight?: components['schemas']['Weight'];
    };
    TargetRequest: {
      id?: components['schemas']['QuestionID'];
      text: string;
    };
    RequestToSchool: {
      org: components['schemas']['OrgID'];
      kind: components['schemas']['RequestKind'];
      from: components['schemas']['Requester'];
      /** @description Where the code goes, and the school's reply; used for nothing else. */
      email: string;
      text: string;
      about?: components['schemas']['RequestAbout'];
      /**
       * @description The language of mails.
       * @enum {string}
       */
      locale: 'en' | 'de' | 'fr' | 'es';
    };
    /**
     * @description `know`: what is held, and a copy (GDPR art. 15). `correct` (16). `delete` (17). `restrict` (18). `port`: in a
     *     common format (20). `object` (21).
     * @enum {string}
     */
    RequestKind: 'know' | 'correct' | 'delete' | 'port' | 'restrict' | 'object';
    /**
     * @description Who somebody says that they are. A student may be a former one.
     * @enum {string}
     */
    Requester: 'student' | 'parent' | 'teacher' | 'other';
    /** @description Which data is meant, as far as whoever asks knows. */
    RequestAbout: {
      /** @description That a student used. */
      alias?: string;
      /** @description Of a session. */
      code?: string;
      from?: components['schemas']['Day'];
      to?: components['schemas']['Day'];
    };
    RequestReceived: {
      id: components['schemas']['ID'];
      secret: components['schemas']['ID'];
    };
    RequestCode: {
      /** @description Eight digits; spaces and dashes don't count. */
      code: string;
    };
    /**
     * @description `decided`: granted, whole or in part, and still to be carried out. `done`: carried out, or refused.
     * @enum {string}
     */
    QueuedState: 'open' | 'decided' | 'done';
    /**
     * @description How a requester was identified. `known` in person; they showed a `document`; their address or number is `on-file`;
     *     they signed in to an `account` of the school; they knew `details` that only that person knows; `failed`.
     * @enum {string}
     */
    IdentityCheck: 'known' | 'document' | 'on-file' | 'account' | 'details' | 'failed';
    /** @enum {string} */
    ExtensionGround: 'complexity' | 'number-of-requests';
    /** @enum {string} */
    Decision: 'granted' | 'partly' | 'refused';
    /** @enum {string} */
    RefusalGroundID:
      | 'not-identified'
      | 'not-entitled'
      | 'excessive'
      | 'anonymous'
      | 'nothing-held'
      | 'rights-of-others'
      | 'accurate'
      | 'expression'
      | 'legal-obligation'
      | 'public-health'
      | 'archiving-research'
      | 'legal-claims'
      | 'school-records'
      | 'no-condition'
      | 'compelling-grounds'
      | 'not-portable'
      | 'no-such-right';
    RefusalGround: {
      id: components['schemas']['RefusalGroundID'];
      source: string;
    };
    /**
     * @description `late`: its time is over and the request isn't done. `missed`: done too late, which stays.
     * @enum {string}
     */
    ClockState: 'running' | 'late' | 'met' | 'missed';
    RequestClock: {
      clause: string;
      source: string;
      startsAt: components['schemas']['Time'];
      dueAt: components['schemas']['Time'];
      state: components['schemas']['ClockState'];
      /** @description The last share of the time, in percent, at which the school was warned; 0: none. */
      escalated: number;
      extended: boolean;
      /**
       * Format: date-time
       * @description Null: it can't be extended at all.
       */
      longestAt: string | null;
      /** @description It can be extended now. */
      extends: boolean;
    };
    /**
     * @example {
     *       "id": "nfxgk3tpof2wk43unfxw4ylhmu",
     *       "kind": "delete",
     *       "from": "parent",
     *       "locale": "en",
     *       "state": "open",
     *       "receivedAt": "2026-12-01T08:00:00Z",
     *       "verifiedAt": "2026-12-01T08:02:10Z",
     *       "clocks": [
     *         {
     *           "clause": "gdpr-12-3",
     *           "source": "GDPR art. 12(3)",
     *           "startsAt": "2026-12-01T08:00:00Z",
     *           "dueAt": "2027-01-01T23:00:00Z",
     *           "state": "running",
     *           "escalated": 0,
     *           "extended": false,
     *           "longestAt": "2027-03-01T23:00:00Z",
     *           "extends": true
     *         }
     *       ],
     *       "identity": null,
     *       "extension": null,
     *       "decision": null,
     *       "ground": null,
     *       "decidedAt": null,
     *       "doneAt": null,
     *       "receipts": [],
     *       "keptUntil": "2029-12-01T08:00:00Z",
     *       "revision": 1
     *     }
     */
    QueuedRequest: {
      id: components['schemas']['ID'];
      kind: components['schemas']['RequestKind'];
      from: components['schemas']['Requester'];
      locale: components['schemas']['Locale'];
      state: components['schemas']['QueuedState'];
      receivedAt: components['schemas']['Time'];
      verifiedAt: components['schemas']['Time'];
      clocks: components['schemas']['RequestClock'][];
      identity: components['schemas']['IdentityCheck'] | null;
      extension: components['schemas']['ExtensionGround'] | null;
      decision: components['schemas']['Decision'] | null;
      ground: components['schemas']['RefusalGroundID'] | null;
      /** Format: date-time */
      decidedAt: string | null;
      /** Format: date-time */
      doneAt: string | null;
      /** @description Of what was erased for it. */
      receipts: components['schemas']['ID'][];
      keptUntil: components['schemas']['Time'];
      revision: number;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "nfxgk3tpof2wk43unfxw4ylhmu",
     *           "kind": "delete",
     *           "from": "parent",
     *           "locale": "en",
     *           "state": "open",
     *           "receivedAt": "2026-12-01T08:00:00Z",
     *           "verifiedAt": "2026-12-01T08:02:10Z",
     *           "clocks": [
     *             {
     *               "clause": "gdpr-12-3",
     *               "source": "GDPR art. 12(3)",
     *               "startsAt": "2026-12-01T08:00:00Z",
     *               "dueAt": "2027-01-01T23:00:00Z",
     *               "state": "running",
     *               "escalated": 0,
     *               "extended": false,
     *               "longestAt": "2027-03-01T23:00:00Z",
     *               "extends": true
     *             }
     *           ],
     *           "identity": null,
     *           "extension": null,
     *           "decision": null,
     *           "ground": null,
     *           "decidedAt": null,
     *           "doneAt": null,
     *           "receipts": [],
     *           "keptUntil": "2029-12-01T08:00:00Z",
     *           "revision": 1
     *         }
     *       ],
     *       "nextPageToken": "eyJhIjoxfQ"
     *     }
     */
    QueuedRequestList: {
      items: components['schemas']['QueuedRequest'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "language": "en",
     *       "subject": "North School grants your request",
     *       "text": "The school grants your request."
     *     }
     */
    RequestAnswer: {
      language: components['schemas']['Locale'];
      subject: string;
      /** @description Paragraphs, divided by empty lines. */
      text: string;
    };
    RequestForward: {
      from: components['schemas']['OrgID'];
      /** @description Empty: the school was erased. */
      fromName: string;
      to: components['schemas']['OrgID'];
      toName: string;
      at: components['schemas']['Time'];
    };
    /** @enum {string} */
    RequestEntryKind:
      | 'received'
      | 'identity'
      | 'searched'
      | 'marked'
      | 'renewed'
      | 'lifting'
      | 'lifted'
      | 'extended'
      | 'forwarded'
      | 'decided'
      | 'done'
      | 'escalated'
      | 'met'
      | 'missed';
    RequestEntry: {
      n: number;
      at: components['schemas']['Time'];
      recordedAt: components['schemas']['Time'];
      /** @description A member's id, or the function that did it. */
      actor: string;
      kind: components['schemas']['RequestEntryKind'];
      facts: {
        [key: string]: string;
      };
    };
    PersonSearch: {
      /** @description The name that they used. Each of its words has to be one of the name's. */
      alias: string;
      from?: components['schemas']['Day'];
      to?: components['schemas']['Day'];
      teacher?: components['schemas']['ID'];
      /** @description The search that you saw, whose place this one takes with its marks. Left out: there was none. */
      find?: components['schemas']['ID'];
    };
    /** @enum {string} */
    FoundMark: 'meant' | 'excluded';
    FoundMarks: {
      /** @description The search that found them. */
      find: components['schemas']['ID'];
      meant: components['schemas']['ID'][];
      /** @description Somebody else of that name. */
      excluded: components['schemas']['ID'][];
    };
    FoundPerson: {
      id: components['schemas']['ID'];
      session: components['schemas']['ID'];
      /** @description Of the session. */
      title: string;
      /** @description That the session had. */
      code: string;
      alias: string;
      /**
       * Format: date-time
       * @description Null: erased.
       */
      joinedAt: string | null;
      /** @description Questions that they answered. */
      answers: number;
      mark: components['schemas']['FoundMark'] | null;
      /** @description Since they were marked as meant: the mark is all that is left. Others who are erased are left out. */
      erased: boolean;
    };
    RequestFind: {
      id: components['schemas']['ID'];
      /** @enum {string} */
      state: 'running' | 'done';
      alias: string;
      teacher: string | null;
      /** Format: date-time */
      from: string | null;
      /**
       * Format: date-time
       * @description Exclusive.
       */
      to: string | null;
      askedAt: components['schemas']['Time'];
      /** @description That were looked through. */
      sessions: number;
      /** @description There are older sessions, which were not looked through. */
      older: boolean;
      /** @description It ended early: no more are listed. */
      full: boolean;
      found: components['schemas']['FoundPerson'][];
    };
    RequestCorrection: {
      text: string;
      students: number;
      /** @description Beside their work. Until then the request can't be recorded as done. */
      shown: boolean;
    };
    RequestRestriction: {
      students: number;
      /** @description For all of them. If it doesn't and isn't lifted, recording that the request is done, or lifting it, does what is left. */
      stands: boolean;
      /**
       * Format: date-time
       * @description From when it may be lifted, as the requester was told; null: they weren't.
       */
      liftableAt: string | null;
      /**
       * Format: date-time
       * @description Null: it isn't lifted.
       */
      liftedAt: string | null;
    };
    RequestCopy: {
      /** @description Until then the request can't be recorded as done. */
      ready: boolean;
      students: number;
      /**
       * Format: date-time
       * @description Until when the requester can save it; null: not yet.
       */
      until: string | null;
    };
    RequestErasure: {
      session: components['schemas']['ID'];
      participant: components['schemas']['ID'];
      /**
       * @description `held`: a legal hold stands; hidden, and erased once it ends. `asked`: about to begin.
       * @enum {string}
       */
      state: 'asked' | 'erasing' | 'held' | 'erased';
      receipt: components['schemas']['ID'] | null;
    };
    /**
     * @example {
     *       "id": "nfxgk3tpof2wk43unfxw4ylhmu",
     *       "kind": "delete",
     *       "from": "parent",
     *       "locale": "en",
     *       "state": "open",
     *       "receivedAt": "2026-12-01T08:00:00Z",
     *       "verifiedAt": "2026-12-01T08:02:10Z",
     *       "clocks": [
     *         {
     *           "clause": "gdpr-12-3",
     *           "source": "GDPR art. 12(3)",
     *           "startsAt": "2026-12-01T08:00:00Z",
     *           "dueAt": "2027-01-01T23:00:00Z",
     *           "state": "running",
     *           "escalated": 0,
     *           "extended": false,
     *           "longestAt": "2027-03-01T23:00:00Z",
     *           "extends": true
     *         }
     *       ],
     *       "identity": null,
     *       "extension": null,
     *       "decision": null,
     *       "ground": null,
     *       "decidedAt": null,
     *       "doneAt": null,
     *       "receipts": [],
     *       "keptUntil": "2029-12-01T08:00:00Z",
     *       "revision": 1,
     *       "email": "parent@mail.example",
     *       "text": "Please delete what my child wrote in the lesson about rivers.",
     *       "about": {
     *         "alias": "Ada",
     *         "code": "KXWQPT"
     *       },
     *       "answer": null,
     *       "forwards": [
     *         {
     *           "from": "org_operator",
     *           "fromName": "cleanslate",
     *           "to": "org_north",
     *           "toName": "North School",
     *           "at": "2026-12-01T09:00:00Z"
     *         }
     *       ],
     *       "timeline": [
     *         {
     *           "n": 1,
     *           "at": "2026-12-01T08:00:00Z",
     *           "recordedAt": "2026-12-01T08:15:00Z",
     *           "actor": "breach",
     *           "kind": "received",
     *           "facts": {
     *             "due": "2027-01-01T23:00:00Z"
     *           }
     *         }
     *       ],
     *       "verified": true,
     *       "find": {
     *         "id": "onswc4tdnbqxezlmnv3gk3tpoe",
     *         "state": "done",
     *         "alias": "Ada",
     *         "teacher": null,
     *         "from": null,
     *         "to": null,
     *         "askedAt": "2026-12-01T09:30:00Z",
     *         "sessions": 12,
     *         "older": false,
     *         "full": false,
     *         "found": [
     *           {
     *             "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *             "session": "onswg4tforpw63dmmfzgk2lomm",
     *             "title": "Rivers",
     *             "code": "KXWQPT",
     *             "alias": "Ada",
     *             "joinedAt": "2026-11-20T08:00:00Z",
     *             "answers": 3,
     *             "mark": "meant",
     *             "erased": false
     *           }
     *         ]
     *       },
     *       "erasures": [],
     *       "copy": null,
     *       "correction": null,
     *       "restriction": null,
     *       "grounds": [
     *         {
     *           "id": "not-identified",
     *           "source": "GDPR art. 11(2) and 12(2)"
     *         }
     *       ],
     *       "forward": "operator"
     *     }
     */
    QueueRequest: {
      id: components['schemas']['ID'];
      kind: components['schemas']['RequestKind'];
      from: components['schemas']['Requester'];
      locale: components['schemas']['Locale'];
      state: components['schemas']['QueuedState'];
      receivedAt: components['schemas']['Time'];
      verifiedAt: components['schemas']['Time'];
      clocks: components['schemas']['RequestClock'][];
      identity: components['schemas']['IdentityCheck'] | null;
      extension: components['schemas']['ExtensionGround'] | null;
      decision: components['schemas']['Decision'] | null;
      ground: components['schemas']['RefusalGroundID'] | null;
      /** Format: date-time */
      decidedAt: string | null;
      /** Format: date-time */
      doneAt: string | null;
      /** @description Of what was erased for it. */
      receipts: components['schemas']['ID'][];
      keptUntil: components['schemas']['Time'];
      revision: number;
      /** @description Verified by the code, and used for nothing else. */
      email: string;
      text: string;
      about: components['schemas']['RequestAbout'];
      answer: components['schemas']['RequestAnswer'] | null;
      forwards: components['schemas']['RequestForward'][];
      timeline: components['schemas']['RequestEntry'][];
      /** @description The timeline is as it was written. */
      verified: boolean;
      /** @description The last search; null: there was none, or what it found is gone. */
      find: components['schemas']['RequestFind'] | null;
      /** @description That the decision led to. */
      erasures: components['schemas']['RequestErasure'][];
      /** @description That the decision gives the requester; null: none. */
      copy: components['schemas']['RequestCopy'] | null;
      /** @description That the decision led to; null: none. */
      correction: components['schemas']['RequestCorrection'] | null;
      /** @description That the decision led to, of a request to restrict or to object; null: none. */
      restriction: components['schemas']['RequestRestriction'] | null;
      /** @description On which the school may refuse it. */
      grounds: components['schemas']['RefusalGround'][];
      /**
       * @description Where it may be forwarded; null: nowhere.
       * @enum {string|null}
       */
      forward: 'school' | 'operator' | null;
    };
    RequesterIdentification: {
      how: components['schemas']['IdentityCheck'];
    };
    RequestExtension: {
      ground: components['schemas']['ExtensionGround'];
    };
    RequestDecision: {
      decision: components['schemas']['Decision'];
      ground?: components['schemas']['RefusalGroundID'];
      /** @description In the requester's language: what was decided, and why. */
      text: string;
      /**
       * @description What is to be read beside the work of those who are meant, where a request to correct is granted: required if there
       *     are any.
       */
      correction?: string;
      /** @description The search that you saw. Left out: there was none. A refusal is about nobody. */
      find?: components['schemas']['ID'];
      /** @description Whom you saw marked as meant. Left out: nobody. */
      meant?: components['schemas']['ID'][];
    };
    RequestForwarding: {
      /** @enum {string} */
      to: 'school' | 'operator';
      org?: components['schemas']['OrgID'];
    };
    RequestCompletion: {
      receipts: components['schemas']['ID'][];
    };
    OwnRequest: {
      id: components['schemas']['ID'];
      org: components['schemas']['OrgID'];
      orgName: string;
      /** @description Of the school, for questions about privacy. */
      contact: string;
      kind: components['schemas']['RequestKind'];
      from: components['schemas']['Requester'];
      /**
       * @description `unverified`: nobody at the school sees it before the code is entered. `open`: in the school's queue.
       *     `decided`. `done`: what was decided is carried out.
       * @enum {string}
       */
      state: 'unverified' | 'open' | 'decided' | 'done';
      text: string;
      about: components['schemas']['RequestAbout'];
      /** Format: date-time */
      receivedAt: string;
      /** Format: date-time */
      verifiedAt: string | null;
      /** Format: date-time */
      keptUntil: string;
      /**
       * Format: date-time
       * @description The school's first deadline; null: none runs.
       */
      dueAt: string | null;
      extended: boolean;
      answer: components['schemas']['RequestAnswer'] | null;
      /** @description Of what was erased for it. */
      receipts: components['schemas']['ID'][];
      /** @description Students of whom a copy can be saved, with a code. */
      copies: components['schemas']['ID'][];
      /** Format: date-time */
      copiesUntil: string | null;
      /** @description What it is about is kept and not used, as the school decided. */
      restricted: boolean;
      /**
       * Format: date-time
       * @description From when the school may lift that; null: it doesn't say that it will.
       */
      liftableAt: string | null;
    };
    CopySaving: {
      code: string;
      participant: components['schemas']['ID'];
    };
    JoinRequest: {
      code: string;
      alias: string;
      /** @description A language tag (BCP 47). */
      locale?: string;
      /** @description That stands for a parent's consent. Case, spaces and dashes don't count. */
      consentCode?: string;
      /** @description That the student says so. Nothing else of it is stored. */
      ofAge?: boolean;
    };
    /** @description With either the session's code or its id. */
    RejoinRequest: {
      secret: components['schemas']['IdempotencyKey'];
      code?: string;
      session?: string;
    };
    RenameRequest: {
      alias: string;
    };
    JoinResponse: {
      /** @description Opaque. */
      token: string;
      participantId: components['schemas']['ID'];
      session: components['schemas']['JoinedSession'];
    };
    JoinedSession: {
      id: components['schemas']['ID'];
      title: string;
      mode: components['schemas']['Mode'];
      feedback: components['schemas']['Feedback'];
      /** @enum {string} */
      state: 'open';
      /** Format: date-time */
      closesAt: string | null;
      currentQuestion: string | null;
      questions: components['schemas']['PaperQuestion'][];
      privacy: components['schemas']['Privacy'];
    };
    /** @description What is kept, for how long, and who sees it. */
    Privacy: {
      /** @description Days after the session's close, if that were now. */
      keptDays: number;
      kept: components['schemas']['Duration'];
      restoreWindow: components['schemas']['Duration'];
      visibleTo: ('teachers' | 'school-admins')[];
      org: components['schemas']['OrgID'];
      /**
       * Format: email
       * @description Whom to ask about it.
       */
      contact: string;
      change?: components['schemas']['PrivacyChange'];
    };
    State: {
      state: components['schemas']['SessionState'];
      currentQuestion: string | null;
      question?: components['schemas']['PaperQuestion'];
      /** Format: date-time */
      closesAt: string | null;
      /** @description Rises with every change that students can see. */
      version: number;
    };
    Solutions: {
      items: components['schemas']['QuestionSolution'][];
    };
    QuestionSolution: {
      questionId: components['schemas']['QuestionID'];
      solution: components['schemas']['Solution'];
      /** @description All that earns all points, where the solution is one of several: texts, or numbers without weight and feedback. */
      accepted?: (string | components['schemas']['AcceptedNumber'])[];
      points: components['schemas']['Points'];
      explanation?: string;
    };
    AnswersRequest: {
      answers: components['schemas']['AnswerRequest'][];
    };
    AnswerRequest: {
      questionId: components['schemas']['QuestionID'];
      revision: components['schemas']['Revision'];
      response: components['schemas']['Response'];
    };
    AnswersResponse: {
      results: components['schemas']['AnswerResult'][];
    };
    AnswerResult: {
      questionId: string;
      revision: number;
      /** @enum {string} */
      status: 'recorded' | 'rejected';
      /**
       * @description Why it was rejected: `unknown-question`, `not-current`, `wrong-shape`, `unknown-option`,
       *     `repeated-option`, `not-a-permutation`, `too-long`, `too-many`, `empty`, `out-of-range`,
       *     `revision-out-of-range`, `already-answered`, `closed`.
       */
      problem?: string;
      feedback?: components['schemas']['AnswerFeedback'];
    };
    /** @description With immediate feedback, for what was recorded. */
    AnswerFeedback: {
      /** @description Null for what has no score. */
      correct: boolean | null;
      points: number | null;
      solution: components['schemas']['Solution'];
      explanation?: string;
      /** @description The author's feedback on this response. */
      comment?: string;
    };
    Me: {
      /**
       * @description Who asks: the student, or whoever has the parent's code.
       * @enum {string}
       */
      as: 'student' | 'parent';
      participant: components['schemas']['OwnParticipant'];
      session: {
        id: components['schemas']['ID'];
        title: string;
        state: components['schemas']['SessionState'];
      };
      answers: {
        questionId: components['schemas']['QuestionID'];
        revision: components['schemas']['Revision'];
        response: components['schemas']['Response'];
        receivedAt: components['schemas']['Time'];
      }[];
      /** @description Points that a teacher gave by hand. */
      grades: {
        questionId: components['schemas']['QuestionID'];
        revision: components['schemas']['Revision'];
        points: components['schemas']['Points'];
      }[];
      /**
       * @description What the answers that count earned, as the teacher sees it, grades given by hand included; null where the
       *     session's feedback allows none, or not yet. With immediate feedback only what is answered, until the close.
       */
      results: {
        score: number;
        /** @description The points of the questions that were shown. */
        maxScore: number;
        questions: {
          id: components['schemas']['QuestionID'];
          /** @description Null: not answered, never scored, or not graded yet. */
          correct: boolean | null;
          /** @description As for `correct`. */
          points: number | null;
          maxPoints: components['schemas']['Points'];
        }[];
      } | null;
      /**
       * @description Of erasures of this participant. Empty, unless a database was restored and brought back what had been
       *     erased; it is erased again. Afterwards `DELETE /v1/me` names the receipt.
       */
      receipts: {
        id: components['schemas']['ID'];
        irrecoverableAt: components['schemas']['Time'];
      }[];
      /**
       * Format: date-time
       * @description Null while the session isn't closed.
       */
      keptUntil: string | null;
      /** Format: email */
      contact: string;
      /**
       * Format: date-time
       * @description When the parent's code was given out that is good now; null where none was.
       */
      parentCodeAt: string | null;
      parent: components['schemas']['ParentActs'];
      /** @description What is to be read beside the work, as the school decided; null where nothing is. */
      correction: components['schemas']['Correction'] | null;
      /** @description The school keeps what is held here and doesn't use it, as it decided. It is shown and copied as ever, and erased when its time is over. */
      restricted: boolean;
      /** @description The policy in force for it. */
      privacy: {
        /** @description Whose it is. */
        org: string;
        version: number;
        kept: components['schemas']['Duration'];
        restoreWindow: components['schemas']['Duration'];
        change?: components['schemas']['PrivacyChange'];
      };
      /** @description Those that the session showed, in the order of the paper; absent where a token asks. */
      questions?: components['schemas']['PaperQuestion'][];
    };
    /** @description What is to be read instead of something in somebody's work, as the school decided about a request to correct it. */
    Correction: {
      text: string;
      at: components['schemas']['Time'];
    };
    /** @description What a parent did with a code, the last time each; what is absent was never done. It says nothing of who. */
    ParentActs: {
      /**
       * Format: date-time
       * @description When a parent last corrected the alias.
       */
      correctedAt?: string;
      /**
       * Format: date-time
       * @description No more is collected in this session, unless that was lifted later.
       */
      collectionRefusedAt?: string;
      /** Format: date-time */
      collectionLiftedAt?: string;
      /**
       * Format: date-time
       * @description Nothing is given away that the service doesn't need, unless that was lifted later.
       */
      disclosureRefusedAt?: string;
      /** Format: date-time */
      disclosureLiftedAt?: string;
    };
    /** @description What isn't named stays as it is. */
    Refusals: {
      collection?: boolean;
      disclosure?: boolean;
    };
    /**
     * @example {
     *       "secret": "AAECAwQFBgcICQoLDA0ODw",
     *       "code": "KXWQPT",
     *       "language": "de"
     *     }
     */
    ParentCode: {
      /** @description 128 bits in base64url. */
      secret: string;
      code: components['schemas']['Code'];
      /**
       * @description The school's, or its country's.
       * @enum {string}
       */
      language: 'en' | 'de' | 'fr' | 'es';
    };
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "alias": "Ada L.",
     *       "joinedAt": "2026-09-01T08:00:12Z",
     *       "consentBasis": "agreement-2026",
     *       "renamedAt": "2026-09-01T08:05:00Z",
     *       "consent": null
     *     }
     */
    OwnParticipant: {
      id: components['schemas']['ID'];
      alias: string;
      joinedAt: components['schemas']['Time'];
      /** @description The agreement under which the data is collected. */
      consentBasis: string;
      /**
       * Format: date-time
       * @description When the alias was last corrected.
       */
      renamedAt: string | null;
      /** @description That was recorded before anything else was stored. Null where the agreement wanted none. */
      consent: {
        ground: components['schemas']['ConsentGround'];
        at: components['schemas']['Time'];
        /** @description Of the school's text; 0: it had none. */
        version: number;
      } | null;
    };
    /**
     * @example {
     *       "state": "erased",
     *       "receiptId": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "irrecoverableAt": "2027-02-28T09:00:00Z"
     *     }
     */
    Erasure: {
      /**
       * @description `held`: hidden, and erased when the legal hold that stops it ends. `erasing`: hidden, and under way.
       * @enum {string}
       */
      state: 'erased' | 'erasing' | 'held';
      receiptId: string | null;
      /**
       * Format: date-time
       * @description From then on nobody can recover it.
       */
      irrecoverableAt: string | null;
    };
    /**
     * @example {
     *       "kept": "P6M",
     *       "restore": "P6M",
     *       "purposes": [
     *         "teaching",
     *         "assessment"
     *       ],
     *       "clause": "Data processing agreement, section 7",
     *       "contact": "privacy@north.example",
     *       "maxParticipants": 0
     *     }
     */
    Policy: {
      kept: components['schemas']['Duration'];
      restore: components['schemas']['Duration'];
      purposes: string[];
      /** @description Of the agreement that says so. */
      clause: string;
      /** @description A role's e-mail address. */
      contact: string;
      /** @description A session; 0: the usual 5,000. */
      maxParticipants: number;
      /** @description Before it comes into force, such as P14D and at most P1Y; empty: what it needs. */
      notice?: string;
      /**
       * @description `child-erasure`: it comes into force at once, because a child's data has to be erased; only for what keeps nothing longer.
       * @enum {string}
       */
      ground?: '' | 'child-erasure';
    };
    /**
     * @example {
     *       "kept": "P6M",
     *       "restore": "P6M",
     *       "purposes": [
     *         "teaching",
     *         "assessment"
     *       ],
     *       "clause": "Data processing agreement, section 7",
     *       "contact": "privacy@north.example",
     *       "maxParticipants": 0,
     *       "version": 1,
     *       "since": "2026-08-01T08:00:00Z",
     *       "announced": {
     *         "kept": "P3M",
     *         "restore": "P6M",
     *         "purposes": [
     *           "teaching",
     *           "assessment"
     *         ],
     *         "clause": "Data processing agreement, section 7",
     *         "contact": "privacy@north.example",
     *         "maxParticipants": 0,
     *         "version": 2,
     *         "from": "2026-12-14T23:00:00Z",
     *         "changes": [
     *           {
     *             "what": "kept",
     *             "words": {
     *               "en": "Names and answers are kept for 3 months after a session closes, instead of 6 months.",
     *               "de": "Namen und Antworten bleiben nach dem Ende einer Sitzung 3 Monate gespeichert, bisher 6 Monate.",
     *               "fr": "Les noms et les réponses sont conservés 3 mois après la fin d’une séance, au lieu de 6 mois.",
     *               "es": "Los nombres y las respuestas se conservan 3 meses tras finalizar una sesión, en lugar de 6 meses."
     *             }
     *           }
     *         ]
     *       }
     *     }
     */
    PolicyInForce: {
      kept: components['schemas']['Duration'];
      restore: components['schemas']['Duration'];
      purposes: string[];
      clause: string;
      contact: string;
      maxParticipants: number;
      version: number;
      /**
       * Format: date-time
       * @description Null: not known.
       */
      since: string | null;
      announced?: components['schemas']['AnnouncedPolicy'];
    };
    /** @description A policy that isn't in force yet. */
    AnnouncedPolicy: {
      kept: components['schemas']['Duration'];
      restore: components['schemas']['Duration'];
      purposes: string[];
      clause: string;
      contact: string;
      maxParticipants: number;
      version: number;
      /**
       * Format: date-time
       * @description When it comes into force.
       */
      from: string;
      changes: components['schemas']['PolicyChange'][];
    };
    PolicyChange: {
      /** @enum {string} */
      what: 'kept' | 'restore' | 'purposes' | 'clause' | 'contact' | 'maxParticipants' | 'first';
      words: components['schemas']['Words'];
    };
    /** @description The same in each language. */
    Words: {
      en: string;
      de: string;
      fr: string;
      es: string;
    };
    PolicyVersion: {
      version: number;
      /** @enum {string} */
      state: 'in-force' | 'announced' | 'earlier' | 'withdrawn';
      /**
       * Format: date-time
       * @description Null: not known.
       */
      publishedAt: string | null;
      /**
       * Format: date-time
       * @description When it came or comes into force; null: not known.
       */
      from: string | null;
      /**
       * Format: date-time
       * @description When another one took its place.
       */
      until: string | null;
      /** Format: date-time */
      withdrawnAt: string | null;
      /**
       * @description Why it came into force without notice.
       * @enum {string}
       */
      ground?: 'child-erasure';
      kept: components['schemas']['Duration'];
      restore: components['schemas']['Duration'];
      purposes: string[];
      clause: string;
      contact: string;
      changes: components['schemas']['PolicyChange'][];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "version": 1,
     *           "state": "in-force",
     *           "publishedAt": "2026-08-01T08:00:00Z",
     *           "from": "2026-08-01T08:00:00Z",
     *           "until": null,
     *           "withdrawnAt": null,
     *           "kept": "P6M",
     *           "restore": "P6M",
     *           "purposes": [
     *             "teaching"
     *           ],
     *           "clause": "Data processing agreement, section 7",
     *           "contact": "privacy@north.example",
     *           "changes": [
     *             {
     *               "what": "first",
     *               "words": {
     *                 "en": "The first rules that were published.",
     *                 "de": "Die erste Regelung, die veröffentlicht wurde.",
     *                 "fr": "Les premières règles qui ont été publiées.",
     *                 "es": "Las primeras reglas que se publicaron."
     *               }
     *             }
     *           ]
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    PolicyVersionList: {
      items: components['schemas']['PolicyVersion'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    NewsletterRequest: {
      kind: components['schemas']['MailKind'];
      subject: components['schemas']['NewsletterSubjects'];
      text: components['schemas']['NewsletterTexts'];
    };
    /**
     * @description `news`: about what is new. `service`: about planned outages and changed rules.
     * @enum {string}
     */
    MailKind: 'news' | 'service';
    /** @description By language, in one at least. */
    NewsletterSubjects: {
      en?: string;
      de?: string;
      fr?: string;
      es?: string;
    };
    /** @description In the same languages. Paragraphs are separated by empty lines. */
    NewsletterTexts: {
      en?: string;
      de?: string;
      fr?: string;
      es?: string;
    };
    /**
     * @example {
     *       "id": "onswg4tforpw63dmmfzgk2lomm",
     *       "kind": "news",
     *       "subject": {
     *         "en": "What is new in spring"
     *       },
     *       "text": {
     *         "en": "Questions can have pictures now.\n\nTry it in a set of your own."
     *       },
     *       "writtenAt": "2027-03-01T09:00:00Z",
     *       "startsAt": "2027-03-01T09:15:00Z",
     *       "startedAt": null,
     *       "cancelledAt": null
     *     }
     */
    Newsletter: {
      id: components['schemas']['ID'];
      kind: components['schemas']['MailKind'];
      subject: components['schemas']['NewsletterSubjects'];
      text: components['schemas']['NewsletterTexts'];
      writtenAt: components['schemas']['Time'];
      /**
       * Format: date-time
       * @description At the earliest. Until then it can be cancelled.
       */
      startsAt: string;
      /** Format: date-time */
      startedAt: string | null;
      /** Format: date-time */
      cancelledAt: string | null;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "onswg4tforpw63dmmfzgk2lomm",
     *           "kind": "news",
     *           "subject": {
     *             "en": "What is new in spring"
     *           },
     *           "text": {
     *             "en": "Questions can have pictures now.\n\nTry it in a set of your own."
     *           },
     *           "writtenAt": "2027-03-01T09:00:00Z",
     *           "startsAt": "2027-03-01T09:15:00Z",
     *           "startedAt": null,
     *           "cancelledAt": null
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    NewsletterList: {
      items: components['schemas']['Newsletter'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "news": 120,
     *       "service": 340
     *     }
     */
    Recipients: {
      news: number;
      service: number;
    };
    UnsubscribeRequest: {
      /** @description As it stands behind the # of the link in the mail. */
      token: string;
    };
    OneClick: {
      /** @enum {string} */
      'List-Unsubscribe': 'One-Click';
    };
    OwnershipRequest: {
      /** @description An institution's name. */
      owner: string;
      country: string;
      /** @description The day, by UTC: at least 30 days from now. */
      on: string;
      choice: components['schemas']['Words'];
    };
    /**
     * @example {
     *       "id": "onswg4tforpw63dmmfzgk2lomm",
     *       "owner": "New Owner AG",
     *       "country": "CH",
     *       "on": "2027-03-01",
     *       "choice": {
     *         "en": "You can leave.",
     *         "de": "Sie können gehen.",
     *         "fr": "Vous pouvez partir.",
     *         "es": "Puede irse."
     *       },
     *       "publishedAt": "2026-11-20T04:00:00Z",
     *       "withdrawnAt": null
     *     }
     */
    Ownership: {
      id: components['schemas']['ID'];
      owner: string;
      country: string;
      on: string;
      choice: components['schemas']['Words'];
      publishedAt: components['schemas']['Time'];
      /** Format: date-time */
      withdrawnAt: string | null;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "onswg4tforpw63dmmfzgk2lomm",
     *           "owner": "New Owner AG",
     *           "country": "CH",
     *           "on": "2027-03-01",
     *           "choice": {
     *             "en": "You can leave.",
     *             "de": "Sie können gehen.",
     *             "fr": "Vous pouvez partir.",
     *             "es": "Puede irse."
     *           },
     *           "publishedAt": "2026-11-20T04:00:00Z",
     *           "withdrawnAt": null
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    OwnershipList: {
      items: components['schemas']['Ownership'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "on": "2027-07-31T22:00:00Z",
     *       "until": "2029-07-31T22:00:00Z",
     *       "items": [
     *         {
     *           "subject": {
     *             "kind": "session",
     *             "session": "onswg4tforpw63dmmfzgk2lomm"
     *           },
     *           "title": "Rivers of Europe",
     *           "steps": [
     *             {
     *               "to": "deleted",
     *               "rule": "org-left",
     *               "promise": "P26",
     *               "due": "2027-07-31T22:00:00Z",
     *               "at": "2027-07-31T22:00:00Z",
     *               "hold": null
     *             }
     *           ]
     *         }
     *       ],
     *       "truncated": false
     *     }
     */
    Simulation: {
      on: components['schemas']['Time'];
      until: components['schemas']['Time'];
      items: components['schemas']['DepartureItem'][];
      /** @description There is more than is shown. */
      truncated: boolean;
    };
    /**
     * @example {
     *       "state": "erasing",
     *       "receiptId": "mfrggzdfmztwq2lknnwg23tpoa"
     *     }
     */
    Goodbye: {
      /**
       * @description `held`: erased when the legal hold that stops it ends.
       * @enum {string}
       */
      state: 'erased' | 'erasing' | 'held';
      /** @description Of the receipt that the school has then, which names nobody. */
      receiptId: string | null;
    };
    /**
     * @example {
     *       "member": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "departure": {
     *         "on": "2027-07-31T22:00:00Z",
     *         "until": "2029-07-31T22:00:00Z",
     *         "items": [
     *           {
     *             "subject": {
     *               "kind": "member",
     *               "member": "mfrggzdfmztwq2lknnwg23tpoa"
     *             },
     *             "title": null,
     *             "steps": [
     *               {
     *                 "to": "erased",
     *                 "rule": "formal",
     *                 "promise": "P26",
     *                 "due": "2027-07-31T22:00:00Z",
     *                 "at": "2027-07-31T22:00:00Z",
     *                 "hold": null
     *               }
     *             ],
     *             "stays": "receipts",
     *             "promise": "P24"
     *           }
     *         ],
     *         "truncated": false
     *       },
     *       "successor": true
     *     }
     */
    OwnDeparture: {
      member: components['schemas']['ID'];
      departure: components['schemas']['Simulation'];
      /** @description False: the caller is the last to have their role, and somebody else has to have it before they can leave. */
      successor: boolean;
    };
    DepartureItem: {
      subject: components['schemas']['RetentionSubject'];
      title: string | null;
      steps: {
        /** @enum {string} */
        to: 'closed' | 'deleted' | 'erased';
        rule: components['schemas']['RetentionRule'];
        /** @description By which it happens: /promises.json. */
        promise: string;
        due: components['schemas']['Time'];
        at: components['schemas']['Time'];
        hold: string | null;
      }[];
      /**
       * @description Why it or what of it stays.
       * @enum {string}
       */
      stays?: 'receipts' | 'school' | 'colleagues' | 'others';
      /** @description By which it stays. */
      promise?: string;
    };
    /** @description How long things are kept once an announced policy is in force. */
    PrivacyChange: {
      from: components['schemas']['Time'];
      kept: components['schemas']['Duration'];
      restoreWindow: components['schemas']['Duration'];
    };
    /** @description ISO 8601, of calendar years, months, weeks and days in UTC. */
    Duration: string;
    /**
     * @example {
     *       "name": "North School",
     *       "country": "DE",
     *       "kept": "P6M",
     *       "restoreWindow": "P6M",
     *       "purposes": [
     *         "teaching",
     *         "assessment"
     *       ],
     *       "clause": "Data processing agreement, section 7",
     *       "visibleTo": [
     *         "teachers",
     *         "school-admins"
     *       ],
     *       "contact": "privacy@north.example",
     *       "version": 1,
     *       "since": "2026-08-01T08:00:00Z"
     *     }
     */
    OrgPrivacy: {
      version: number;
      /**
       * Format: date-time
       * @description Null: not known.
       */
      since: string | null;
      announced?: components['schemas']['AnnouncedPolicy'];
      ownership?: components['schemas']['Ownership'];
      name: string;
      /** @description ISO 3166-1; empty where it isn't known. */
      country: string;
      kept: components['schemas']['Duration'];
      restoreWindow: components['schemas']['Duration'];
      purposes: string[];
      clause: string;
      visibleTo: ('teachers' | 'school-admins')[];
      contact: string;
    };
    /** @description By the school's calendar. */
    Day: string;
    /** @enum {string} */
    SchoolState: 'active' | 'left' | 'erasing' | 'erased';
    SchoolContacts: {
      office: string;
      /** @description Published. */
      privacy: string;
      /** @description For notices of a breach; empty: the office's. */
      incident: string;
    };
    SchoolContactsPatch: {
      office?: string;
      privacy?: string;
      incident?: string;
    };
    Holidays: components['schemas']['Day'][];
    SchoolName: string;
    Country: string;
    /** @description State or province by ISO 3166-2, required in the US: US-NY. */
    Region: string;
    Timezone: string;
    /** @enum {string} */
    Locale: 'en' | 'de' | 'fr' | 'es';
    /**
     * @description Empty: the country's.
     * @enum {string}
     */
    OrgLanguage: '' | 'en' | 'de' | 'fr' | 'es';
    /**
     * @example {
     *       "id": "org_east",
     *       "name": "East School",
     *       "country": "US",
     *       "region": "US-CA",
     *       "timezone": "America/Los_Angeles",
     *       "language": "en",
     *       "state": "active",
     *       "endsAt": "2029-09-01T07:00:00Z",
     *       "contacts": {
     *         "office": "office@east.example",
     *         "privacy": "privacy@east.example",
     *         "incident": ""
     *       },
     *       "holidays": [
     *         "2026-11-27"
     *       ],
     *       "clauses": [
     *         {
     *           "id": "ndpa",
     *           "audience": "school",
     *           "starts": "confirmed",
     *           "within": {
     *             "count": 48,
     *             "unit": "hours"
     *           },
     *           "target": false,
     *           "source": "NDPA v1, art. V § 4",
     *           "words": "forty-eight (48) hours"
     *         }
     *       ],
     *       "offered": []
     *     }
     */
    School: {
      id: components['schemas']['OrgID'];
      name: string;
      country: string;
      region: string;
      timezone: string;
      language: components['schemas']['OrgLanguage'];
      state: components['schemas']['SchoolState'];
      /**
       * Format: date-time
       * @description The contract; null: no end is on file.
       */
      endsAt: string | null;
      contacts: components['schemas']['SchoolContacts'];
      holidays: components['schemas']['Holidays'];
      /** @description That bind towards the school. */
      clauses: components['schemas']['SchoolClause'][];
      /** @description Built in, of its country and state. */
      offered: components['schemas']['SchoolClause'][];
    };
    SchoolClause: {
      id: string;
      audience: components['schemas']['Audience'];
      starts: string;
      within: components['schemas']['Within'];
      /** @description The source sets no number; this is ours. */
      target: boolean;
      source: string;
      /** @description Of the agreement that changes it. */
      words: string;
    };
    Within: {
      count: number;
      /** @enum {string} */
      unit: 'hours' | 'days' | 'businessDays';
    };
    SchoolSummary: {
      id: components['schemas']['OrgID'];
      name: string;
      country: string;
      region: string;
      state: components['schemas']['SchoolState'];
      /** Format: date-time */
      endsAt: string | null;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "org_east",
     *           "name": "East School",
     *           "country": "US",
     *           "region": "US-CA",
     *           "state": "active",
     *           "endsAt": null
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    SchoolList: {
      items: components['schemas']['SchoolSummary'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    SchoolRequest: {
      id: components['schemas']['OrgID'];
      name: components['schemas']['SchoolName'];
      country: components['schemas']['Country'];
      region?: components['schemas']['Region'];
      timezone: components['schemas']['Timezone'];
      language?: components['schemas']['OrgLanguage'];
      contacts: components['schemas']['SchoolContacts'];
      holidays?: components['schemas']['Holidays'];
      policy: components['schemas']['FirstPolicy'];
    };
    OrganizationRequest: {
      name: components['schemas']['SchoolName'];
    };
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "state": "made",
     *       "refused": false,
     *       "org": "org_east",
     *       "endsAt": "2026-12-01T09:00:00Z"
     *     }
     */
    Organization: {
      id: components['schemas']['ID'];
      /** @enum {string} */
      state: 'waiting' | 'made';
      /** @description The identity provider didn't accept it. It is tried again every hour. */
      refused: boolean;
      /** @description The id that the school is added with; null while it waits. */
      org: string | null;
      endsAt: components['schemas']['Time'];
    };
    /** @description With which the school starts; its administrators can change it. */
    FirstPolicy: {
      kept: components['schemas']['Duration'];
      restore: components['schemas']['Duration'];
      purposes: string[];
      clause: string;
      maxParticipants: number;
    };
    SchoolPatch: {
      name?: components['schemas']['SchoolName'];
      country?: components['schemas']['Country'];
      region?: components['schemas']['Region'];
      timezone?: components['schemas']['Timezone'];
      language?: components['schemas']['OrgLanguage'];
      contacts?: components['schemas']['SchoolContactsPatch'];
      holidays?: components['schemas']['Holidays'];
    };
    OwnSchoolPatch: {
      language?: components['schemas']['OrgLanguage'];
      contacts?: components['schemas']['SchoolContactsPatch'];
      holidays?: components['schemas']['Holidays'];
    };
    /** @enum {string} */
    AgreementKind: 'service' | 'data-processing' | 'student-privacy' | 'amendment';
    /** @enum {string} */
    ConsentBasis: 'school' | 'parents' | 'public-task';
    Exhibit: {
      name: string;
      sha256: string;
      /** @description It lies. */
      where: string;
    };
    /** @description What an agreement says about a clause on breaches: that a built-in one applies, how it changes that, or one of its own. */
    ClauseTerm: {
      id: string;
      audience?: components['schemas']['Audience'];
      starts?: string;
      within?: components['schemas']['Within'];
      requires?: components['schemas']['Part'][];
      /** @enum {string} */
      form?: 'authority' | 'people' | 'controller' | 'us-state' | 'ndpa' | 'ny-2d' | 'soppa' | 'parents';
      delays?: components['schemas']['DelayGround'][];
      source?: string;
      /** @description Of the agreement. */
      words?: string;
    };
    /**
     * @example {
     *       "id": "onswg4tforpw63dmmfzgk2lomm",
     *       "kind": "data-processing",
     *       "number": "DPA-2026-17",
     *       "parties": [
     *         "North School",
     *         "cleanslate"
     *       ],
     *       "signed": "2026-08-01",
     *       "begins": "2026-09-01",
     *       "ends": "2029-08-31",
     *       "exhibits": [
     *         {
     *           "name": "Exhibit A",
     *           "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     *           "where": "shelf 3"
     *         }
     *       ],
     *       "clauses": [
     *         {
     *           "id": "gdpr-33-2",
     *           "within": {
     *             "count": 12,
     *             "unit": "hours"
     *           },
     *           "words": "within twelve (12) hours"
     *         }
     *       ],
     *       "retention": "Section 7",
     *       "ageLine": 16,
     *       "consent": "school",
     *       "inForce": true,
     *       "revision": 1,
     *       "announced": [
     *         {
     *           "days": 90,
     *           "ends": "2029-08-31",
     *           "to": "school",
     *           "state": "sent",
     *           "madeAt": "2029-06-02T22:00:00Z",
     *           "sentAt": "2029-06-02T22:10:00Z",
     *           "problem": false
     *         }
     *       ]
     *     }
     */
    Agreement: {
      id: string;
      /** @enum {string} */
      kind: 'service' | 'data-processing' | 'student-privacy' | 'amendment' | '';
      number: string;
      parties: string[];
      signed: components['schemas']['Day'];
      begins: components['schemas']['Day'];
      /** @description The last day; null: none, as only the operator's own may have. */
      ends: string | null;
      exhibits: components['schemas']['Exhibit'][];
      clauses: components['schemas']['ClauseTerm'][];
      retention: string;
      ageLine: number;
      /** @enum {string} */
      consent: 'school' | 'parents' | 'public-task' | '';
      inForce: boolean;
      /** @description As in the ETag, for If-Match. */
      revision: number;
      /** @description The letters that said that it ends, the first first. */
      announced: components['schemas']['Announcement'][];
    };
    Announcement: {
      /**
       * @description Before the end.
       * @enum {integer}
       */
      days: 90 | 30 | 7;
      ends: components['schemas']['Day'];
      /**
       * @description Whose office it goes to.
       * @enum {string}
       */
      to: 'school' | 'operator';
      /**
       * @description `not-required`: it was taken back, as the agreement was renewed or moved.
       * @enum {string}
       */
      state: 'waiting' | 'queued' | 'sending' | 'deferred' | 'sent' | 'failed' | 'unknown' | 'not-required';
      madeAt: components['schemas']['Time'];
      /** Format: date-time */
      sentAt: string | null;
      /** @description It did not arrive, or nobody knows. */
      problem: boolean;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "onswg4tforpw63dmmfzgk2lomm",
     *           "kind": "data-processing",
     *           "number": "DPA-2026-17",
     *           "parties": [
     *             "North School",
     *             "cleanslate"
     *           ],
     *           "signed": "2026-08-01",
     *           "begins": "2026-09-01",
     *           "ends": "2029-08-31",
     *           "exhibits": [
     *             {
     *               "name": "Exhibit A",
     *               "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     *               "where": "shelf 3"
     *             }
     *           ],
     *           "clauses": [
     *             {
     *               "id": "gdpr-33-2",
     *               "within": {
     *                 "count": 12,
     *                 "unit": "hours"
     *               },
     *               "words": "within twelve (12) hours"
     *             }
     *           ],
     *           "retention": "Section 7",
     *           "ageLine": 16,
     *           "consent": "school",
     *           "inForce": true,
     *           "revision": 1,
     *           "announced": [
     *             {
     *               "days": 90,
     *               "ends": "2029-08-31",
     *               "to": "school",
     *               "state": "sent",
     *               "madeAt": "2029-06-02T22:00:00Z",
     *               "sentAt": "2029-06-02T22:10:00Z",
     *               "problem": false
     *             }
     *           ]
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    AgreementList: {
      items: components['schemas']['Agreement'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "at": "2026-11-30T10:00:00Z",
     *       "school": {
     *         "id": "org_north",
     *         "name": "North School",
     *         "country": "DE",
     *         "region": "",
     *         "timezone": "Europe/Berlin",
     *         "language": "de",
     *         "state": "active",
     *         "endsAt": "2029-08-31T22:00:00Z",
     *         "contacts": {
     *           "office": "office@north.example",
     *           "privacy": "privacy@north.example",
     *           "incident": ""
     *         },
     *         "holidays": [],
     *         "clauses": [],
     *         "offered": []
     *       },
     *       "policy": {
     *         "kept": "P6M",
     *         "restore": "P6M",
     *         "purposes": [
     *           "teaching"
     *         ],
     *         "clause": "Data processing agreement, section 7",
     *         "contact": "privacy@north.example",
     *         "maxParticipants": 0,
     *         "version": 1,
     *         "since": "2026-08-01T08:00:00Z"
     *       },
     *       "agreements": [],
     *       "terms": {
     *         "idle": "P30D",
     *         "draft": "P180D",
     *         "restoreMax": "P6M",
     *         "ticket": "P14D",
     *         "ticketSecret": "P180D",
     *         "backup": "P7D",
     *         "freeze": "P90D",
     *         "holdMax": "P2Y",
     *         "hold": "P3Y",
     *         "audit": "P3Y",
     *         "org": "P1Y",
     *         "invitation": "P7D",
     *         "letter": "P2Y",
     *         "incident": "P7Y",
     *         "publicNotice": "P90D"
     *       }
     *     }
     */
    Records: {
      /** Format: date-time */
      at: string;
      school: components['schemas']['School'];
      policy: components['schemas']['PolicyInForce'];
      /** @description All, the one that ends last first. */
      agreements: components['schemas']['Agreement'][];
      terms: components['schemas']['RecordTerms'];
    };
    /** @description How long things are kept, whatever a school's policy says. */
    RecordTerms: {
      /** @description After which an open session is closed. */
      idle: components['schemas']['Duration'];
      /** @description After which a draft is deleted. */
      draft: components['schemas']['Duration'];
      /** @description Within which a deletion can be undone, at most. */
      restoreMax: components['schemas']['Duration'];
      /** @description A student's token, after the close. */
      ticket: components['schemas']['Duration'];
      /** @description The secret under which tokens are sealed. */
      ticketSecret: components['schemas']['Duration'];
      /** @description How far backups and point-in-time recovery reach back. */
      backup: components['schemas']['Duration'];
      /** @description Of an incident, unless it is renewed. */
      freeze: components['schemas']['Duration'];
      /** @description A hold, unless it is placed again. */
      holdMax: components['schemas']['Duration'];
      /** @description The record of a hold, after its end. */
      hold: components['schemas']['Duration'];
      /** @description An entry of the audit. */
      audit: components['schemas']['Duration'];
      /** @description The school, after its contract. */
      org: components['schemas']['Duration'];
      /** @description An invitation with its address, if it isn't accepted sooner. */
      invitation: components['schemas']['Duration'];
      /** @description A letter about a contract. */
      letter: components['schemas']['Duration'];
      /** @description After the report or the close. */
      incident: components['schemas']['Duration'];
      /** @description A notice on the public page. */
      publicNotice: components['schemas']['Duration'];
    };
    AgreementRequest: {
      kind: components['schemas']['AgreementKind'];
      number: string;
      parties: string[];
      signed: components['schemas']['Day'];
      begins?: components['schemas']['Day'];
      ends: components['schemas']['Day'];
      exhibits?: components['schemas']['Exhibit'][];
      clauses?: components['schemas']['ClauseTerm'][];
      retention?: string;
      /** @description Below which the consent is needed; 0: not said. */
      ageLine?: number;
      consent: components['schemas']['ConsentBasis'];
    };
    AgreementPatch: {
      kind?: components['schemas']['AgreementKind'];
      number?: string;
      parties?: string[];
      signed?: components['schemas']['Day'];
      begins?: components['schemas']['Day'];
      ends?: components['schemas']['Day'];
      exhibits?: components['schemas']['Exhibit'][];
      clauses?: components['schemas']['ClauseTerm'][];
      retention?: string;
      /** @description Below which the consent is needed; 0: not said. */
      ageLine?: number;
      consent?: components['schemas']['ConsentBasis'];
    };
    FieldChange: {
      name: string;
      /** @description Empty too for what is sealed. */
      before: string;
      after: string;
    };
    /** @enum {string} */
    MemberRole: 'teacher' | 'administrator' | 'operator';
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "name": "Ada North",
     *       "role": "teacher",
     *       "state": "active",
     *       "lastActive": "2026-W49",
     *       "waits": false,
     *       "refused": false,
     *       "you": false
     *     }
     */
    Member: {
      id: components['schemas']['ID'];
      /** @description As colleagues see them; null: they haven't said. */
      name: string | null;
      role: components['schemas']['MemberRole'];
      /** @enum {string} */
      state: 'active' | 'suspended' | 'deactivated' | 'erasing';
      /** @description The ISO week, in UTC; null: never. */
      lastActive: string | null;
      /** @description The sign-in service is still to be told of a change. */
      waits: boolean;
      /** @description It didn't accept the change. It is tried again every hour. */
      refused: boolean;
      you: boolean;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "name": "Ada North",
     *           "role": "teacher",
     *           "state": "active",
     *           "lastActive": "2026-W49",
     *           "waits": false,
     *           "refused": false,
     *           "you": false
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    MemberList: {
      items: components['schemas']['Member'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "role": "administrator"
     *     }
     */
    MemberPatch: {
      role?: components['schemas']['MemberRole'];
      /** @enum {string} */
      state?: 'active' | 'suspended';
    };
    /**
     * @example {
     *       "email": "ada@north.example",
     *       "role": "teacher"
     *     }
     */
    InvitationRequest: {
      email: string;
      role: components['schemas']['MemberRole'];
    };
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "role": "teacher",
     *       "state": "sent",
     *       "refused": false,
     *       "madeAt": "2026-11-30T09:00:00Z",
     *       "endsAt": "2026-12-07T09:00:00Z"
     *     }
     */
    MemberInvitation: {
      id: components['schemas']['ID'];
      role: components['schemas']['MemberRole'];
      /** @enum {string} */
      state: 'waiting' | 'sent' | 'withdrawn';
      /** @description The sign-in service didn't accept it. It is tried again every hour. */
      refused: boolean;
      madeAt: components['schemas']['Time'];
      endsAt: components['schemas']['Time'];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "role": "teacher",
     *           "state": "sent",
     *           "refused": false,
     *           "madeAt": "2026-11-30T09:00:00Z",
     *           "endsAt": "2026-12-07T09:00:00Z"
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    MemberInvitationList: {
      items: components['schemas']['MemberInvitation'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "name": "Ada North",
     *       "email": "ada@north.example",
     *       "locale": "en",
     *       "mail": {
     *         "news": false,
     *         "service": true
     *       }
     *     }
     */
    Profile: {
      /** @description How colleagues see the member. */
      name: string;
      /** @description Absent: none. */
      email?: string;
      locale: components['schemas']['Locale'];
      mail: components['schemas']['MailChoice'];
    };
    ProfileRequest: {
      /** @description How colleagues see the member. */
      name: string;
      /** @description For what the member must be told: that an incident concerns their sessions, that the school's policy or the service's owner changes. It is the address that they sign in with, as the sign-in service has verified it; any other is 422. Absent or empty: none. */
      email?: string;
      locale: components['schemas']['Locale'];
      mail?: components['schemas']['MailChoice'];
    };
    /** @description What mail the member wants beside what they must be told, once there is any. Both need an address. */
    MailChoice: {
      /** @description About what is new. */
      news: boolean;
      /** @description About planned outages and changed rules. */
      service: boolean;
    };
    Change: {
      n: number;
      at: components['schemas']['Time'];
      /** @enum {string} */
      by: 'school' | 'operator' | 'system';
      /** @description A member's id. Null: a date came or, where people were changed, somebody who is no member of the caller's organization now. */
      who: string | null;
      /** @description Theirs, if they are of the caller's own organization. */
      name: string | null;
      /** @enum {string} */
      what:
        | 'added'
        | 'edited'
        | 'agreement-added'
        | 'agreement-edited'
        | 'contract-ended'
        | 'consent-text'
        | 'consent-codes-issued'
        | 'consent-code-ended'
        | 'consent-erased'
        | 'member-invited'
        | 'invitation-withdrawn'
        | 'role-changed'
        | 'member-suspended'
        | 'member-let-back'
        | 'member-left';
      agreement: string | null;
      /** @description Whom it is about, as long as they are a member of the caller's own organization. */
      member: {
        id: components['schemas']['ID'];
        name: string | null;
      } | null;
      fields: components['schemas']['FieldChange'][];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "n": 2,
     *           "at": "2026-11-30T09:00:00Z",
     *           "by": "operator",
     *           "who": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "name": null,
     *           "what": "edited",
     *           "agreement": null,
     *           "member": null,
     *           "fields": [
     *             {
     *               "name": "name",
     *               "before": "East",
     *               "after": "East School"
     *             }
     *           ]
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    ChangeList: {
      items: components['schemas']['Change'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    DepartureRequest: {
      on: components['schemas']['Day'];
    };
    /**
     * @example {
     *       "on": "2027-07-31",
     *       "state": "active",
     *       "sessions": 12,
     *       "questionSets": 3,
     *       "held": 0,
     *       "truncated": false,
     *       "restore": "P6M",
     *       "erasedAt": "2028-08-01T00:00:00Z"
     *     }
     */
    Departure: {
      on: components['schemas']['Day'];
      state: components['schemas']['SchoolState'];
      /** @description That are deleted. */
      sessions: number;
      /** @description That are deleted. */
      questionSets: number;
      held: number;
      /** @description There are more than were counted. */
      truncated: boolean;
      restore: components['schemas']['Duration'];
      erasedAt: components['schemas']['Time'];
    };
    /** @enum {string} */
    SubjectKind: 'session' | 'participant' | 'questionSet' | 'member' | 'org';
    /**
     * @example {
     *       "kind": "session",
     *       "session": "onswg4tforpw63dmmfzgk2lomm"
     *     }
     */
    RetentionSubject: {
      kind: components['schemas']['SubjectKind'];
      session?: components['schemas']['ID'];
      participant?: components['schemas']['ID'];
      questionSet?: components['schemas']['ID'];
      member?: components['schemas']['ID'];
    };
    /** @enum {string} */
    RetentionRule: 'closes-at' | 'idle' | 'draft' | 'policy' | 'restore-window' | 'org-left' | 'contract' | 'formal';
    /**
     * @description Who consented: a parent, by a code, or the student, who said that they are of age.
     * @enum {string}
     */
    ConsentGround: 'parents' | 'of-age';
    /**
     * @example {
     *       "basis": "parents",
     *       "agreement": "onswg4tforpw63dmmfzgk2lomm",
     *       "ageLine": 16,
     *       "wanted": true,
     *       "version": 1,
     *       "text": "Our child may answer questions in class with cleanslate.",
     *       "at": "2026-08-20T09:00:00Z",
     *       "ofAge": true
     *     }
     */
    OrgConsent: {
      /**
       * @description Who consents under the agreements in force. Null where nothing may be collected.
       * @enum {string|null}
       */
      basis: 'school' | 'parents' | 'public-task' | null;
      /** @description The one that says so. */
      agreement: string | null;
      /** @description From which on no parent has to consent; 0: for everybody one has to, or it isn't said. */
      ageLine: number;
      /** @description Each parent's consent is wanted, now or by an agreement that is to begin: codes can be issued. */
      wanted: boolean;
      /** @description Of the text; 0: there is none. */
      version: number;
      text: string;
      /**
       * Format: date-time
       * @description When it was stored.
       */
      at: string | null;
      /** @description Students from the age line on may say so themselves. */
      ofAge: boolean;
    };
    OrgConsentRequest: {
      text: string;
      /** @description Absent: no. Takes an agreement in force that wants each parent's consent below an age. */
      ofAge?: boolean;
    };
    ConsentText: {
      version: number;
      text: string;
      at: components['schemas']['Time'];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "version": 1,
     *           "text": "Our child may answer questions in class with cleanslate.",
     *           "at": "2026-08-20T09:00:00Z"
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    ConsentTextList: {
      items: components['schemas']['ConsentText'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /** @enum {string} */
    ConsentFor: 'class' | 'child';
    ConsentCodeRequest: {
      for: components['schemas']['ConsentFor'];
      /** @description Of a class, such as 7b, and of nobody in it; a child's code has none. */
      label?: string;
      /** @description How many students may join one session with a class's code; one child's is for one. */
      uses?: number;
      /** @description For how many children codes are issued; one for a class. */
      count?: number;
      ends: components['schemas']['Day'];
    };
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "ref": "MFRGGZ",
     *       "for": "class",
     *       "label": "7b",
     *       "uses": 28,
     *       "version": 1,
     *       "madeAt": "2026-08-20T09:00:00Z",
     *       "endsAt": "2027-07-31T22:00:00Z",
     *       "over": false,
     *       "erasing": false
     *     }
     */
    ConsentCode: {
      id: components['schemas']['ID'];
      /** @description By which the school tells it from others. */
      ref: string;
      /** @description The code itself, in the response that issues it alone: its hash is all that is stored. */
      code?: string;
      for: components['schemas']['ConsentFor'];
      label: string;
      uses: number;
      /** @description Of the text that was consented to. */
      version: number;
      madeAt: components['schemas']['Time'];
      endsAt: components['schemas']['Time'];
      over: boolean;
      /** @description What was collected under it is being erased. */
      erasing: boolean;
      /** @description Of how many students something is held that was collected under it, counted for each session; only where one code is asked for. */
      collected?: number;
    };
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "state": "running",
     *       "askedAt": "2026-11-30T09:00:00Z",
     *       "doneAt": null,
     *       "expiresAt": "2026-12-07T07:00:00Z",
     *       "done": 20,
     *       "total": 118,
     *       "bytes": 3408512,
     *       "cut": false,
     *       "you": true
     *     }
     */
    SchoolExport: {
      id: components['schemas']['ID'];
      /** @enum {string} */
      state: 'running' | 'done' | 'ended';
      askedAt: components['schemas']['Time'];
      doneAt: components['schemas']['Time'] | null;
      expiresAt: components['schemas']['Time'];
      /** @description Sessions that are in it. */
      done: number;
      /** @description Sessions that there were when it was begun; 0 before they are counted. */
      total: number;
      /** @description That are stored, sealed: it is smaller once it is saved. */
      bytes: number;
      /** @description There was more than fits into one. */
      cut: boolean;
      /** @description You asked for it. */
      you: boolean;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "state": "running",
     *           "askedAt": "2026-11-30T09:00:00Z",
     *           "doneAt": null,
     *           "expiresAt": "2026-12-07T07:00:00Z",
     *           "done": 20,
     *           "total": 118,
     *           "bytes": 3408512,
     *           "cut": false,
     *           "you": true
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    SchoolExportList: {
      items: components['schemas']['SchoolExport'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "ref": "MFRGGZ",
     *           "for": "class",
     *           "label": "7b",
     *           "uses": 28,
     *           "version": 1,
     *           "madeAt": "2026-08-20T09:00:00Z",
     *           "endsAt": "2027-07-31T22:00:00Z",
     *           "over": false,
     *           "erasing": false
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    ConsentCodeList: {
      items: components['schemas']['ConsentCode'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "ref": "MFRGGZ",
     *           "code": "KXWQPTBDFHJMNRTY",
     *           "for": "class",
     *           "label": "7b",
     *           "uses": 28,
     *           "version": 1,
     *           "madeAt": "2026-08-20T09:00:00Z",
     *           "endsAt": "2027-07-31T22:00:00Z",
     *           "over": false,
     *           "erasing": false
     *         }
     *       ]
     *     }
     */
    IssuedConsentCodes: {
      items: components['schemas']['ConsentCode'][];
    };
    ConsentErasureRequest: {
      /** @description Count what would be erased, and erase nothing. */
      dryRun?: boolean;
      /** @description What the last response has as `next`; empty or absent to begin. */
      after?: string;
    };
    /**
     * @example {
     *       "dryRun": false,
     *       "students": 3,
     *       "erased": 2,
     *       "held": 1,
     *       "waiting": 0,
     *       "next": null
     *     }
     */
    ConsentErasure: {
      dryRun: boolean;
      /** @description Of whom something was found, counted for each session. */
      students: number;
      /** @description For good; each has a receipt. */
      erased: number;
      /** @description Hidden, and erased when a legal hold ends. */
      held: number;
      /** @description Hidden, and erased by the next tick of retention. */
      waiting: number;
      /** @description From where to go on, as there was more than one request erases; null: all was seen. */
      next: string | null;
    };
    /** @enum {string} */
    ErasureGround: 'data-subject' | 'school' | 'parent' | 'no-consent';
    /**
     * @example {
     *       "at": "2027-03-01T00:00:00Z",
     *       "items": [
     *         {
     *           "subject": {
     *             "kind": "session",
     *             "session": "onswg4tforpw63dmmfzgk2lomm"
     *           },
     *           "title": "Rivers of Europe",
     *           "to": "deleted",
     *           "rule": "policy",
     *           "due": "2027-02-01T09:00:00Z",
     *           "at": "2027-02-01T09:00:00Z",
     *           "hold": null
     *         }
     *       ],
     *       "truncated": false,
     *       "stopped": {
     *         "waiting": 812,
     *         "since": "2027-02-28T09:00:00Z"
     *       },
     *       "paused": false
     *     }
     */
    Plan: {
      at: components['schemas']['Time'];
      items: components['schemas']['RetentionStep'][];
      /** @description There is more. */
      truncated: boolean;
      /** @description More is due than retention may begin by itself. It waits for POST /v1/retention/confirm. */
      stopped: {
        waiting: number;
        since: components['schemas']['Time'];
      } | null;
      /** @description A database was restored. Nothing is erased until an operator has confirmed. */
      paused: boolean;
    };
    RetentionStep: {
      subject: components['schemas']['RetentionSubject'];
      /** @description Of a session or question set; null where there is none. */
      title: string | null;
      /** @enum {string} */
      to: 'closed' | 'deleted' | 'erased';
      rule: components['schemas']['RetentionRule'];
      due: components['schemas']['Time'];
      /**
       * Format: date-time
       * @description When it happens: later than due where a hold ends in between.
       */
      at: string;
      /** @description The id of the hold that stops it. */
      hold: string | null;
    };
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "kind": "legal",
     *       "session": "onswg4tforpw63dmmfzgk2lomm",
     *       "name": "Case 12/2027",
     *       "placedAt": "2027-01-10T09:00:00Z",
     *       "until": "2028-01-10T09:00:00Z",
     *       "endsAt": "2028-01-10T09:00:00Z",
     *       "stands": true
     *     }
     */
    Hold: {
      id: components['schemas']['ID'];
      /**
       * @description `operator`: the operator placed it, and alone can release it.
       * @enum {string}
       */
      kind: 'legal' | 'incident' | 'operator';
      /** @description Null: everything of the organization. */
      session: string | null;
      name: string;
      placedAt: components['schemas']['Time'];
      until: components['schemas']['Time'];
      endsAt: components['schemas']['Time'];
      stands: boolean;
    };
    HoldRequest: {
      session?: string | null;
      name: string;
      until: components['schemas']['Time'];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "kind": "legal",
     *           "session": "onswg4tforpw63dmmfzgk2lomm",
     *           "name": "Case 12/2027",
     *           "placedAt": "2027-01-10T09:00:00Z",
     *           "until": "2028-01-10T09:00:00Z",
     *           "endsAt": "2028-01-10T09:00:00Z",
     *           "stands": true
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    HoldList: {
      items: components['schemas']['Hold'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /** @enum {string} */
    DisclosureGround: 'court-order' | 'warrant' | 'subpoena' | 'statute' | 'emergency';
    /** @description Whether somebody was told. `on` with `told`, `until` with `forbidden`. */
    Telling: {
      /** @enum {string} */
      state: 'told' | 'not-yet' | 'forbidden' | 'not-reachable';
      /** @description The day, by UTC. */
      on?: string | null;
      /** Format: date-time */
      until?: string | null;
    };
    DisclosureRequest: {
      ground: components['schemas']['DisclosureGround'];
      /** @description The court or office that asked; no person. */
      authority: string;
      /** @description Of the case; no person's name. */
      reference: string;
      /** @description The office or role that decided; no person's name. */
      decider: string;
      categories: components['schemas']['Category'][];
      /** @description Null: of the whole school. */
      session?: string | null;
      /** @description The day on which it was handed over, by UTC; not a day to come. */
      on: string;
      /** @description From the operator: `told` or `forbidden`. Absent: told on that day. */
      school?: components['schemas']['Telling'] | null;
      people: components['schemas']['Telling'];
      /**
       * Format: date-time
       * @description Until when it is held, within 24 months; null: it isn't.
       */
      hold?: string | null;
    };
    DisclosurePatch: {
      /** @description From the operator alone. */
      school?: components['schemas']['Telling'] | null;
      people?: components['schemas']['Telling'] | null;
      /** Format: date-time */
      hold?: string | null;
    };
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "by": "school",
     *       "who": "onswg4tforpw63dmmfzgk2lomm",
     *       "ground": "warrant",
     *       "authority": "District court",
     *       "reference": "Case 12/2027",
     *       "decider": "Head teacher",
     *       "categories": [
     *         "answers"
     *       ],
     *       "session": "onswg4tforpw63dmmfzgk2lomm",
     *       "on": "2027-01-09",
     *       "recordedAt": "2027-01-10T09:00:00Z",
     *       "school": {
     *         "state": "told",
     *         "on": "2027-01-09",
     *         "until": null
     *       },
     *       "people": {
     *         "state": "not-yet",
     *         "on": null,
     *         "until": null
     *       },
     *       "hold": {
     *         "id": "nzxw4zjanfzsa5dimu4dczlomq",
     *         "endsAt": "2028-01-10T09:00:00Z",
     *         "stands": true
     *       }
     *     }
     */
    Disclosure: {
      id: components['schemas']['ID'];
      /** @enum {string} */
      by: 'school' | 'operator';
      /** @description The member who recorded it, to those of their own organization. */
      who: string | null;
      ground: components['schemas']['DisclosureGround'];
      authority: string;
      reference: string;
      decider: string;
      categories: components['schemas']['Category'][];
      session: string | null;
      on: string;
      recordedAt: components['schemas']['Time'];
      school: components['schemas']['Telling'];
      people: components['schemas']['Telling'];
      /** @description What keeps the data; of several, the one that ends last. */
      hold: {
        id: components['schemas']['ID'];
        endsAt: components['schemas']['Time'];
        stands: boolean;
      } | null;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "by": "school",
     *           "who": "onswg4tforpw63dmmfzgk2lomm",
     *           "ground": "warrant",
     *           "authority": "District court",
     *           "reference": "Case 12/2027",
     *           "decider": "Head teacher",
     *           "categories": [
     *             "answers"
     *           ],
     *           "session": "onswg4tforpw63dmmfzgk2lomm",
     *           "on": "2027-01-09",
     *           "recordedAt": "2027-01-10T09:00:00Z",
     *           "school": {
     *             "state": "told",
     *             "on": "2027-01-09",
     *             "until": null
     *           },
     *           "people": {
     *             "state": "not-yet",
     *             "on": null,
     *             "until": null
     *           },
     *           "hold": {
     *             "id": "nzxw4zjanfzsa5dimu4dczlomq",
     *             "endsAt": "2028-01-10T09:00:00Z",
     *             "stands": true
     *           }
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    DisclosureList: {
      items: components['schemas']['Disclosure'][];
      /** @description For the operator only, what is held for disclosures that are no longer on record after a restore. `DELETE …/disclosures/{id}/hold` releases it. */
      lost?: {
        id: components['schemas']['ID'];
        hold: components['schemas']['Hold'];
      }[];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    Month: string;
    TransferRequest: {
      /** @description The body that gets it; no person. */
      recipient: string;
      /** @description What it is for. */
      purpose: string;
      /** @description What the school decided it on, an agreement for example. */
      ground: string;
      from: components['schemas']['Month'];
      to: components['schemas']['Month'];
      /** @description None: all. */
      questionSets?: components['schemas']['ID'][] | null;
      /**
       * Format: date-time
       * @description Until when the files may be saved, within 30 days.
       */
      endsAt: string;
    };
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "state": "ready",
     *       "recipient": "Institute for education research",
     *       "purpose": "How first-year students learn fractions",
     *       "ground": "Agreement of 3 March 2027, decided by the school board",
     *       "from": "2026-09",
     *       "to": "2026-12",
     *       "questionSets": [],
     *       "tables": 1,
     *       "counted": 1,
     *       "authorizedBy": "onswg4tforpw63dmmfzgk2lomm",
     *       "authorizedAt": "2027-01-10T09:00:00Z",
     *       "endsAt": "2027-01-20T09:00:00Z",
     *       "madeAt": "2027-01-10T09:01:00Z",
     *       "csvSha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     *       "jsonSha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     *       "words": "Of the sessions that ended from 2026-09 to 2026-12, by version of a question set and by question.",
     *       "savedAt": null,
     *       "savedBy": null,
     *       "withdrawnAt": null
     *     }
     */
    Transfer: {
      id: components['schemas']['ID'];
      /**
       * @description `saved`: a file may have been handed over. `ended`: nobody saved one in time.
       * @enum {string}
       */
      state: 'authorized' | 'ready' | 'saved' | 'withdrawn' | 'ended';
      recipient: string;
      purpose: string;
      ground: string;
      from: components['schemas']['Month'];
      to: components['schemas']['Month'];
      /** @description None: all. */
      questionSets: components['schemas']['ID'][];
      /** @description Versions of question sets. */
      tables: number;
      /** @description Of them. */
      counted: number;
      authorizedBy: components['schemas']['ID'];
      authorizedAt: components['schemas']['Time'];
      endsAt: components['schemas']['Time'];
      /** Format: date-time */
      madeAt: string | null;
      csvSha256: string | null;
      jsonSha256: string | null;
      /** @description What the files say, in English. */
      words: string | null;
      /**
       * Format: date-time
       * @description The first time.
       */
      savedAt: string | null;
      /** @description A member. */
      savedBy: string | null;
      /** Format: date-time */
      withdrawnAt: string | null;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "state": "ready",
     *           "recipient": "Institute for education research",
     *           "purpose": "How first-year students learn fractions",
     *           "ground": "Agreement of 3 March 2027, decided by the school board",
     *           "from": "2026-09",
     *           "to": "2026-12",
     *           "questionSets": [],
     *           "tables": 1,
     *           "counted": 1,
     *           "authorizedBy": "onswg4tforpw63dmmfzgk2lomm",
     *           "authorizedAt": "2027-01-10T09:00:00Z",
     *           "endsAt": "2027-01-20T09:00:00Z",
     *           "madeAt": "2027-01-10T09:01:00Z",
     *           "csvSha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     *           "jsonSha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     *           "words": "Of the sessions that ended from 2026-09 to 2026-12, by version of a question set and by question.",
     *           "savedAt": null,
     *           "savedBy": null,
     *           "withdrawnAt": null
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    TransferList: {
      items: components['schemas']['Transfer'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @description What is handed over. It has no text that a student or a teacher wrote, and no id of either.
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "recipient": "Institute for education research",
     *       "purpose": "How first-year students learn fractions",
     *       "ground": "Agreement of 3 March 2027, decided by the school board",
     *       "from": "2026-09",
     *       "to": "2026-12",
     *       "authorizedOn": "2027-01-10",
     *       "words": "Of the sessions that ended from 2026-09 to 2026-12, by version of a question set and by question.",
     *       "smallestGroup": 10,
     *       "roundedTo": 5,
     *       "tables": [
     *         {
     *           "questionSet": "onswg4tforpw63dmmfzgk2lomm",
     *           "version": 3,
     *           "students": 60,
     *           "questions": [
     *             {
     *               "number": 1,
     *               "kind": "choice",
     *               "groups": [
     *                 {
     *                   "name": "right",
     *                   "students": 40,
     *                   "percent": 67,
     *                   "within": []
     *                 }
     *               ]
     *             }
     *           ]
     *         }
     *       ]
     *     }
     */
    TransferFile: {
      id: components['schemas']['ID'];
      recipient: string;
      purpose: string;
      ground: string;
      from: components['schemas']['Month'];
      to: components['schemas']['Month'];
      authorizedOn: string;
      words: string;
      /** @constant */
      smallestGroup: 10;
      /** @constant */
      roundedTo: 5;
      tables: components['schemas']['TransferTable'][];
    };
    /** @description Of the sessions of one version of a question set. */
    TransferTable: {
      questionSet: components['schemas']['ID'];
      version: number;
      /** @description 0: fewer than ten people. */
      students: number;
      questions: {
        /** @description In the set. */
        number: number;
        kind: components['schemas']['Kind'];
        groups: components['schemas']['TransferShare'][];
      }[];
    };
    /** @description Some of the students. Those who are in no group that is shown are at least ten people, or nobody. */
    TransferShare: {
      /** @description `right`, `partly`, `wrong`, `answered`, `unanswered`, `not asked`, or `picked` with what was picked: options by their places, from 1. */
      name: string;
      students: number;
      /** @description Of the students of the table. */
      percent: number;
      /** @description Those of them who picked the same; absent: not shown. */
      within?: components['schemas']['TransferShare'][];
    };
    /**
     * @example {
     *       "org": "org_north",
     *       "month": "2026-11",
     *       "students": 240,
     *       "sessions": 10,
     *       "answers": 2905
     *     }
     */
    Usage: {
      org: components['schemas']['OrgID'];
      month: components['schemas']['Month'];
      /** @description Null, like the others: fewer than ten people. Who took part twice counts twice. */
      students: number | null;
      /** @description That ended in the month. */
      sessions: number | null;
      /** @description In them, changed ones included. */
      answers: number | null;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "org": "org_north",
     *           "month": "2026-11",
     *           "students": 240,
     *           "sessions": 10,
     *           "answers": 2905
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    UsageList: {
      items: components['schemas']['Usage'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    ErasureRequest: {
      subject: components['schemas']['RetentionSubject'];
      ground: components['schemas']['ErasureGround'];
      org?: components['schemas']['OrgID'];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "subject": {
     *             "kind": "session",
     *             "session": "onswg4tforpw63dmmfzgk2lomm"
     *           },
     *           "rule": "formal",
     *           "ground": "parent",
     *           "requestedAt": "2027-01-10T09:00:00Z",
     *           "begun": false
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    ErasureList: {
      items: components['schemas']['PendingErasure'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    PendingErasure: {
      id: components['schemas']['ID'];
      subject: components['schemas']['RetentionSubject'];
      rule: components['schemas']['RetentionRule'];
      ground?: components['schemas']['ErasureGround'];
      requestedAt: components['schemas']['Time'];
      /** @description Keys are gone: there is no way back. */
      begun: boolean;
    };
    /**
     * @description What was sealed can be brought back only by whoever has its ciphertext and its key. `keysGoneAt` and
     *     `plainUntil` say when each of them is gone everywhere; `irrecoverableAt` is the earlier. The sealed answers of
     *     one student stand among those of others: of them `plainUntil` is null until the closed session's log has been
     *     rewritten without them, and then a second receipt, which names this one in `follows`, says when.
     *
     *     Receipts of format 1 have no `keysGoneAt`; their `irrecoverableAt` is that time.
     */
    Receipt: {
      /** @enum {integer} */
      format: 1 | 2;
      id: components['schemas']['ID'];
      org: components['schemas']['OrgID'];
      kind: components['schemas']['SubjectKind'];
      session?: components['schemas']['ID'];
      participant?: components['schemas']['ID'];
      questionSet?: components['schemas']['ID'];
      follows?: components['schemas']['ID'];
      rule: components['schemas']['RetentionRule'];
      ground?: components['schemas']['ErasureGround'];
      clause?: string;
      counts: {
        participants: number;
        answers: number;
        documents: number;
      };
      requestedAt: components['schemas']['Time'];
      keysDeletedAt: components['schemas']['Time'];
      erasedAt: components['schemas']['Time'];
      /**
       * Format: date-time
       * @description No key is left, not in a backup and not in a ticket that can be opened.
       */
      keysGoneAt?: string;
      /**
       * Format: date-time
       * @description From then on nobody can bring back what was sealed.
       */
      irrecoverableAt: string;
      /**
       * Format: date-time
       * @description From then on no document of it, sealed or not, is in a backup.
       */
      plainUntil: string | null;
    };
    /**
     * @example {
     *       "receipt": {
     *         "format": 2,
     *         "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *         "org": "org_north",
     *         "kind": "session",
     *         "session": "onswg4tforpw63dmmfzgk2lomm",
     *         "rule": "restore-window",
     *         "clause": "Data processing agreement, section 7",
     *         "counts": {
     *           "participants": 28,
     *           "answers": 280,
     *           "documents": 41
     *         },
     *         "requestedAt": "2027-08-01T09:00:00Z",
     *         "keysDeletedAt": "2027-08-01T09:00:00Z",
     *         "erasedAt": "2027-08-01T09:00:01Z",
     *         "keysGoneAt": "2027-10-28T08:10:00Z",
     *         "plainUntil": "2027-08-08T09:00:01Z",
     *         "irrecoverableAt": "2027-08-08T09:00:01Z"
     *       },
     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     *       "block": 3
     *     }
     */
    ReceiptView: {
      receipt: components['schemas']['Receipt'];
      sha256: string;
      /** @description Of the signed chain; null until it is sealed. */
      block: number | null;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "receipt": {
     *             "format": 2,
     *             "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *             "org": "org_north",
     *             "kind": "session",
     *             "session": "onswg4tforpw63dmmfzgk2lomm",
     *             "rule": "restore-window",
     *             "clause": "Data processing agreement, section 7",
     *             "counts": {
     *               "participants": 28,
     *               "answers": 280,
     *               "documents": 41
     *             },
     *             "requestedAt": "2027-08-01T09:00:00Z",
     *             "keysDeletedAt": "2027-08-01T09:00:00Z",
     *             "erasedAt": "2027-08-01T09:00:01Z",
     *             "keysGoneAt": "2027-10-28T08:10:00Z",
     *             "plainUntil": "2027-08-08T09:00:01Z",
     *             "irrecoverableAt": "2027-08-08T09:00:01Z"
     *           },
     *           "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     *           "block": 3
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    ReceiptList: {
      items: components['schemas']['ReceiptView'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "block": "e30=",
     *           "signature": "AAAA",
     *           "receipts": [
     *             "e30="
     *           ]
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    BlockList: {
      items: components['schemas']['SignedBlock'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    SignedBlock: {
      /** @description The bytes that are signed, in base64. */
      block: string;
      /** @description Ed25519, in base64. */
      signature: string;
      /** @description The receipts' bytes in base64, in the block's order. */
      receipts: string[];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "9f86d081884c7d65",
     *           "pem": "-----BEGIN PUBLIC KEY-----"
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    KeyList: {
      items: components['schemas']['PublicKey'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    PublicKey: {
      id: string;
      pem: string;
    };
    /** @enum {string} */
    Purpose:
      | 'teaching'
      | 'oversight'
      | 'incident'
      | 'erasure'
      | 'subject-request'
      | 'school-export'
      | 'research'
      | 'own';
    AuditEntry: {
      id: components['schemas']['ID'];
      org: string;
      /** @description Hash of who it was; empty: a function. */
      actor: string;
      /** @enum {string} */
      role: 'teacher' | 'administrator' | 'manager' | 'operator' | 'rights' | 'member' | 'service';
      /** @enum {string} */
      act:
        | 'results'
        | 'stream'
        | 'streamed'
        | 'export'
        | 'grades'
        | 'parent-code'
        | 'affected'
        | 'incidents'
        | 'incident'
        | 'notice'
        | 'timeline'
        | 'register'
        | 'erase'
        | 'members'
        | 'request'
        | 'find'
        | 'copy'
        | 'correct'
        | 'archive'
        | 'count'
        | 'hand-over'
        | 'leave-mail';
      /** @description Of the document that was named. */
      path: string;
      purpose: components['schemas']['Purpose'];
      counts: {
        participants: number;
        answers: number;
        /** @description Of the school; absent: none. */
        members?: number;
      };
      /** Format: date-time */
      at: string;
    };
    /**
     * @example {
     *       "entry": {
     *         "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *         "org": "org_north",
     *         "actor": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     *         "role": "teacher",
     *         "act": "results",
     *         "path": "sessions/onswg4tforpw63dmmfzgk2lomm",
     *         "purpose": "teaching",
     *         "counts": {
     *           "participants": 28,
     *           "answers": 280
     *         },
     *         "at": "2027-08-01T09:00:00Z"
     *       },
     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     *       "block": null,
     *       "member": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "name": "Ada North"
     *     }
     */
    AuditView: {
      entry: components['schemas']['AuditEntry'];
      sha256: string;
      /** @description Of the signed chain; null until it is sealed. */
      block: number | null;
      /** @description Who it was; null: nobody who is a member now. */
      member: string | null;
      /** @description Theirs as colleagues see it. */
      name: string | null;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "entry": {
     *             "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *             "org": "org_north",
     *             "actor": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     *             "role": "teacher",
     *             "act": "results",
     *             "path": "sessions/onswg4tforpw63dmmfzgk2lomm",
     *             "purpose": "teaching",
     *             "counts": {
     *               "participants": 28,
     *               "answers": 280
     *             },
     *             "at": "2027-08-01T09:00:00Z"
     *           },
     *           "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     *           "block": null,
     *           "member": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "name": "Ada North"
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    AuditList: {
      items: components['schemas']['AuditView'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "block": "e30=",
     *           "signature": "AAAA",
     *           "entries": [
     *             "e30="
     *           ]
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    AuditBlockList: {
      items: components['schemas']['SignedAuditBlock'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    SignedAuditBlock: {
      /** @description The bytes that are signed, in base64. */
      block: string;
      /** @description Ed25519, in base64. */
      signature: string;
      /** @description The entries' bytes in base64, in the block's order. */
      entries: string[];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "session": "onswg4tforpw63dmmfzgk2lomm",
     *           "kind": "documents-of-erased-session",
     *           "count": 1,
     *           "foundAt": "2027-01-10T09:00:00Z"
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    OrphanList: {
      items: components['schemas']['Orphan'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    Orphan: {
      id: components['schemas']['ID'];
      session: components['schemas']['ID'];
      kind: components['schemas']['OrphanKind'];
      count: number;
      foundAt: components['schemas']['Time'];
    };
    /** @enum {string} */
    OrphanKind:
      | 'key-without-session'
      | 'session-without-key'
      | 'participants-without-key'
      | 'keys-without-participant'
      | 'documents-of-erased-session';
    Confirmation: {
      /** @enum {string} */
      what: 'cap' | 'restore';
      /** @description With `cap`: how many the plan said are waiting. */
      waiting?: number;
    };
    QuestionSetRequest: {
      title: string;
      /** @description Whoever may read the set sees it. */
      folder?: string;
      tags?: string[];
      shared?: components['schemas']['Sharing'];
      questions: components['schemas']['QuestionRequest'][];
    };
    /**
     * @description Who beside the owner may read and copy a question set.
     * @enum {string}
     */
    Sharing: 'none' | 'school';
    Owner: {
      id: components['schemas']['ID'];
      /** @description Null if they never gave one. */
      name: string | null;
      you: boolean;
    };
    /** @description Whose a question set is. Null when it is the school's, whose administrators may change it. */
    SetOwner: components['schemas']['Owner'] | null;
    /**
     * @example {
     *       "id": "ojuxmzlsonxwmzlvojxxazlboi",
     *       "title": "Rivers of Europe",
     *       "folder": "Year 7",
     *       "tags": [
     *         "rivers"
     *       ],
     *       "revision": 3,
     *       "updatedAt": "2026-08-30T17:20:00Z",
     *       "owner": {
     *         "id": "mfwgs2lnmvzgk43tmvsgk3tdpe",
     *         "name": "Ada North",
     *         "you": true
     *       },
     *       "shared": "school",
     *       "questions": [
     *         {
     *           "id": "q1",
     *           "kind": "choice",
     *           "prompt": "Which river is the longest?",
     *           "options": [
     *             {
     *               "id": "a",
     *               "text": "Rhine"
     *             },
     *             {
     *               "id": "b",
     *               "text": "Volga"
     *             }
     *           ],
     *           "correct": "b",
     *           "points": 1,
     *           "explanation": "3,530 km.",
     *           "feedback": {
     *             "correct": "Well done.",
     *             "incorrect": "Look at the map."
     *           }
     *         },
     *         {
     *           "id": "q2",
     *           "kind": "cloud",
     *           "prompt": "What comes to your mind?",
     *           "points": 0,
     *           "maxWords": 3
     *         }
     *       ]
     *     }
     */
    QuestionSet: {
      id: components['schemas']['ID'];
      title: string;
      /** @description Empty: in none. */
      folder: string;
      tags: string[];
      revision: number;
      updatedAt: components['schemas']['Time'];
      owner: components['schemas']['SetOwner'];
      shared: components['schemas']['Sharing'];
      questions: components['schemas']['Question'][];
    };
    QuestionSetList: {
      items: components['schemas']['QuestionSetSummary'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    QuestionSetSummary: {
      id: components['schemas']['ID'];
      title: string;
      /** @description Empty: in none. */
      folder: string;
      tags: string[];
      revision: number;
      questionCount: number;
      updatedAt: components['schemas']['Time'];
      owner: components['schemas']['SetOwner'];
      shared: components['schemas']['Sharing'];
      /**
       * Format: date-time
       * @description Null unless it is in the trash.
       */
      deletedAt: string | null;
      /**
       * Format: date-time
       * @description Null unless it is in the trash.
       */
      restorableUntil: string | null;
    };
    SessionRequest: {
      questionSetId: components['schemas']['ID'];
      mode: components['schemas']['Mode'];
      feedback: components['schemas']['Feedback'];
      /** Format: date-time */
      closesAt?: string;
      /** @description Each student gets questions and options in an order of their own (self-paced). */
      shuffle?: boolean;
      /** @description Students see it. Without one, the question set's. */
      title?: string;
    };
    SessionPatch: {
      /** @description Of a closed session too. */
      title?: string;
      state?: components['schemas']['SessionState'];
      /** @description No new joins. */
      locked?: boolean;
      /** @description Of a teacher-paced session. Null: none takes answers now. */
      currentQuestion?: string | null;
      /**
       * Format: date-time
       * @description Null: no set end.
       */
      closesAt?: string | null;
    };
    /**
     * @example {
     *       "id": "onswg4tforpw63dmmfzgk2lomm",
     *       "code": "KXWQPT",
     *       "joinUrl": "https://cleanslate.example/j/KXWQPT",
     *       "title": "Rivers of Europe",
     *       "questionSetId": "ojuxmzlsonxwmzlvojxxazlboi",
     *       "state": "open",
     *       "mode": "teacher-paced",
     *       "feedback": "after-close",
     *       "shuffle": false,
     *       "locked": false,
     *       "currentQuestion": "q1",
     *       "questionCount": 9,
     *       "owner": {
     *         "id": "orswcy3imvzgszjomvzgc43jnu",
     *         "name": "Ms. Okafor",
     *         "you": true
     *       },
     *       "coTeachers": [
     *         {
     *           "id": "mnxxezdpnztgk3tfmvzgc5dfom",
     *           "name": null
     *         }
     *       ],
     *       "closesAt": null,
     *       "createdAt": "2026-09-01T07:58:00Z",
     *       "closedAt": null,
     *       "deletedAt": null,
     *       "restorableUntil": null,
     *       "version": 4
     *     }
     */
    Session: {
      id: components['schemas']['ID'];
      /** @description Null once it is closed or deleted. */
      code: string | null;
      /** Format: uri */
      joinUrl: string | null;
      title: string;
      /** @description The set that it has a copy of. It may have changed since or be gone. */
      questionSetId: components['schemas']['ID'];
      /** @enum {string} */
      state: 'draft' | 'open' | 'paused' | 'closed' | 'deleted';
      mode: components['schemas']['Mode'];
      feedback: components['schemas']['Feedback'];
      shuffle: boolean;
      locked: boolean;
      currentQuestion: string | null;
      questionCount: number;
      owner: components['schemas']['Owner'];
      coTeachers: {
        id: components['schemas']['ID'];
        name: string | null;
      }[];
      /** Format: date-time */
      closesAt: string | null;
      createdAt: components['schemas']['Time'];
      /** Format: date-time */
      closedAt: string | null;
      /** Format: date-time */
      deletedAt: string | null;
      /**
       * Format: date-time
       * @description Of a closed session, when the school's policy deletes it; of one that was restored it may be over.
       */
      keptUntil?: string;
      /** Format: date-time */
      restorableUntil: string | null;
      version: number;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "onswg4tforpw63dmmfzgk2lomm",
     *           "code": "KXWQPT",
     *           "joinUrl": "https://cleanslate.example/j/KXWQPT",
     *           "title": "Rivers of Europe",
     *           "questionSetId": "ojuxmzlsonxwmzlvojxxazlboi",
     *           "state": "open",
     *           "mode": "teacher-paced",
     *           "feedback": "after-close",
     *           "shuffle": false,
     *           "locked": false,
     *           "currentQuestion": "q1",
     *           "questionCount": 9,
     *           "owner": {
     *             "id": "orswcy3imvzgszjomvzgc43jnu",
     *             "name": "Ms. Okafor",
     *             "you": true
     *           },
     *           "coTeachers": [
     *             {
     *               "id": "mnxxezdpnztgk3tfmvzgc5dfom",
     *               "name": null
     *             }
     *           ],
     *           "closesAt": null,
     *           "createdAt": "2026-09-01T07:58:00Z",
     *           "closedAt": null,
     *           "deletedAt": null,
     *           "restorableUntil": null,
     *           "version": 4
     *         }
     *       ],
     *       "nextPageToken": "eyJhIjoxfQ"
     *     }
     */
    SessionList: {
      items: components['schemas']['Session'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    Deletion: {
      /** @enum {string} */
      state: 'deleted';
      restorableUntil: components['schemas']['Time'];
    };
    Paper: {
      questions: components['schemas']['Question'][];
    };
    Answer: {
      response: components['schemas']['Response'];
      revision: components['schemas']['Revision'];
      receivedAt: components['schemas']['Time'];
      /** @description Null for what has no score. */
      correct: boolean | null;
      points: number | null;
      /**
       * @description By hand.
       * @constant
       */
      graded?: true;
    };
    Participant: {
      id: components['schemas']['ID'];
      /** @description Null when it can't be opened, or they are restricted. */
      alias: string | null;
      joinedAt: components['schemas']['Time'];
      /** @description What they left is kept and not used: nothing of it is here, or in any count. The score is 0, and says nothing. */
      restricted?: boolean;
      correction?: components['schemas']['Correction'];
      /**
       * Format: date-time
       * @description When the alias was last corrected, by the student or a parent. What it was before is kept nowhere.
       */
      renamedAt?: string;
      parent?: components['schemas']['ParentActs'];
      score: number;
      /** @description The points of the questions that were shown. */
      maxScore: number;
      /** @description By question. */
      answers: {
        [key: string]: components['schemas']['Answer'];
      };
    };
    QuestionCounts: {
      id: components['schemas']['QuestionID'];
      /**
       * @description How many gave which answer: by option (`choice`, `choices`), "true" and "false" (`trueFalse`), step
       *     (`scale`), number (`number`), folded text or word (`text`, `cloud`), "c,a,b" (`order`) or pair "a:1"
       *     (`match`).
       */
      counts: {
        [key: string]: number;
      };
      answered: number;
      /** @description The share of fully right answers among those with a score; null if none has one. */
      correctRate: number | null;
      /** @description How many gave one of the answers too rare or too long to be listed. */
      otherCount?: number;
      /** @description How most wrote what is counted folded, where that differs. */
      spellings?: {
        [key: string]: string;
      };
    };
    Results: {
      session: components['schemas']['Session'];
      participants: components['schemas']['Participant'][];
      /** @description How many were here and left: what they wrote was erased, or is to be. */
      left: number;
      /** @description Of them, those whose parent asked for it. */
      leftByParent: number;
      questions: components['schemas']['QuestionCounts'][];
    };
    /**
     * @description Somebody new or, where there is one with the same id, that participant with a corrected alias or with what a parent did.
     * @example {
     *       "participant": {
     *         "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *         "alias": "Ada",
     *         "joinedAt": "2026-09-01T08:00:12Z",
     *         "score": 0,
     *         "maxScore": 11,
     *         "answers": {}
     *       }
     *     }
     */
    ParticipantJoinedEvent: {
      participant: components['schemas']['Participant'];
    };
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa"
     *     }
     */
    ParticipantErasedEvent: {
      id: components['schemas']['ID'];
      /**
       * @description A parent asked for it.
       * @constant
       */
      byParent?: true;
    };
    /**
     * @description New answers, and the counts of the questions that they belong to.
     * @example {
     *       "items": [
     *         {
     *           "participantId": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "questionId": "q1",
     *           "answer": {
     *             "response": "b",
     *             "revision": 1,
     *             "receivedAt": "2026-09-01T08:01:03.25Z",
     *             "correct": true,
     *             "points": 1
     *           },
     *           "score": 1
     *         }
     *       ],
     *       "questions": [
     *         {
     *           "id": "q1",
     *           "counts": {
     *             "a": 0,
     *             "b": 1
     *           },
     *           "answered": 1,
     *           "correctRate": 1
     *         }
     *       ]
     *     }
     */
    AnswersEvent: {
      items: {
        participantId: components['schemas']['ID'];
        questionId: components['schemas']['QuestionID'];
        answer: components['schemas']['Answer'];
        /** @description The participant's, with all answers of this event. */
        score: number;
      }[];
      questions: components['schemas']['QuestionCounts'][];
    };
    /**
     * @example {
     *       "session": {
     *         "id": "onswg4tforpw63dmmfzgk2lomm",
     *         "code": "KXWQPT",
     *         "joinUrl": "https://cleanslate.example/j/KXWQPT",
     *         "title": "Rivers of Europe",
     *         "questionSetId": "ojuxmzlsonxwmzlvojxxazlboi",
     *         "state": "open",
     *         "mode": "teacher-paced",
     *         "feedback": "after-close",
     *         "shuffle": false,
     *         "locked": false,
     *         "currentQuestion": "q1",
     *         "questionCount": 9,
     *         "owner": {
     *           "id": "orswcy3imvzgszjomvzgc43jnu",
     *           "name": "Ms. Okafor",
     *           "you": true
     *         },
     *         "coTeachers": [
     *           {
     *             "id": "mnxxezdpnztgk3tfmvzgc5dfom",
     *             "name": null
     *           }
     *         ],
     *         "closesAt": null,
     *         "createdAt": "2026-09-01T07:58:00Z",
     *         "closedAt": null,
     *         "deletedAt": null,
     *         "restorableUntil": null,
     *         "version": 4
     *       },
     *       "maxScore": 11
     *     }
     */
    SessionEvent: {
      session: components['schemas']['Session'];
      /** @description Every participant's from now on: it rises with the questions shown. */
      maxScore: number;
    };
    /**
     * @description All that a projector shows.
     * @example {
     *       "session": {
     *         "id": "onswg4tforpw63dmmfzgk2lomm",
     *         "code": "KXWQPT",
     *         "joinUrl": "https://cleanslate.example/j/KXWQPT",
     *         "title": "Rivers of Europe",
     *         "questionSetId": "ojuxmzlsonxwmzlvojxxazlboi",
     *         "state": "open",
     *         "mode": "teacher-paced",
     *         "feedback": "after-close",
     *         "shuffle": false,
     *         "locked": false,
     *         "currentQuestion": "q1",
     *         "questionCount": 9,
     *         "owner": {
     *           "id": "orswcy3imvzgszjomvzgc43jnu",
     *           "name": "Ms. Okafor",
     *           "you": true
     *         },
     *         "coTeachers": [
     *           {
     *             "id": "mnxxezdpnztgk3tfmvzgc5dfom",
     *             "name": null
     *           }
     *         ],
     *         "closesAt": null,
     *         "createdAt": "2026-09-01T07:58:00Z",
     *         "closedAt": null,
     *         "deletedAt": null,
     *         "restorableUntil": null,
     *         "version": 4
     *       },
     *       "participants": 2,
     *       "answered": {
     *         "q1": 1
     *       },
     *       "shown": null
     *     }
     */
    CountsEvent: {
      /** @description The teachers in it have no names. */
      session: components['schemas']['Session'];
      participants: number;
      /**
       * @description How many answered, by question. While results are hidden, these include those who took their answer
       *     back.
       */
      answered: {
        [key: string]: number;
      };
      /** @description The counts of the question whose results are shown, without a rate; null while results are hidden. */
      shown: components['schemas']['QuestionCounts'] | null;
    };
    /** @enum {string} */
    ExportFormat: 'csv' | 'xlsx' | 'json';
    /**
     * @example {
     *       "exportedAt": "2026-09-01T10:00:00Z",
     *       "session": {
     *         "id": "onswg4tforpw63dmmfzgk2lomm",
     *         "code": "KXWQPT",
     *         "joinUrl": "https://cleanslate.example/j/KXWQPT",
     *         "title": "Rivers of Europe",
     *         "questionSetId": "ojuxmzlsonxwmzlvojxxazlboi",
     *         "state": "open",
     *         "mode": "teacher-paced",
     *         "feedback": "after-close",
     *         "shuffle": false,
     *         "locked": false,
     *         "currentQuestion": "q1",
     *         "questionCount": 9,
     *         "owner": {
     *           "id": "orswcy3imvzgszjomvzgc43jnu",
     *           "name": "Ms. Okafor",
     *           "you": true
     *         },
     *         "coTeachers": [
     *           {
     *             "id": "mnxxezdpnztgk3tfmvzgc5dfom",
     *             "name": null
     *           }
     *         ],
     *         "closesAt": null,
     *         "createdAt": "2026-09-01T07:58:00Z",
     *         "closedAt": null,
     *         "deletedAt": null,
     *         "restorableUntil": null,
     *         "version": 4
     *       },
     *       "questions": [
     *         {
     *           "id": "q1",
     *           "kind": "choice",
     *           "prompt": "Which river is the longest?",
     *           "options": [
     *             {
     *               "id": "a",
     *               "text": "Rhine"
     *             },
     *             {
     *               "id": "b",
     *               "text": "Volga"
     *             }
     *           ],
     *           "correct": "b",
     *           "points": 1
     *         }
     *       ],
     *       "participants": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "alias": "Ada",
     *           "joinedAt": "2026-09-01T08:00:12Z",
     *           "score": 1.5,
     *           "maxScore": 11,
     *           "answers": {
     *             "q1": {
     *               "response": "b",
     *               "revision": 1,
     *               "receivedAt": "2026-09-01T08:01:03.25Z",
     *               "correct": true,
     *               "points": 1
     *             },
     *             "q4": {
     *               "response": "Pariss",
     *               "revision": 2,
     *               "receivedAt": "2026-09-01T08:02:10Z",
     *               "correct": false,
     *               "points": 0.5,
     *               "graded": true
     *             },
     *             "q8": {
     *               "response": 4,
     *               "revision": 1,
     *               "receivedAt": "2026-09-01T08:03:00Z",
     *               "correct": null,
     *               "points": null
     *             }
     *           }
     *         }
     *       ]
     *     }
     */
    Export: {
      exportedAt: components['schemas']['Time'];
      session: components['schemas']['Session'];
      questions: components['schemas']['Question'][];
      participants: components['schemas']['Participant'][];
    };
    Grade: {
      participantId: components['schemas']['ID'];
      questionId: components['schemas']['QuestionID'];
      revision: components['schemas']['Revision'];
      points: number | null;
    };
    GradesRequest: {
      grades: components['schemas']['Grade'][];
    };
    GradesResponse: {
      items: components['schemas']['Grade'][];
    };
    Invitation: {
      token: string;
      /** Format: uri */
      url: string;
      expiresAt: components['schemas']['Time'];
    };
    AcceptRequest: {
      token: string;
    };
    /** @description An organization's id at the identity provider. */
    OrgID: string;
    /** @enum {string} */
    IncidentState: 'reported' | 'scoping' | 'notifying' | 'closed';
    /** @enum {string} */
    IncidentOutcome: 'notified' | 'no-breach' | 'notice-not-required';
    /** @enum {string} */
    Category: 'aliases' | 'answers' | 'lessons' | 'members' | 'contacts' | 'accounts';
    /**
     * @description What the database holds only encrypted, under keys that are kept elsewhere.
     * @enum {string}
     */
    SealedCategory: 'aliases' | 'answers' | 'members' | 'contacts';
    /** @enum {string} */
    Reach: 'unknown' | 'yes' | 'no';
    /** @enum {string} */
    Risk: 'undetermined' | 'unlikely' | 'possible' | 'high';
    /** @enum {string} */
    DelayGround: 'law-enforcement' | 'determining-scope' | 'restoring-integrity';
    /**
     * @description What only a person can write.
     * @enum {string}
     */
    WrittenPart: 'nature' | 'consequences' | 'measures' | 'recommendations' | 'investigation' | 'reasons';
    /**
     * @description What a notice has to say.
     * @enum {string}
     */
    Part:
      | 'nature'
      | 'categories'
      | 'people'
      | 'records'
      | 'contact'
      | 'consequences'
      | 'measures'
      | 'recommendations'
      | 'investigation'
      | 'occurred'
      | 'discovered'
      | 'reasons';
    /** @description By language (en, de, fr, es). A text that is missing in a language is taken from another. */
    IncidentTexts: {
      [key: string]: components['schemas']['NoticeTexts'];
    };
    NoticeTexts: {
      /** @description What happened. */
      nature?: string;
      /** @description That are likely. */
      consequences?: string;
      /** @description Taken or proposed. */
      measures?: string;
      /** @description What the reader can do. */
      recommendations?: string;
      /** @description Done or planned. */
      investigation?: string;
      /** @description Why a notice is late. */
      reasons?: string;
    };
    /** @description Who answers questions; every notice names them. */
    IncidentContact: {
      name: string;
      email: string;
      phone?: string;
    };
    /** @description Who filed it. Escalations go there, and everything of a drill. */
    IncidentReporter: {
      name: string;
      email: string;
    };
    IncidentScope: {
      orgs?: components['schemas']['OrgID'][];
      sessions?: components['schemas']['ID'][];
    };
    IncidentReport: {
      title: string;
      drill?: boolean;
      /** Format: date-time */
      occurredFrom: string;
      /**
       * Format: date-time
       * @description Left out: it goes on.
       */
      occurredUntil?: string;
      /**
       * Format: date-time
       * @description Now, unless given.
       */
      discoveredAt?: string;
      /**
       * Format: date-time
       * @description Now, unless given.
       */
      awareAt?: string;
      categories: components['schemas']['Category'][];
      scope?: components['schemas']['IncidentScope'];
      keysInReach?: components['schemas']['Reach'];
      risk?: components['schemas']['Risk'];
      texts?: components['schemas']['IncidentTexts'];
      contact: components['schemas']['IncidentContact'];
      reporter: components['schemas']['IncidentReporter'];
    };
    IncidentPatch: {
      /** @enum {string} */
      state?: 'scoping' | 'notifying';
      title?: string;
      /** Format: date-time */
      occurredFrom?: string;
      /**
       * Format: date-time
       * @description Null: it goes on.
       */
      occurredUntil?: string | null;
      /** Format: date-time */
      discoveredAt?: string;
      /** Format: date-time */
      awareAt?: string;
      /** @description Required with a corrected clock; the register shows it. */
      clockReason?: string;
      categories?: components['schemas']['Category'][];
      scope?: components['schemas']['IncidentScope'];
      keysInReach?: components['schemas']['Reach'];
      risk?: components['schemas']['Risk'];
      texts?: components['schemas']['IncidentTexts'];
      contact?: components['schemas']['IncidentContact'];
      /** @description Compute the affected list again. */
      recount?: boolean;
      /** @description Freeze expiry for 90 days from now. Within a day of the last time it changes nothing. */
      renewFreeze?: boolean;
    };
    BreachConfirmation: {
      /**
       * Format: date-time
       * @description Now, unless given.
       */
      confirmedAt?: string;
    };
    IncidentUpdate: {
      texts: components['schemas']['IncidentTexts'];
      contact?: components['schemas']['IncidentContact'];
    };
    DelayRequest: {
      ground: components['schemas']['DelayGround'];
      /** @description An office; not a person. */
      authority: string;
      /**
       * Format: date-time
       * @description Within 180 days.
       */
      until: string;
    };
    IncidentClosing: {
      outcome: components['schemas']['IncidentOutcome'];
      reason: string;
    };
    NoticeResolution: {
      resolution: components['schemas']['Resolution'];
    };
    /** @enum {string} */
    Resolution: 'sent' | 'not-sent' | 'bounced';
    /** @description Erased since the exposure began; counted in the totals as well. */
    ErasedSince: {
      receipts: number;
      people: number;
      records: number;
    };
    /** @description Null until it is computed. */
    AffectedTotals: {
      orgs: number;
      sessions: number;
      people: number;
      records: number;
      erasedSince: components['schemas']['ErasedSince'];
      /** @description Whether whoever got the data can read any of it (GDPR art. 34(3)(a)). */
      readable: boolean;
      /** @description False: some organizations are still being counted. */
      complete: boolean;
    } | null;
    AffectedOrg: {
      org: components['schemas']['OrgID'];
      sessions: number;
      people: number;
      records: number;
      erased: components['schemas']['ErasedSince'];
      readable: boolean;
      at: components['schemas']['Time'];
    };
    Delay: {
      ground: components['schemas']['DelayGround'];
      authority: string;
      from: components['schemas']['Time'];
      until: components['schemas']['Time'];
    };
    Clocks: {
      reportedAt: components['schemas']['Time'];
      /** Format: date-time */
      discoveredAt: string | null;
      /** Format: date-time */
      awareAt: string | null;
      /** Format: date-time */
      confirmedAt: string | null;
    };
    /**
     * @example {
     *       "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *       "org": "org_north",
     *       "title": "Export bucket was public",
     *       "drill": false,
     *       "state": "notifying",
     *       "outcome": null,
     *       "clocks": {
     *         "reportedAt": "2026-11-20T02:10:00Z",
     *         "discoveredAt": "2026-11-20T02:00:00Z",
     *         "awareAt": "2026-11-20T02:05:00Z",
     *         "confirmedAt": null
     *       },
     *       "occurredFrom": "2026-11-19T22:00:00Z",
     *       "occurredUntil": "2026-11-20T02:10:00Z",
     *       "categories": [
     *         "aliases",
     *         "answers"
     *       ],
     *       "scope": {
     *         "orgs": [
     *           "org_north"
     *         ],
     *         "sessions": [
     *           "onswg4tforpw63dmmfzgk2lomm"
     *         ]
     *       },
     *       "keysInReach": "no",
     *       "risk": "undetermined",
     *       "affected": {
     *         "orgs": 1,
     *         "sessions": 3,
     *         "people": 91,
     *         "records": 930,
     *         "erasedSince": {
     *           "receipts": 1,
     *           "people": 1,
     *           "records": 10
     *         },
     *         "readable": false,
     *         "complete": true
     *       },
     *       "delays": [
     *         {
     *           "ground": "law-enforcement",
     *           "authority": "State police, cybercrime unit",
     *           "from": "2026-11-20T03:00:00Z",
     *           "until": "2026-11-25T12:00:00Z"
     *         }
     *       ],
     *       "updates": 0,
     *       "texts": {
     *         "en": {
     *           "nature": "A storage bucket with exports could be read by anybody who knew its address.",
     *           "consequences": "Somebody may know that a class took part.",
     *           "measures": "The bucket was closed.",
     *           "recommendations": "You need not do anything.",
     *           "investigation": "The access logs are being read.",
     *           "reasons": "The logs came late."
     *         }
     *       },
     *       "contact": {
     *         "name": "Privacy office",
     *         "email": "privacy@cleanslate.example",
     *         "phone": "+49 30 123456"
     *       },
     *       "reporter": {
     *         "name": "Grace",
     *         "email": "grace@north.example"
     *       },
     *       "closedAt": null,
     *       "revision": 3,
     *       "readOnly": false,
     *       "names": {
     *         "org_north": "North School"
     *       }
     *     }
     */
    Incident: {
      id: components['schemas']['ID'];
      org: components['schemas']['OrgID'];
      /** @description Empty in the part of a school that did not file it. */
      title: string;
      drill: boolean;
      state: components['schemas']['IncidentState'];
      /** @enum {string|null} */
      outcome: 'notified' | 'no-breach' | 'notice-not-required' | null;
      clocks: components['schemas']['Clocks'];
      occurredFrom: components['schemas']['Time'];
      /** Format: date-time */
      occurredUntil: string | null;
      categories: components['schemas']['Category'][];
      scope: {
        orgs: components['schemas']['OrgID'][];
        sessions: components['schemas']['ID'][];
      };
      keysInReach: components['schemas']['Reach'];
      risk: components['schemas']['Risk'];
      affected: components['schemas']['AffectedTotals'];
      delays: components['schemas']['Delay'][];
      updates: number;
      texts: components['schemas']['IncidentTexts'];
      /** @description Null in the part of a school that did not file it. Its notices name whom to ask. */
      contact: components['schemas']['IncidentContact'] | null;
      /** @description Null in the part of a school that did not file it. */
      reporter: components['schemas']['IncidentReporter'] | null;
      /** Format: date-time */
      closedAt: string | null;
      revision: number;
      /**
       * @description Whether this is the part of a school that the operator's report concerns: its own clocks, counts and delays, without
       *     what was written for all or of others. Only who filed it, and the operator, can change it.
       */
      readOnly: boolean;
      /** @description The names of the organizations that it mentions, by their ids. One that was erased has none. */
      names: {
        [key: string]: string;
      };
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "org": "org_north",
     *           "title": "Export bucket was public",
     *           "drill": false,
     *           "state": "notifying",
     *           "outcome": null,
     *           "clocks": {
     *             "reportedAt": "2026-11-20T02:10:00Z",
     *             "discoveredAt": "2026-11-20T02:00:00Z",
     *             "awareAt": "2026-11-20T02:05:00Z",
     *             "confirmedAt": null
     *           },
     *           "occurredFrom": "2026-11-19T22:00:00Z",
     *           "occurredUntil": "2026-11-20T02:10:00Z",
     *           "categories": [
     *             "aliases",
     *             "answers"
     *           ],
     *           "scope": {
     *             "orgs": [
     *               "org_north"
     *             ],
     *             "sessions": [
     *               "onswg4tforpw63dmmfzgk2lomm"
     *             ]
     *           },
     *           "keysInReach": "no",
     *           "risk": "undetermined",
     *           "affected": {
     *             "orgs": 1,
     *             "sessions": 3,
     *             "people": 91,
     *             "records": 930,
     *             "erasedSince": {
     *               "receipts": 1,
     *               "people": 1,
     *               "records": 10
     *             },
     *             "readable": false,
     *             "complete": true
     *           },
     *           "delays": [
     *             {
     *               "ground": "law-enforcement",
     *               "authority": "State police, cybercrime unit",
     *               "from": "2026-11-20T03:00:00Z",
     *               "until": "2026-11-25T12:00:00Z"
     *             }
     *           ],
     *           "updates": 0,
     *           "texts": {
     *             "en": {
     *               "nature": "A storage bucket with exports could be read by anybody who knew its address.",
     *               "consequences": "Somebody may know that a class took part.",
     *               "measures": "The bucket was closed.",
     *               "recommendations": "You need not do anything.",
     *               "investigation": "The access logs are being read.",
     *               "reasons": "The logs came late."
     *             }
     *           },
     *           "contact": {
     *             "name": "Privacy office",
     *             "email": "privacy@cleanslate.example",
     *             "phone": "+49 30 123456"
     *           },
     *           "reporter": {
     *             "name": "Grace",
     *             "email": "grace@north.example"
     *           },
     *           "closedAt": null,
     *           "revision": 3,
     *           "readOnly": false,
     *           "names": {
     *             "org_north": "North School"
     *           }
     *         }
     *       ],
     *       "nextPageToken": "eyJhIjoxfQ"
     *     }
     */
    IncidentList: {
      items: components['schemas']['Incident'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    AffectedGroup: {
      id: components['schemas']['ID'];
      org: components['schemas']['OrgID'];
      /** @enum {string} */
      kind: 'session' | 'members' | 'contact' | 'accounts' | 'erased';
      session: string | null;
      /** @description That counts what was erased. */
      receipt: string | null;
      people: number;
      records: number;
      categories: components['schemas']['Category'][];
      /** @description Whether all of it is encrypted under keys kept elsewhere. */
      sealed: boolean;
      keysInReach: boolean;
      readable: boolean;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "onswg4tforpw63dmmfzgk2lomm",
     *           "org": "org_north",
     *           "kind": "session",
     *           "session": "mfrggzdfmztwq2lknnwg23tpoa",
     *           "receipt": null,
     *           "people": 30,
     *           "records": 310,
     *           "categories": [
     *             "aliases",
     *             "answers"
     *           ],
     *           "sealed": true,
     *           "keysInReach": false,
     *           "readable": false
     *         }
     *       ],
     *       "nextPageToken": null,
     *       "totals": {
     *         "orgs": 1,
     *         "sessions": 3,
     *         "people": 91,
     *         "records": 930,
     *         "erasedSince": {
     *           "receipts": 1,
     *           "people": 1,
     *           "records": 10
     *         },
     *         "readable": false,
     *         "complete": true
     *       },
     *       "orgs": [
     *         {
     *           "org": "org_north",
     *           "sessions": 3,
     *           "people": 91,
     *           "records": 930,
     *           "erased": {
     *             "receipts": 1,
     *             "people": 1,
     *             "records": 10
     *           },
     *           "readable": false,
     *           "at": "2026-11-20T02:10:05Z"
     *         }
     *       ]
     *     }
     */
    AffectedList: {
      items: components['schemas']['AffectedGroup'][];
      nextPageToken: components['schemas']['NextPageToken'];
      totals: components['schemas']['AffectedTotals'];
      orgs: components['schemas']['AffectedOrg'][];
    };
    /** @enum {string} */
    NoticeState:
      | 'waiting'
      | 'incomplete'
      | 'queued'
      | 'sending'
      | 'deferred'
      | 'sent'
      | 'published'
      | 'failed'
      | 'unknown'
      | 'not-required';
    /** @enum {string} */
    Audience: 'authority' | 'school' | 'people' | 'affected' | 'parents';
    /**
     * @description Who is told. The teachers of the sessions concerned are whatever was agreed.
     * @enum {string}
     */
    NoticeAudience: 'authority' | 'school' | 'people' | 'affected' | 'parents' | 'teachers';
    Clause: {
      id: string;
      audience: components['schemas']['NoticeAudience'];
      starts: string;
      within: {
        count: number;
        /** @enum {string} */
        unit: 'hours' | 'days' | 'businessDays';
      };
      /** @description The source sets no number; this is ours. */
      target: boolean;
      source: string;
    };
    /**
     * @example {
     *       "id": "onswg4tforpw63dmmfzgk2lomm",
     *       "org": "org_north",
     *       "kind": "notice",
     *       "number": 0,
     *       "channel": "mail",
     *       "clause": {
     *         "id": "gdpr-33-2",
     *         "audience": "school",
     *         "starts": "aware",
     *         "within": {
     *           "count": 24,
     *           "unit": "hours"
     *         },
     *         "target": true,
     *         "source": "GDPR art. 33(2)"
     *       },
     *       "state": "sent",
     *       "startsAt": "2026-11-20T02:05:00Z",
     *       "deadline": "2026-11-21T02:05:00Z",
     *       "stopped": false,
     *       "escalated": 0,
     *       "missed": false,
     *       "met": true,
     *       "missing": [],
     *       "attempts": 1,
     *       "lastAttempt": "2026-11-20T04:00:00Z",
     *       "nextAttempt": null,
     *       "doneAt": "2026-11-20T04:00:01Z",
     *       "result": "250",
     *       "told": null
     *     }
     */
    Notice: {
      id: components['schemas']['ID'];
      org: components['schemas']['OrgID'];
      /** @enum {string} */
      kind: 'notice' | 'update' | 'escalation';
      /** @description Of an update; the percent of an escalation. */
      number: number;
      /**
       * @description Members: a mail to each who has an address.
       * @enum {string}
       */
      channel: 'mail' | 'public' | 'members';
      clause: components['schemas']['Clause'];
      state: components['schemas']['NoticeState'];
      /** Format: date-time */
      startsAt: string | null;
      /** Format: date-time */
      deadline: string | null;
      /** @description By a delay, now. */
      stopped: boolean;
      /** @enum {integer} */
      escalated: 0 | 50 | 75 | 90;
      /** @description For good. */
      missed: boolean;
      met: boolean;
      missing: components['schemas']['Part'][];
      attempts: number;
      /** Format: date-time */
      lastAttempt: string | null;
      /** Format: date-time */
      nextAttempt: string | null;
      /** Format: date-time */
      doneAt: string | null;
      /** @description An SMTP reply code, or why it failed. */
      result: string | null;
      /** @description What happened to the letters to members, counted so far. Null for any other notice. */
      told: {
        sent: number;
        failed: number;
        /** @description Nobody knows whether they were sent. They aren't sent again. */
        unknown: number;
        /** @description Members who gave no address. */
        without: number;
      } | null;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "onswg4tforpw63dmmfzgk2lomm",
     *           "org": "org_north",
     *           "kind": "notice",
     *           "number": 0,
     *           "channel": "mail",
     *           "clause": {
     *             "id": "gdpr-33-2",
     *             "audience": "school",
     *             "starts": "aware",
     *             "within": {
     *               "count": 24,
     *               "unit": "hours"
     *             },
     *             "target": true,
     *             "source": "GDPR art. 33(2)"
     *           },
     *           "state": "sent",
     *           "startsAt": "2026-11-20T02:05:00Z",
     *           "deadline": "2026-11-21T02:05:00Z",
     *           "stopped": false,
     *           "escalated": 0,
     *           "missed": false,
     *           "met": true,
     *           "missing": [],
     *           "attempts": 1,
     *           "lastAttempt": "2026-11-20T04:00:00Z",
     *           "nextAttempt": null,
     *           "doneAt": "2026-11-20T04:00:01Z",
     *           "result": "250",
     *           "told": null
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    NoticeList: {
      items: components['schemas']['Notice'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    /**
     * @example {
     *       "state": "waiting",
     *       "language": "de",
     *       "subject": "Ihre Daten: was geschehen ist und was Sie tun können",
     *       "text": "Wir schreiben Ihnen …",
     *       "html": "<!doctype html>…"
     *     }
     */
    NoticePreview: {
      state: components['schemas']['NoticeState'];
      /** @enum {string} */
      language: 'en' | 'de' | 'fr' | 'es';
      subject: string;
      text: string;
      /** @description Empty for what is only published. */
      html: string;
    };
    /** @enum {string} */
    TimelineEntryKind:
      | 'reported'
      | 'state'
      | 'changed'
      | 'clock'
      | 'delay'
      | 'update'
      | 'affected'
      | 'frozen'
      | 'unfrozen'
      | 'notice'
      | 'escalated'
      | 'met'
      | 'missed'
      | 'resolved';
    TimelineEntry: {
      n: number;
      at: components['schemas']['Time'];
      recordedAt: components['schemas']['Time'];
      /** @description A member's id, or the function that did it; operator in a school's part. */
      actor: string;
      kind: components['schemas']['TimelineEntryKind'];
      facts: {
        [key: string]: string;
      };
      note: string | null;
      /** @description SHA-256 over the entry and the hash before it, in base64. Null in a school's part. */
      hash: string | null;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "n": 1,
     *           "at": "2026-11-20T02:10:00Z",
     *           "recordedAt": "2026-11-20T02:10:00Z",
     *           "actor": "breach",
     *           "kind": "state",
     *           "facts": {
     *             "state": "scoping"
     *           },
     *           "note": null,
     *           "hash": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
     *         }
     *       ],
     *       "nextPageToken": null,
     *       "verified": true
     *     }
     */
    Timeline: {
      items: components['schemas']['TimelineEntry'][];
      nextPageToken: components['schemas']['NextPageToken'];
      verified: boolean;
    };
    /**
     * @example {
     *       "incident": {
     *         "id": "mfrggzdfmztwq2lknnwg23tpoa",
     *         "org": "org_north",
     *         "title": "Export bucket was public",
     *         "drill": false,
     *         "state": "notifying",
     *         "outcome": null,
     *         "clocks": {
     *           "reportedAt": "2026-11-20T02:10:00Z",
     *           "discoveredAt": "2026-11-20T02:00:00Z",
     *           "awareAt": "2026-11-20T02:05:00Z",
     *           "confirmedAt": null
     *         },
     *         "occurredFrom": "2026-11-19T22:00:00Z",
     *         "occurredUntil": "2026-11-20T02:10:00Z",
     *         "categories": [
     *           "aliases",
     *           "answers"
     *         ],
     *         "scope": {
     *           "orgs": [
     *             "org_north"
     *           ],
     *           "sessions": [
     *             "onswg4tforpw63dmmfzgk2lomm"
     *           ]
     *         },
     *         "keysInReach": "no",
     *         "risk": "undetermined",
     *         "affected": {
     *           "orgs": 1,
     *           "sessions": 3,
     *           "people": 91,
     *           "records": 930,
     *           "erasedSince": {
     *             "receipts": 1,
     *             "people": 1,
     *             "records": 10
     *           },
     *           "readable": false,
     *           "complete": true
     *         },
     *         "delays": [
     *           {
     *             "ground": "law-enforcement",
     *             "authority": "State police, cybercrime unit",
     *             "from": "2026-11-20T03:00:00Z",
     *             "until": "2026-11-25T12:00:00Z"
     *           }
     *         ],
     *         "updates": 0,
     *         "texts": {
     *           "en": {
     *             "nature": "A storage bucket with exports could be read by anybody who knew its address.",
     *             "consequences": "Somebody may know that a class took part.",
     *             "measures": "The bucket was closed.",
     *             "recommendations": "You need not do anything.",
     *             "investigation": "The access logs are being read.",
     *             "reasons": "The logs came late."
     *           }
     *         },
     *         "contact": {
     *           "name": "Privacy office",
     *           "email": "privacy@cleanslate.example",
     *           "phone": "+49 30 123456"
     *         },
     *         "reporter": {
     *           "name": "Grace",
     *           "email": "grace@north.example"
     *         },
     *         "closedAt": null,
     *         "revision": 3,
     *         "readOnly": false,
     *         "names": {
     *           "org_north": "North School"
     *         }
     *       },
     *       "affected": [
     *         {
     *           "org": "org_north",
     *           "sessions": 3,
     *           "people": 91,
     *           "records": 930,
     *           "erased": {
     *             "receipts": 1,
     *             "people": 1,
     *             "records": 10
     *           },
     *           "readable": false,
     *           "at": "2026-11-20T02:10:05Z"
     *         }
     *       ],
     *       "notices": [
     *         {
     *           "id": "onswg4tforpw63dmmfzgk2lomm",
     *           "org": "org_north",
     *           "kind": "notice",
     *           "number": 0,
     *           "channel": "mail",
     *           "clause": {
     *             "id": "gdpr-33-2",
     *             "audience": "school",
     *             "starts": "aware",
     *             "within": {
     *               "count": 24,
     *               "unit": "hours"
     *             },
     *             "target": true,
     *             "source": "GDPR art. 33(2)"
     *           },
     *           "state": "sent",
     *           "startsAt": "2026-11-20T02:05:00Z",
     *           "deadline": "2026-11-21T02:05:00Z",
     *           "stopped": false,
     *           "escalated": 0,
     *           "missed": false,
     *           "met": true,
     *           "missing": [],
     *           "attempts": 1,
     *           "lastAttempt": "2026-11-20T04:00:00Z",
     *           "nextAttempt": null,
     *           "doneAt": "2026-11-20T04:00:01Z",
     *           "result": "250",
     *           "told": null
     *         }
     *       ],
     *       "timeline": [
     *         {
     *           "n": 1,
     *           "at": "2026-11-20T02:10:00Z",
     *           "recordedAt": "2026-11-20T02:10:00Z",
     *           "actor": "breach",
     *           "kind": "state",
     *           "facts": {
     *             "state": "scoping"
     *           },
     *           "note": null,
     *           "hash": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
     *         }
     *       ],
     *       "verified": true,
     *       "printedAt": "2026-11-21T08:00:00Z"
     *     }
     */
    Register: {
      incident: components['schemas']['Incident'];
      affected: components['schemas']['AffectedOrg'][];
      notices: components['schemas']['Notice'][];
      timeline: components['schemas']['TimelineEntry'][];
      verified: boolean;
      printedAt: components['schemas']['Time'];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "onswg4tforpw63dmmfzgk2lomm",
     *           "language": "en",
     *           "title": "Your data: what happened and what you can do",
     *           "text": "We are writing because …",
     *           "publishedAt": "2026-11-20T04:00:00Z",
     *           "until": "2027-02-18T04:00:00Z"
     *         }
     *       ],
     *       "nextPageToken": null
     *     }
     */
    PublicNoticeList: {
      items: components['schemas']['PublicNotice'][];
      nextPageToken: components['schemas']['NextPageToken'];
    };
    PublicNotice: {
      id: components['schemas']['ID'];
      /** @enum {string} */
      language: 'en' | 'de' | 'fr' | 'es';
      title: string;
      /** @description Paragraphs, divided by empty lines; headings begin with #. */
      text: string;
      publishedAt: components['schemas']['Time'];
      until: components['schemas']['Time'];
      /** @description Notices of the same group say the same in several languages. */
      group?: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type Id = components['schemas']['ID'];
export type QuestionId = components['schemas']['QuestionID'];
export type Code = components['schemas']['Code'];
export type Time = components['schemas']['Time'];
export type IdempotencyKey = components['schemas']['IdempotencyKey'];
export type PageToken = components['schemas']['PageToken'];
export type NextPageToken = components['schemas']['NextPageToken'];
export type ETag = components['schemas']['ETag'];
export type RetryAfter = components['schemas']['RetryAfter'];
export type Problem = components['schemas']['Problem'];
export type SessionState = components['schemas']['SessionState'];
export type Mode = components['schemas']['Mode'];
export type Feedback = components['schemas']['Feedback'];
export type Kind = components['schemas']['Kind'];
export type Response = components['schemas']['Response'];
export type Revision = components['schemas']['Revision'];
export type Solution = components['schemas']['Solution'];
export type Item = components['schemas']['Item'];
export type Scale = components['schemas']['Scale'];
export type Remarks = components['schemas']['Remarks'];
export type Weight = components['schemas']['Weight'];
export type Points = components['schemas']['Points'];
export type MaxWords = components['schemas']['MaxWords'];
export type Tolerance = components['schemas']['Tolerance'];
export type Correct = components['schemas']['Correct'];
export type AcceptedText = components['schemas']['AcceptedText'];
export type AcceptedNumber = components['schemas']['AcceptedNumber'];
export type PaperQuestion = components['schemas']['PaperQuestion'];
export type Question = components['schemas']['Question'];
export type Option = components['schemas']['Option'];
export type QuestionRequest = components['schemas']['QuestionRequest'];
export type OptionRequest = components['schemas']['OptionRequest'];
export type TargetRequest = components['schemas']['TargetRequest'];
export type RequestToSchool = components['schemas']['RequestToSchool'];
export type RequestKind = components['schemas']['RequestKind'];
export type Requester = components['schemas']['Requester'];
export type RequestAbout = components['schemas']['RequestAbout'];
export type RequestReceived = components['schemas']['RequestReceived'];
export type RequestCode = components['schemas']['RequestCode'];
export type QueuedState = components['schemas']['QueuedState'];
export type IdentityCheck = components['schemas']['IdentityCheck'];
export type ExtensionGround = components['schemas']['ExtensionGround'];
export type Decision = components['schemas']['Decision'];
export type RefusalGroundId = components['schemas']['RefusalGroundID'];
export type RefusalGround = components['schemas']['RefusalGround'];
export type ClockState = components['schemas']['ClockState'];
export type RequestClock = components['schemas']['RequestClock'];
export type QueuedRequest = components['schemas']['QueuedRequest'];
export type QueuedRequestList = components['schemas']['QueuedRequestList'];
export type RequestAnswer = components['schemas']['RequestAnswer'];
export type RequestForward = components['schemas']['RequestForward'];
export type RequestEntryKind = components['schemas']['RequestEntryKind'];
export type RequestEntry = components['schemas']['RequestEntry'];
export type PersonSearch = components['schemas']['PersonSearch'];
export type FoundMark = components['schemas']['FoundMark'];
export type FoundMarks = components['schemas']['FoundMarks'];
export type FoundPerson = components['schemas']['FoundPerson'];
export type RequestFind = components['schemas']['RequestFind'];
export type RequestCorrection = components['schemas']['RequestCorrection'];
export type RequestRestriction = components['schemas']['RequestRestriction'];
export type RequestCopy = components['schemas']['RequestCopy'];
export type RequestErasure = components['schemas']['RequestErasure'];
export type QueueRequest = components['schemas']['QueueRequest'];
export type RequesterIdentification = components['schemas']['RequesterIdentification'];
export type RequestExtension = components['schemas']['RequestExtension'];
export type RequestDecision = components['schemas']['RequestDecision'];
export type RequestForwarding = components['schemas']['RequestForwarding'];
export type RequestCompletion = components['schemas']['RequestCompletion'];
export type OwnRequest = components['schemas']['OwnRequest'];
export type CopySaving = components['schemas']['CopySaving'];
export type JoinRequest = components['schemas']['JoinRequest'];
export type RejoinRequest = components['schemas']['RejoinRequest'];
export type RenameRequest = components['schemas']['RenameRequest'];
export type JoinResponse = components['schemas']['JoinResponse'];
export type JoinedSession = components['schemas']['JoinedSession'];
export type Privacy = components['schemas']['Privacy'];
export type State = components['schemas']['State'];
export type Solutions = components['schemas']['Solutions'];
export type QuestionSolution = components['schemas']['QuestionSolution'];
export type AnswersRequest = components['schemas']['AnswersRequest'];
export type AnswerRequest = components['schemas']['AnswerRequest'];
export type AnswersResponse = components['schemas']['AnswersResponse'];
export type AnswerResult = components['schemas']['AnswerResult'];
export type AnswerFeedback = components['schemas']['AnswerFeedback'];
export type Me = components['schemas']['Me'];
export type Correction = components['schemas']['Correction'];
export type ParentActs = components['schemas']['ParentActs'];
export type Refusals = components['schemas']['Refusals'];
export type ParentCode = components['schemas']['ParentCode'];
export type OwnParticipant = components['schemas']['OwnParticipant'];
export type Erasure = components['schemas']['Erasure'];
export type Policy = components['schemas']['Policy'];
export type PolicyInForce = components['schemas']['PolicyInForce'];
export type AnnouncedPolicy = components['schemas']['AnnouncedPolicy'];
export type PolicyChange = components['schemas']['PolicyChange'];
export type Words = components['schemas']['Words'];
export type PolicyVersion = components['schemas']['PolicyVersion'];
export type PolicyVersionList = components['schemas']['PolicyVersionList'];
export type NewsletterRequest = components['schemas']['NewsletterRequest'];
export type MailKind = components['schemas']['MailKind'];
export type NewsletterSubjects = components['schemas']['NewsletterSubjects'];
export type NewsletterTexts = components['schemas']['NewsletterTexts'];
export type Newsletter = components['schemas']['Newsletter'];
export type NewsletterList = components['schemas']['NewsletterList'];
export type Recipients = components['schemas']['Recipients'];
export type UnsubscribeRequest = components['schemas']['UnsubscribeRequest'];
export type OneClick = components['schemas']['OneClick'];
export type OwnershipRequest = components['schemas']['OwnershipRequest'];
export type Ownership = components['schemas']['Ownership'];
export type OwnershipList = components['schemas']['OwnershipList'];
export type Simulation = components['schemas']['Simulation'];
export type Goodbye = components['schemas']['Goodbye'];
export type OwnDeparture = components['schemas']['OwnDeparture'];
export type DepartureItem = components['schemas']['DepartureItem'];
export type PrivacyChange = components['schemas']['PrivacyChange'];
export type Duration = components['schemas']['Duration'];
export type OrgPrivacy = components['schemas']['OrgPrivacy'];
export type Day = components['schemas']['Day'];
export type SchoolState = components['schemas']['SchoolState'];
export type SchoolContacts = components['schemas']['SchoolContacts'];
export type SchoolContactsPatch = components['schemas']['SchoolContactsPatch'];
export type Holidays = components['schemas']['Holidays'];
export type SchoolName = components['schemas']['SchoolName'];
export type Country = components['schemas']['Country'];
export type Region = components['schemas']['Region'];
export type Timezone = components['schemas']['Timezone'];
export type Locale = components['schemas']['Locale'];
export type OrgLanguage = components['schemas']['OrgLanguage'];
export type School = components['schemas']['School'];
export type SchoolClause = components['schemas']['SchoolClause'];
export type Within = components['schemas']['Within'];
export type SchoolSummary = components['schemas']['SchoolSummary'];
export type SchoolList = components['schemas']['SchoolList'];
export type SchoolRequest = components['schemas']['SchoolRequest'];
export type OrganizationRequest = components['schemas']['OrganizationRequest'];
export type Organization = components['schemas']['Organization'];
export type FirstPolicy = components['schemas']['FirstPolicy'];
export type SchoolPatch = components['schemas']['SchoolPatch'];
export type OwnSchoolPatch = components['schemas']['OwnSchoolPatch'];
export type AgreementKind = components['schemas']['AgreementKind'];
export type ConsentBasis = components['schemas']['ConsentBasis'];
export type Exhibit = components['schemas']['Exhibit'];
export type ClauseTerm = components['schemas']['ClauseTerm'];
export type Agreement = components['schemas']['Agreement'];
export type Announcement = components['schemas']['Announcement'];
export type AgreementList = components['schemas']['AgreementList'];
export type Records = components['schemas']['Records'];
export type RecordTerms = components['schemas']['RecordTerms'];
export type AgreementRequest = components['schemas']['AgreementRequest'];
export type AgreementPatch = components['schemas']['AgreementPatch'];
export type FieldChange = components['schemas']['FieldChange'];
export type MemberRole = components['schemas']['MemberRole'];
export type Member = components['schemas']['Member'];
export type MemberList = components['schemas']['MemberList'];
export type MemberPatch = components['schemas']['MemberPatch'];
export type InvitationRequest = components['schemas']['InvitationRequest'];
export type MemberInvitation = components['schemas']['MemberInvitation'];
export type MemberInvitationList = components['schemas']['MemberInvitationList'];
export type Profile = components['schemas']['Profile'];
export type ProfileRequest = components['schemas']['ProfileRequest'];
export type MailChoice = components['schemas']['MailChoice'];
export type Change = components['schemas']['Change'];
export type ChangeList = components['schemas']['ChangeList'];
export type DepartureRequest = components['schemas']['DepartureRequest'];
export type Departure = components['schemas']['Departure'];
export type SubjectKind = components['schemas']['SubjectKind'];
export type RetentionSubject = components['schemas']['RetentionSubject'];
export type RetentionRule = components['schemas']['RetentionRule'];
export type ConsentGround = components['schemas']['ConsentGround'];
export type OrgConsent = components['schemas']['OrgConsent'];
export type OrgConsentRequest = components['schemas']['OrgConsentRequest'];
export type ConsentText = components['schemas']['ConsentText'];
export type ConsentTextList = components['schemas']['ConsentTextList'];
export type ConsentFor = components['schemas']['ConsentFor'];
export type ConsentCodeRequest = components['schemas']['ConsentCodeRequest'];
export type ConsentCode = components['schemas']['ConsentCode'];
export type SchoolExport = components['schemas']['SchoolExport'];
export type SchoolExportList = components['schemas']['SchoolExportList'];
export type ConsentCodeList = components['schemas']['ConsentCodeList'];
export type IssuedConsentCodes = components['schemas']['IssuedConsentCodes'];
export type ConsentErasureRequest = components['schemas']['ConsentErasureRequest'];
export type ConsentErasure = components['schemas']['ConsentErasure'];
export type ErasureGround = components['schemas']['ErasureGround'];
export type Plan = components['schemas']['Plan'];
export type RetentionStep = components['schemas']['RetentionStep'];
export type Hold = components['schemas']['Hold'];
export type HoldRequest = components['schemas']['HoldRequest'];
export type HoldList = components['schemas']['HoldList'];
export type DisclosureGround = components['schemas']['DisclosureGround'];
export type Telling = components['schemas']['Telling'];
export type DisclosureRequest = components['schemas']['DisclosureRequest'];
export type DisclosurePatch = components['schemas']['DisclosurePatch'];
export type Disclosure = components['schemas']['Disclosure'];
export type DisclosureList = components['schemas']['DisclosureList'];
export type Month = components['schemas']['Month'];
export type TransferRequest = components['schemas']['TransferRequest'];
export type Transfer = components['schemas']['Transfer'];
export type TransferList = components['schemas']['TransferList'];
export type TransferFile = components['schemas']['TransferFile'];
export type TransferTable = components['schemas']['TransferTable'];
export type TransferShare = components['schemas']['TransferShare'];
export type Usage = components['schemas']['Usage'];
export type UsageList = components['schemas']['UsageList'];
export type ErasureRequest = components['schemas']['ErasureRequest'];
export type ErasureList = components['schemas']['ErasureList'];
export type PendingErasure = components['schemas']['PendingErasure'];
export type Receipt = components['schemas']['Receipt'];
export type ReceiptView = components['schemas']['ReceiptView'];
export type ReceiptList = components['schemas']['ReceiptList'];
export type BlockList = components['schemas']['BlockList'];
export type SignedBlock = components['schemas']['SignedBlock'];
export type KeyList = components['schemas']['KeyList'];
export type PublicKey = components['schemas']['PublicKey'];
export type Purpose = components['schemas']['Purpose'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AuditView = components['schemas']['AuditView'];
export type AuditList = components['schemas']['AuditList'];
export type AuditBlockList = components['schemas']['AuditBlockList'];
export type SignedAuditBlock = components['schemas']['SignedAuditBlock'];
export type OrphanList = components['schemas']['OrphanList'];
export type Orphan = components['schemas']['Orphan'];
export type OrphanKind = components['schemas']['OrphanKind'];
export type Confirmation = components['schemas']['Confirmation'];
export type QuestionSetRequest = components['schemas']['QuestionSetRequest'];
export type Sharing = components['schemas']['Sharing'];
export type Owner = components['schemas']['Owner'];
export type SetOwner = components['schemas']['SetOwner'];
export type QuestionSet = components['schemas']['QuestionSet'];
export type QuestionSetList = components['schemas']['QuestionSetList'];
export type QuestionSetSummary = components['schemas']['QuestionSetSummary'];
export type SessionRequest = components['schemas']['SessionRequest'];
export type SessionPatch = components['schemas']['SessionPatch'];
export type Session = components['schemas']['Session'];
export type SessionList = components['schemas']['SessionList'];
export type Deletion = components['schemas']['Deletion'];
export type Paper = components['schemas']['Paper'];
export type Answer = components['schemas']['Answer'];
export type Participant = components['schemas']['Participant'];
export type QuestionCounts = components['schemas']['QuestionCounts'];
export type Results = components['schemas']['Results'];
export type ParticipantJoinedEvent = components['schemas']['ParticipantJoinedEvent'];
export type ParticipantErasedEvent = components['schemas']['ParticipantErasedEvent'];
export type AnswersEvent = components['schemas']['AnswersEvent'];
export type SessionEvent = components['schemas']['SessionEvent'];
export type CountsEvent = components['schemas']['CountsEvent'];
export type ExportFormat = components['schemas']['ExportFormat'];
export type Export = components['schemas']['Export'];
export type Grade = components['schemas']['Grade'];
export type GradesRequest = components['schemas']['GradesRequest'];
export type GradesResponse = components['schemas']['GradesResponse'];
export type Invitation = components['schemas']['Invitation'];
export type AcceptRequest = components['schemas']['AcceptRequest'];
export type OrgId = components['schemas']['OrgID'];
export type IncidentState = components['schemas']['IncidentState'];
export type IncidentOutcome = components['schemas']['IncidentOutcome'];
export type Category = components['schemas']['Category'];
export type SealedCategory = components['schemas']['SealedCategory'];
export type Reach = components['schemas']['Reach'];
export type Risk = components['schemas']['Risk'];
export type DelayGround = components['schemas']['DelayGround'];
export type WrittenPart = components['schemas']['WrittenPart'];
export type Part = components['schemas']['Part'];
export type IncidentTexts = components['schemas']['IncidentTexts'];
export type NoticeTexts = components['schemas']['NoticeTexts'];
export type IncidentContact = components['schemas']['IncidentContact'];
export type IncidentReporter = components['schemas']['IncidentReporter'];
export type IncidentScope = components['schemas']['IncidentScope'];
export type IncidentReport = components['schemas']['IncidentReport'];
export type IncidentPatch = components['schemas']['IncidentPatch'];
export type BreachConfirmation = components['schemas']['BreachConfirmation'];
export type IncidentUpdate = components['schemas']['IncidentUpdate'];
export type DelayRequest = components['schemas']['DelayRequest'];
export type IncidentClosing = components['schemas']['IncidentClosing'];
export type NoticeResolution = components['schemas']['NoticeResolution'];
export type Resolution = components['schemas']['Resolution'];
export type ErasedSince = components['schemas']['ErasedSince'];
export type AffectedTotals = components['schemas']['AffectedTotals'];
export type AffectedOrg = components['schemas']['AffectedOrg'];
export type Delay = components['schemas']['Delay'];
export type Clocks = components['schemas']['Clocks'];
export type Incident = components['schemas']['Incident'];
export type IncidentList = components['schemas']['IncidentList'];
export type AffectedGroup = components['schemas']['AffectedGroup'];
export type AffectedList = components['schemas']['AffectedList'];
export type NoticeState = components['schemas']['NoticeState'];
export type Audience = components['schemas']['Audience'];
export type NoticeAudience = components['schemas']['NoticeAudience'];
export type Clause = components['schemas']['Clause'];
export type Notice = components['schemas']['Notice'];
export type NoticeList = components['schemas']['NoticeList'];
export type NoticePreview = components['schemas']['NoticePreview'];
export type TimelineEntryKind = components['schemas']['TimelineEntryKind'];
export type TimelineEntry = components['schemas']['TimelineEntry'];
export type Timeline = components['schemas']['Timeline'];
export type Register = components['schemas']['Register'];
export type PublicNoticeList = components['schemas']['PublicNoticeList'];
export type PublicNotice = components['schemas']['PublicNotice'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
