import type { ExportFormat, Feedback, Mode, Session, Sharing } from '../../api/schema';
import { sentence } from '../../i18n/format';
import { staff } from '../../staff/messages/en';
import type { StaffMessages } from '../../staff/messages/en';
import type { EditingMessages } from '../../question/teach/words';
import { chart, editing } from '../../question/teach/words/en';
import { question } from '../../question/words/en';
import type { Format } from '../import';
import type { IssueCode } from '../../question/teach/formats';
import { ENOUGH, type Hardness, type Separating } from '../print/figures';
import type { Group } from '../session/groups';

export interface TeachMessages extends StaffMessages, EditingMessages {
  unknown: { title: string; text: string };
  sessions: {
    notFound: string;
    again: string;
    againOf(title: string): string;
    title: string;
    start: string;
    show: string;
    all: string;
    empty: string;
    emptyFiltered: string;
    of(name: string): string;
  };
  sets: {
    search: string;
    inFolder(folder: string): string;
    tagged(tag: string): string;
    title: string;
    create: string;
    import: string;
    lists: Record<'all' | 'me' | 'school' | 'trash', string>;
    noneIn: Record<'all' | 'me' | 'school' | 'trash', string>;
    notFound: string;
    trashIntro: string;
    restored: string;
    shared: string;
    share: Record<Sharing, string>;
    sharedNow: Record<Sharing, string>;
    ofSchool: string;
    copy: string;
    copied: string;
    readOnly: string;
    count(n: number): string;
    changed(time: string): string;
    start: string;
    startOf(title: string): string;
    more: string;
    moreOf(title: string): string;
    exportJSON: string;
    exportGIFT: string;
    giftMissing(numbers: number[]): string;
    deleteTitle: string;
    deleteText: string;
    deleted(until: string): string;
  };
  start: {
    name: string;
    nameHint: string;
    setGone: string;
    title: string;
    mode: string;
    modes: Record<Mode, string>;
    /** The same of a session that is there, whoever reads it. */
    paces: Record<Mode, string>;
    modeHints: Record<Mode, string>;
    feedback: string;
    feedbacks: Record<Feedback, string>;
    feedbackHints: Record<Feedback, string>;
    shuffle: string;
    closesAt: string;
    closesAtHint: string;
    closesAtProblem: Record<'past' | 'far', string>;
    go: string;
  };
  editor: {
    filing: string;
    folder: string;
    tags: string;
    tagsHint: string;
    title: string;
    newTitle: string;
    setTitle: string;
    questions: string;
    questionsCount(n: number): string;
    noQuestions: string;
    questionNumber(n: number): string;
    noPrompt: string;
    hasFaults: string;
    addQuestion: string;
    preview: string;
    previewOne: string;
    save: string;
    saving: string;
    saveFirst: string;
    unsaved: string;
    savedNow: string;
    savedAt(time: string): string;
    nothingToSave: string;
    restored: string;
    copyOf(title: string): string;
    conflictTitle: string;
    conflictText: string;
    conflictCopy: string;
    conflictOverwrite: string;
    conflictReload: string;
    leaveTitle: string;
    leaveText: string;
    leaveAnyway: string;
    removeTitle: string;
    removed: string;
    movedTo(n: number, of: number): string;
    duplicate(name: string): string;
    duplicated(name: string): string;
    faultsTitle(n: number): string;
  };
  preview: {
    title: string;
    hint: string;
    noPrompt: string;
    number(n: number, of: number): string;
    previous: string;
    next: string;
  };
  import: {
    paste: string;
    pasteText: string;
    pasteHint: string;
    pasteRead: string;
    pastedTitle: string;
    title: string;
    intro: string;
    format: string;
    automatic: string;
    formats: Record<Format, string>;
    file: string;
    fileHint: string;
    reading: string;
    /** By the code of an ImportError. */
    errors: Record<string, string>;
    result(n: number, format: string): string;
    taken(n: number): string;
    nothingLost: string;
    lostQuestions(n: number): string;
    lostParts(n: number): string;
    line(n: number): string;
    issues: Record<Exclude<IssueCode, 'invalid'>, (detail: string) => string>;
    showAll(n: number): string;
    notYetSaved: string;
    save(n: number): string;
    csvTitle: string;
    csvText: string;
    /** Each column and what it holds, for kinds by their names in the file. */
    csvColumns(kinds: string[], answers: string[]): [string, string][];
    csvTemplate: string;
  };
  session: {
    title: string;
    opening: string;
    gone: string;
    reconnecting: string;
    full: string;
    states: Record<Session['state'], string>;
    locked: string;
    tabsLabel: string;
    tabs: Record<'live' | 'results' | 'grading' | 'settings', string>;
  };
  live: {
    keys: string;
    side: string;
    joinAt: string;
    codeIs(code: string): string;
    project: string;
    copy: string;
    copied: string;
    notCopied: string;
    closesAt(time: string): string;
    closedAt(time: string): string;
    closed: string;
    toResults: string;
    controls: string;
    controlsHint: string;
    pause: string;
    paused: string;
    pausedHint: string;
    resume: string;
    resumed: string;
    lock: string;
    lockedNow: string;
    lockedHint: string;
    unlock: string;
    unlocked: string;
    close: string;
    closeTitle: string;
    closeText: string;
    closedNow: string;
    people(n: number): string;
    nobody: string;
    nameless: string;
    /** How many erased themselves, or were erased. */
    left(n: number): string;
    leftByParent(n: number): string;
    studentNumber(n: number): string;
    hideNames: string;
    showNames: string;
    done: string;
    progress(n: number, of: number): string;
    showAll(n: number): string;
    questions: string;
    pacedTitle: string;
    hideResults: string;
    showResults: string;
    previous: string;
    next: string;
    first: string;
    jump: string;
    noQuestion: string;
    waiting: string;
    questionOf(n: number, of: number): string;
    answered(n: number, of: number): string;
    others: string;
    spoken(joined: number, answered: number): string;
  };
  projector: {
    qr: string;
    goTo: string;
    enter: string;
    locked(n: number): string;
    paused: string;
    closed: string;
    controls: string;
    showQuestion: string;
    showCode: string;
    showSolution: string;
    hideSolution: string;
    full: string;
    window: string;
    back: string;
  };
  results: {
    empty: string;
    toCode: string;
    export: string;
    exportHint: string;
    formats: Record<ExportFormat, string>;
    exporting: string;
    exported(kilobytes: string): string;
    exportDone(file: string): string;
    table(n: number): string;
    sortBy: string;
    sorts: Record<'joined' | 'name' | 'score', string>;
    showAnswers: string;
    showPoints: string;
    name: string;
    score: string;
    questionShort(n: number): string;
    legend: string;
    marks: Record<'yes' | 'part' | 'no', string>;
    answered: string;
    noAnswer: string;
    joined(time: string): string;
    renamed(time: string): string;
    renamedByParent(time: string): string;
    collectionRefused(time: string): string;
    refusalLifted(time: string): string;
    disclosureRefused(time: string): string;
    restricted: string;
    restrictedText: string;
    correction(text: string): string;
    scoreOf(score: string): string;
    pointsOf(points: string, of: string): string;
    byHand: string;
    erase: string;
    eraseTitle: string;
    eraseText: string;
    erased: string;
    analysis: string;
    kind: string;
    answers: string;
    rightRate: string;
    mean: string;
  };
  paper: {
    title: string;
    print: string;
    withSolutions: string;
    name: string;
    date: string;
    points(n: number, formatted: string): string;
    solutions(title: string): string;
    nothingRight: string;
  };
  report: {
    open: string;
    title: string;
    hint: string;
    sheets: string;
    students: string;
    range(from: number, to: number): string;
    theClass: string;
    meaning: string;
    earned: Record<Hardness, (percent: string) => string>;
    separates: Record<Separating, (r: string) => string>;
    unknown(answers: number): string;
  };
  take: {
    back: string;
    open: string;
    title: string;
    choose: string;
    take(n: number): string;
    taken(n: number): string;
    tooMany(most: number): string;
  };
  comparison: {
    title: string;
    with: string;
    choose: string;
    here(n: number): string;
    there(n: number): string;
    difference: string;
    hint: string;
    changed: string;
  };
  parents: {
    title: string;
    hint: string;
    one: string;
    all(n: number): string;
    some(from: number, to: number): string;
    what: string;
    handOut: string;
    give: string;
    progress(done: string, of: string): string;
    slips(n: number): string;
    once: string;
    left: string;
    refused: string;
    print: string;
    done: string;
  };
  grading: {
    empty: string;
    hint: string;
    question: string;
    nothing: string;
    toGrade(open: number, of: number): string;
    showAll(n: number): string;
    authors(n: number): string;
    states: Record<Group['state'], string>;
    quick: string;
    points: string;
    range(most: string): string;
    give: string;
    given(points: string, n: number): string;
    takeBack: string;
    taken: string;
    progress(done: number, of: number): string;
  };
  settings: {
    saveName: string;
    nameSaved: string;
    about: string;
    mode: string;
    feedback: string;
    started: string;
    closed: string;
    end: string;
    saveEnd: string;
    noEnd: string;
    endSaved: string;
    coTeachers: string;
    you: string;
    owner: string;
    colleague: string;
    remove: string;
    removeOf(name: string): string;
    removeTitle: string;
    invite: string;
    inviteHint: string;
    invited(until: string): string;
    link: string;
    deleteTitle: string;
    deleteText: string;
    deleteOpen: string;
    delete: string;
    deleteAsk: string;
    deleted(until: string): string;
  };
  trash: {
    title: string;
    intro: string;
    sets: string;
    empty: string;
    deletedOn(date: string): string;
    until(date: string): string;
    restore: string;
    restoreOf(title: string): string;
    expired(date: string): string;
    restored: string;
  };
  coTeach: { title: string; text: string; accept: string; noToken: string };
}

export const en: TeachMessages = {
  ...staff,
  question,
  editing,
  chart,
  unknown: { title: 'There is no such page', text: 'The address may be wrong, or the page may have moved.' },
  sessions: {
    notFound: 'No title matches. Try a shorter part of it.',
    again: 'Start again',
    againOf: (title) => `Start again: ${title}`,
    title: 'Sessions',
    start: 'Start a session',
    show: 'Show',
    all: 'all',
    empty: 'No sessions yet. Choose a question set and start one: students join with its code, without an account.',
    emptyFiltered: 'No sessions in this state.',
    of: (name) => `started by ${name}`,
  },
  sets: {
    search: 'Search titles, folders and tags',
    inFolder: (folder) => `Folder: ${folder}`,
    tagged: (tag) => `Tag: ${tag}`,
    title: 'Question sets',
    create: 'New question set',
    import: 'Import',
    lists: { all: 'All', me: 'My own', school: 'The school’s', trash: 'Trash' },
    noneIn: {
      all: 'No question sets yet. Write one, or import what you have from Moodle, Kahoot or a spreadsheet.',
      me: 'You have no question sets yet. Write one, import one, or copy one of the school’s.',
      school: 'Nobody shares a question set with the school yet.',
      trash: 'There are no deleted question sets.',
    },
    notFound: 'Nothing matches. Try a shorter part of it.',
    trashIntro:
      'Deleted question sets can be restored until their date. After it they are erased and nobody can bring them back.',
    restored: 'Question set restored',
    shared: 'shared with the school',
    share: { school: 'Share with the school', none: 'Stop sharing' },
    sharedNow: { school: 'Colleagues can read and copy it now', none: 'Only you can see it now' },
    ofSchool: 'belongs to the school',
    copy: 'Make a copy',
    copied: 'This is your copy',
    readOnly: 'You can start sessions with it. To change it, make a copy.',
    count: (n) => (n === 1 ? '1 question' : `${n} questions`),
    changed: (time) => `changed ${time}`,
    start: 'Start',
    startOf: (title) => `Start a session with ${title}`,
    more: 'More',
    moreOf: (title) => `More about ${title}`,
    exportJSON: 'Export as JSON',
    exportGIFT: 'Export as GIFT',
    giftMissing: (numbers) =>
      `GIFT can’t express ${numbers.length === 1 ? `question ${numbers[0]}` : `questions ${numbers.join(', ')}`}, so the file leaves ${numbers.length === 1 ? 'it' : 'them'} out. JSON has everything.`,
    deleteTitle: 'Delete this question set?',
    deleteText:
      'Sessions started with it keep their own copy. It can be restored from the trash until the date given there; then it is erased.',
    deleted: (until) => `Question set deleted. It can be restored until ${until}.`,
  },
  start: {
    name: 'Title',
    nameHint: 'Students see it: for instance “7b, rivers”.',
    setGone:
      'The question set of this session was deleted. Restore it from the trash of the question sets, or start another one.',
    title: 'Start a session',
    mode: 'Who sets the pace?',
    modes: { 'self-paced': 'Each student', 'teacher-paced': 'You' },
    paces: { 'self-paced': 'Self-paced', 'teacher-paced': 'Teacher-paced' },
    modeHints: {
      'self-paced': 'All questions are open from the start.',
      'teacher-paced': 'One question at a time, for everyone at once.',
    },
    feedback: 'When do students see what is right?',
    feedbacks: { none: 'Not at all', immediate: 'After each answer', 'after-close': 'When you close the session' },
    feedbackHints: {
      none: 'Only you see what is right.',
      immediate: 'Answers can’t be changed afterwards.',
      'after-close': 'Answers can be changed until then.',
    },
    shuffle: 'Shuffle the questions for each student',
    closesAt: 'Closes automatically (optional)',
    closesAtHint: 'In your time zone. You can close it earlier, and change this later.',
    closesAtProblem: {
      past: 'This is in the past. Choose a later time, or none.',
      far: 'This is more than a year away. Choose an earlier time, or none.',
    },
    go: 'Open the session',
  },
  editor: {
    filing: 'Folder and tags',
    folder: 'Folder',
    tags: 'Tags',
    tagsHint: 'With commas between them. Searching for a folder or a tag finds its sets.',
    title: 'Edit question set',
    newTitle: 'New question set',
    setTitle: 'Title of the set',
    questions: 'Questions',
    questionsCount: (n) => (n === 1 ? '1 question' : `${n} questions`),
    noQuestions: 'There are no questions yet.',
    questionNumber: (n) => `Question ${n}`,
    noPrompt: '(no text yet)',
    hasFaults: 'Something is missing here',
    addQuestion: 'Add a question',
    preview: 'Preview',
    previewOne: 'Preview this question',
    save: 'Save',
    saving: 'Saving…',
    saveFirst: 'Save your changes first',
    unsaved: 'You have unsaved changes',
    savedNow: 'Saved',
    savedAt: (time) => `Saved at ${time}`,
    nothingToSave: 'Everything is saved',
    restored: 'Your changes have been restored. They aren’t saved yet.',
    copyOf: (title) => `${title} (copy)`,
    conflictTitle: 'This set was changed elsewhere',
    conflictText:
      'Someone saved it after you opened it, perhaps you in another window. Nothing is lost so far. What should happen to your version?',
    conflictCopy: 'Save mine as a new set',
    conflictOverwrite: 'Replace the other with mine',
    conflictReload: 'Discard mine, load the other',
    leaveTitle: 'Leave without saving?',
    leaveText: 'Changes since your last save will be lost.',
    leaveAnyway: 'Leave without saving',
    removeTitle: 'Delete this question?',
    removed: 'Question deleted',
    movedTo: (n, of) => `Now in position ${n} of ${of}`,
    duplicate: (name) => `Duplicate: ${name}`,
    duplicated: (name) => `${name} duplicated`,
    faultsTitle: (n) => (n === 1 ? 'One thing keeps this from being saved' : `${n} things keep this from being saved`),
  },
  preview: {
    title: 'As a student sees it',
    hint: 'Try it out. Nothing you answer here is saved.',
    noPrompt: '(no text yet)',
    number: (n, of) => `Question ${n} of ${of}`,
    previous: 'Previous',
    next: 'Next',
  },
  import: {
    paste: 'Paste text instead',
    pasteText: 'Questions',
    pasteHint: 'From a spreadsheet, or in GIFT, Aiken, Moodle XML or JSON.',
    pasteRead: 'Read it',
    pastedTitle: 'Pasted questions',
    title: 'Import questions',
    intro:
      'Choose a file. You’ll see first what can be imported and what can’t; nothing is saved until you say so. The file is read in this browser.',
    format: 'Format',
    automatic: 'Detect automatically',
    formats: {
      gift: 'GIFT',
      moodle: 'Moodle XML',
      aiken: 'Aiken',
      csv: 'CSV',
      kahoot: 'Kahoot spreadsheet (.xlsx)',
      json: 'cleanslate (JSON)',
    },
    file: 'File',
    fileHint: 'Up to 10 MiB.',
    reading: 'Reading the file…',
    errors: {
      'not-this-format': 'This doesn’t look like a file in this format. Choose the format yourself, or another file.',
      'too-large': 'This file is too large. Split it, and import the parts.',
      empty: 'There are no questions in this file.',
      damaged: 'This file can’t be read. It may be damaged; export it again.',
    },
    result: (n, format) => `${n === 1 ? '1 question' : `${n} questions`} from ${format}`,
    taken: (n) => (n === 1 ? 'The question to import' : `The ${n} questions to import`),
    nothingLost: 'Nothing is lost.',
    lostQuestions: (n) => (n === 1 ? '1 question can’t be imported' : `${n} questions can’t be imported`),
    lostParts: (n) => (n === 1 ? '1 thing is left out or changed' : `${n} things are left out or changed`),
    line: (n) => `Line ${n}`,
    issues: {
      unreadable: () => 'It doesn’t follow the format.',
      kind: (detail) => `This question type doesn’t exist here: ${detail}.`,
      description: () => 'This is a text, not a question.',
      'too-many-questions': () => 'A set has at most 200 questions.',
      'cut-off': () => 'The file ends in the middle. Later questions may be missing.',
      media: () => 'Pictures, sounds and files are left out.',
      hints: () => 'Hints for further tries are left out.',
      tags: () => 'Tags are left out.',
      'time-limit': () => 'Time limits are left out: questions here have none.',
      units: () => 'Units are left out. Only the number is compared.',
      wildcard: (detail) => `Accepted answers with placeholders are left out: ${detail}.`,
      case: () => 'Case doesn’t matter here.',
      'partial-feedback': () => 'The feedback on partly right answers is left out.',
      'no-right-answer': () => 'It has no right answer, so it becomes a poll.',
      weights: (detail) => `The shares of the right answers add up to ${detail} %, not 100, so they are left out.`,
      'negative-weight': () => 'An answer can’t earn less than zero here, so it earns zero.',
      table: () => 'A table becomes plain text.',
      'unknown-column': (detail) => `The column “${detail}” is unknown.`,
      'bad-value': (detail) => `A value can’t be read: ${detail}.`,
      'ambiguous-number': (detail) => `This number could mean two things: ${detail}. Please check it.`,
      'order-assumed': (detail) =>
        `The two answers have other names (${detail}); the first was taken for “true”. Please check it.`,
      languages: (detail) => `The text in other languages is left out: ${detail}.`,
      formula: (detail) => `A formula became simple text: ${detail}. Please check it.`,
      markup: () => 'Formatting in this text isn’t closed. Some of the text may be missing.',
      struck: () => 'Some text was crossed out and no longer is.',
      'same-options': (detail) => `Two choices now look the same: ${detail}.`,
      'left-out': (detail) => `This is left out: ${detail}.`,
      categories: () => 'The file has several categories. All questions go into one set.',
      encoding: (detail) =>
        `The file doesn’t say how its letters are stored; it was read as ${detail}. Please check accents and symbols.`,
      quotes: () => 'A quotation mark isn’t closed. Cells or rows after it may be missing.',
      'extra-cells': (detail) => `The row has cells without a column name; they are left out: ${detail}.`,
      'cell-format': (detail) => `This cell may look different in your spreadsheet. It was read as ${detail}.`,
      'other-sheets': () => 'Only the first sheet was read. The file has others.',
    },
    showAll: (n) => `Show all ${n}`,
    notYetSaved: 'Nothing is saved yet. You can change everything afterwards.',
    save: (n) => (n === 1 ? 'Save 1 question as a new set' : `Save ${n} questions as a new set`),
    csvTitle: 'What a CSV file looks like',
    csvText: 'The first line names the columns, in any order. Commas, semicolons and tabs are recognised.',
    csvColumns: (kinds, answers) => [
      ['type', `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}. Without it: single or multiple choice.`],
      ['question', 'The question.'],
      ['answer 1, answer 2, …', sentence(answers.join('; '))],
      ['correct', 'The numbers of the right options, such as 2 or 1,3; true or false.'],
      ['points', '1 when left out.'],
      ['explanation', 'What students read with the solution.'],
    ],
    csvTemplate: 'Download a template',
  },
  session: {
    title: 'Session',
    opening: 'Opening the session…',
    gone: 'This session no longer exists, or you no longer have access to it.',
    full: 'Too many live results are open right now, so these can’t be shown yet. This page keeps trying. Students can go on answering.',
    reconnecting: 'The connection was lost. What you see may be out of date; it will catch up automatically.',
    states: { draft: 'Draft', open: 'Open', paused: 'Paused', closed: 'Closed', deleted: 'Deleted' },
    locked: 'No new joins',
    tabsLabel: 'This session',
    tabs: { live: 'Live', results: 'Results', grading: 'Grading', settings: 'Settings' },
  },
  live: {
    keys: 'On the projector, Page Down and Page Up, which a presenter’s remote control sends, go on and back.',
    side: 'Joining and controls',
    joinAt: 'Students join at',
    codeIs: (code) => `Code: ${code}`,
    project: 'Show on the projector',
    copy: 'Copy the link',
    copied: 'Link copied',
    notCopied: 'The link couldn’t be copied',
    closesAt: (time) => `Closes automatically: ${time}`,
    closedAt: (time) => `Closed: ${time}`,
    closed: 'This session is closed.',
    toResults: 'See results',
    controls: 'Controls',
    controlsHint: 'Pausing stops joining and answering. Stopping new joins lets those who have joined go on answering.',
    pause: 'Pause',
    paused: 'Paused',
    pausedHint: 'Paused: nobody can join or answer.',
    resume: 'Resume',
    resumed: 'Resumed',
    lock: 'Stop new joins',
    lockedNow: 'Nobody else can join',
    lockedHint: 'Students who have joined can go on answering; nobody else can join.',
    unlock: 'Allow new joins',
    unlocked: 'Students can join again',
    close: 'Close the session',
    closeTitle: 'Close the session?',
    closeText: 'Nobody can join or answer any more, and it can’t be reopened. Results stay.',
    closedNow: 'The session is closed',
    people: (n) => (n === 1 ? '1 student joined' : `${n} students joined`),
    nobody: 'Nobody has joined yet.',
    nameless: '(name can’t be decrypted)',
    left: (n) =>
      n === 1
        ? 'One student left, and what they wrote is erased.'
        : `${n} students left, and what they wrote is erased.`,
    leftByParent: (n) => (n === 1 ? 'Once a parent asked for it.' : `${n} times a parent asked for it.`),
    studentNumber: (n) => `Student ${n}`,
    hideNames: 'Hide names',
    showNames: 'Show names',
    done: 'answered',
    progress: (n, of) => `${n} of ${of}`,
    showAll: (n) => `Show all ${n}`,
    questions: 'Questions',
    pacedTitle: 'Now',
    hideResults: 'Hide results',
    showResults: 'Show results',
    previous: 'Previous',
    next: 'Next',
    first: 'First question',
    jump: 'Question',
    noQuestion: 'none: students wait',
    waiting: 'No question is shown. Students wait for the first one.',
    questionOf: (n, of) => `Question ${n} of ${of}`,
    answered: (n, of) => `${n} of ${of} answered`,
    others: 'The other questions',
    spoken: (joined, answered) => `${joined} joined, ${answered} answered`,
  },
  projector: {
    qr: 'QR code that leads to the session',
    goTo: 'Go to',
    enter: 'and enter the code',
    locked: (n) =>
      n === 1 ? '1 student joined. Nobody else can join.' : `${n} students joined. Nobody else can join.`,
    paused: 'Pause',
    closed: 'The session is closed.',
    controls: 'Projector controls',
    showQuestion: 'Show the question',
    showCode: 'Show the code',
    showSolution: 'Show the solution',
    hideSolution: 'Hide the solution',
    full: 'Full screen',
    window: 'Leave full screen',
    back: 'Back to overview',
  },
  results: {
    empty: 'Nobody has joined, so there are no results yet.',
    toCode: 'Show the code',
    export: 'Export',
    exportHint: 'Once you have the file, we can’t erase it for you. You may be asked for a second factor.',
    formats: { csv: 'CSV', xlsx: 'Excel', json: 'JSON' },
    exporting: 'Preparing the file…',
    exported: (kilobytes) => `${kilobytes} KiB so far…`,
    exportDone: (file) => `Saved as ${file}`,
    table: (n) => (n === 1 ? '1 student' : `${n} students`),
    sortBy: 'Sort by',
    sorts: { joined: 'time of joining', name: 'name', score: 'score' },
    showAnswers: 'Show answers',
    showPoints: 'Show points',
    name: 'Name',
    score: 'Score',
    questionShort: (n) => `Q${n}`,
    legend:
      '✓ right, ~ partly right, ✗ wrong, • answered without points, – no answer. Choose a name to see all answers.',
    marks: { yes: 'right', part: 'partly right', no: 'wrong' },
    answered: 'answered',
    noAnswer: 'no answer',
    joined: (time) => `Joined ${time}`,
    renamed: (time) => `Name corrected by the student: ${time}`,
    renamedByParent: (time) => `Name corrected by a parent: ${time}`,
    collectionRefused: (time) => `A parent refused further collection: ${time}`,
    refusalLifted: (time) => `That was lifted: ${time}`,
    restricted: 'Restricted',
    restrictedText:
      'The school decided that what this student wrote is kept and not used: it isn’t shown, counted or exported until the school lifts that. It is erased when its time is over.',
    correction: (text) => `Corrected: ${text}`,
    disclosureRefused: (time) => `A parent refused disclosure beyond the service: ${time}`,
    scoreOf: (score) => `Score ${score}`,
    pointsOf: (points, of) => `${points} of ${of} points`,
    byHand: 'graded by hand',
    erase: 'Erase this student',
    eraseTitle: 'Erase this student for good?',
    eraseText:
      'The key to the name and all answers is destroyed at once: nobody can read them any more. The receipt says when they are gone from backups too. This can’t be undone. You may be asked for a second factor.',
    erased: 'Student erased',
    analysis: 'Question by question',
    kind: 'Type',
    answers: 'Answers',
    rightRate: 'Fully right',
    mean: 'Mean',
  },
  paper: {
    title: 'Print',
    print: 'Print',
    withSolutions: 'With the solutions, on a page of their own',
    name: 'Name',
    date: 'Date',
    points: (n, formatted) => (n === 1 ? '1 point' : `${formatted} points`),
    solutions: (title) => `Solutions: ${title}`,
    nothingRight: 'Nothing is right or wrong here.',
  },
  report: {
    open: 'Report to print',
    title: 'Report',
    hint: 'A page for each student has their answers, their points and what is right. On paper it is outside what we can erase.',
    sheets: 'A page for each student',
    students: 'Students',
    range: (from, to) => `${from} to ${to}`,
    theClass: 'The class',
    meaning:
      'How hard: the share of the points that was earned by those who answered; from 80 % a question is easy, below 30 % it is hard. How well it separates: the correlation of its points with those of all other questions, from −1 to 1; from 0.3 it is good.',
    earned: {
      easy: (percent) => `Easy: ${percent} % of the points were earned.`,
      medium: (percent) => `Neither easy nor hard: ${percent} % of the points were earned.`,
      hard: (percent) => `Hard: ${percent} % of the points were earned.`,
    },
    separates: {
      well: (r) => `Those who did well in the rest did well here too (${r}).`,
      little: (r) => `Those who did well in the rest did only a little better here (${r}).`,
      not: (r) => `It doesn’t tell those who did well in the rest from the others (${r}).`,
      reversed: (r) => `Those who did well in the rest did worse here (${r}): look at the solution and the wording.`,
    },
    unknown: (answers) =>
      answers < ENOUGH
        ? `Whether it tells students apart shows from ${ENOUGH} answers on.`
        : 'Whether it tells students apart can’t be said: points don’t differ.',
  },
  comparison: {
    title: 'Compare',
    with: 'with',
    choose: 'choose a session',
    here: (n) => `This session (${n})`,
    there: (n) => `The other one (${n})`,
    difference: 'Difference',
    hint: 'The share of the points that was earned by those who answered, and the difference in percentage points. In brackets, how many students there were.',
    changed: 'Questions that were changed between the two sessions are left out.',
  },
  take: {
    back: 'Back',
    open: 'Take from another set',
    title: 'Take questions from another set',
    choose: 'Choose a set. Its questions are copied; it stays as it is.',
    take: (n) => (n === 1 ? 'Take 1 question' : `Take ${n} questions`),
    taken: (n) => (n === 1 ? '1 question added' : `${n} questions added`),
    tooMany: (most) => `This set has room for ${most} more. Take fewer.`,
  },
  parents: {
    title: 'Codes for parents',
    hint: 'With a code a parent sees what their child left in this session, copies it, corrects the name, erases it, and refuses that more is collected or given away. You give it out on paper.',
    one: 'Code for a parent',
    all: (n) => `Codes for the parents of all ${n} students`,
    some: (from, to) => `Codes for students ${from} to ${to}`,
    what: 'Whoever has the code sees everything that is held of this student in this session, answers and points included, and can copy it, correct the name, refuse that more is collected, and erase it for good. The student sees that a code was given out; you both see what was done with it.',
    handOut:
      'Give it to the parent, not to the student. A new code ends the one before. For one student there are at most five in a day and twenty in all. It is entered in your school’s audit, and you may be asked for a second factor.',
    give: 'Make the code',
    progress: (done, of) => `${done} of ${of} made`,
    slips: (n) => (n === 1 ? 'One slip to hand out' : `${n} slips to hand out`),
    once: 'The codes are shown this once and stored nowhere. Print them now, before you leave this page.',
    left: 'Something failed before these students had a code. Print the slips below first: when you try again for the others, this page no longer shows them.',
    refused: 'No code could be made for these students: there were too many, or their data was erased.',
    print: 'Print',
    done: 'Done',
  },
  grading: {
    empty: 'There is nothing to grade by hand: the session has no text question with points.',
    hint: 'Answers that differ only in case and spaces are graded together. A grade belongs to the answer; if a student changes it, it is scored again.',
    question: 'Question',
    nothing: 'Nobody has answered this question yet.',
    toGrade: (open, of) =>
      open === 0
        ? `All ${of} answers are graded by hand.`
        : `${open} of ${of} different answers are not graded by hand.`,
    showAll: (n) => `Show all ${n}`,
    authors: (n) => (n === 1 ? '1 student' : `${n} students`),
    states: {
      byHand: 'graded by hand',
      mixed: 'different points',
      automatic: 'scored automatically',
      open: 'not graded yet',
    },
    quick: 'Give points',
    points: 'Points',
    range: (most) => `Give 0 to ${most} points.`,
    give: 'Give',
    given: (points, n) => (n === 1 ? `${points} points given` : `${points} points given to ${n} students`),
    takeBack: 'Remove grade',
    taken: 'Grade removed',
    progress: (done, of) => `${done} of ${of} stored`,
  },
  settings: {
    saveName: 'Save the title',
    nameSaved: 'Title saved',
    about: 'About this session',
    mode: 'Pace',
    feedback: 'Students learn what is right',
    started: 'Opened',
    closed: 'Closed',
    end: 'Closing time',
    saveEnd: 'Save the closing time',
    noEnd: 'No closing time',
    endSaved: 'Closing time saved',
    coTeachers: 'Teachers of this session',
    you: 'You',
    owner: 'started it',
    colleague: 'A colleague',
    remove: 'Remove',
    removeOf: (name) => `Remove ${name}`,
    removeTitle: 'Remove this teacher from the session?',
    invite: 'Create an invitation link',
    inviteHint:
      'Anyone from your school who follows the link within 24 hours can run this session with you and see its results. A new link replaces the last one.',
    invited: (until) => `Give this link to one colleague. It works until ${until}.`,
    link: 'Invitation link',
    deleteTitle: 'Delete',
    deleteText:
      'The session and its results are hidden at once. They can be restored from the trash until the date given there; then they are erased for good, from backups too.',
    deleteOpen:
      'The session is still open; students lose it at once. It can be restored from the trash, closed, until the date given there.',
    delete: 'Delete the session',
    deleteAsk: 'Delete this session?',
    deleted: (until) => `Session deleted. It can be restored until ${until}.`,
  },
  trash: {
    title: 'Trash',
    intro:
      'Deleted sessions can be restored until their date. After it they are erased and nobody can bring them back. Restoring a session and deleting it again does not move its date.',
    sets: 'Deleted question sets: see Question sets, Trash',
    empty: 'The trash is empty.',
    deletedOn: (date) => `Deleted ${date}`,
    until: (date) => `can be restored until ${date}`,
    restore: 'Restore',
    restoreOf: (title) => `Restore ${title}`,
    expired: (date) =>
      `Your school keeps results until ${date}, which is over: the session goes back to the trash within the hour. Export now what you still need.`,
    restored: 'Restored:',
  },
  coTeach: {
    title: 'Teach together',
    text: 'A colleague has invited you to teach a session together: you’ll see its students and their answers, and can run it.',
    accept: 'Accept the invitation',
    noToken: 'This link is incomplete. Ask your colleague to send it again.',
  },
};
