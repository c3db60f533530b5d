// The teachers' app as tests use it: signing in as a person does, and students who join by the API where no browser is
// needed.

import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { JoinResponse, PaperQuestion } from '../src/api/schema';
import { newDevice } from './browser';
import { BASE } from './stack';

let auth0: Promise<string> | null = null;

export async function auth0Origin(): Promise<string> {
  auth0 ??= fetch(`${BASE}/config.json`).then(
    async (r) => new URL(((await r.json()) as { auth0Domain: string }).auth0Domain).origin,
  );
  return auth0;
}

/** A device at which somebody may sign in. */
export async function deskDevice(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return newDevice({ viewport: { width: 1280, height: 800 }, ...options }, [await auth0Origin()]);
}

/** Signs in on the stand-in's page, with or without a second factor. */
export async function choosePerson(page: Page, name: string, factor = true): Promise<void> {
  const box = page.getByLabel('With second factor');
  await page.getByRole('button', { name }).waitFor();
  if (!factor) await box.uncheck();
  await page.getByRole('button', { name }).click();
}

/** A signed-in teacher's page. */
export async function teacher(
  options: BrowserContextOptions & { person?: string; factor?: boolean; path?: string } = {},
): Promise<Page> {
  const { person = 'Ada North', factor = true, path = '/teach/', ...device } = options;
  const page = await (await deskDevice(device)).newPage();
  await page.goto(BASE + path);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await choosePerson(page, person, factor);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return page;
}

/** Follows a link of the navigation. */
export async function goTo(page: Page, name: 'Sessions' | 'Question sets' | 'Trash'): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** A student without a browser. */
export class Pupil {
  private constructor(
    readonly alias: string,
    readonly token: string,
    readonly id: string,
    readonly questions: PaperQuestion[],
  ) {}

  private revisions = new Map<string, number>();

  static async join(code: string, alias: string): Promise<Pupil> {
    const response = await fetch(`${BASE}/v1/join`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ code, alias }),
    });
    if (!response.ok) throw new Error(`joining: ${response.status} ${await response.text()}`);
    const { token, participantId, session } = (await response.json()) as JoinResponse;
    return new Pupil(alias, token, participantId, session.questions);
  }

  async answer(answers: Record<string, unknown>): Promise<void> {
    const body = {
      answers: Object.entries(answers).map(([questionId, response]) => {
        const revision = (this.revisions.get(questionId) ?? 0) + 1;
        this.revisions.set(questionId, revision);
        return { questionId, revision, response };
      }),
    };
    const response = await fetch(`${BASE}/v1/answers`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.token}` },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok || text.includes('"rejected"')) throw new Error(`answering: ${response.status} ${text}`);
  }

  /** The id of an option by its text. */
  option(question: string, text: string): string {
    return this.questions.find((q) => q.id === question)!.options!.find((o) => o.text === text)!.id;
  }

  target(question: string, text: string): string {
    return this.questions.find((q) => q.id === question)!.targets!.find((o) => o.text === text)!.id;
  }
}

/** Five students who answer every kind of question, rightly and wrongly. */
export async function lessonOfFive(code: string): Promise<Pupil[]> {
  const names = ['Ada', 'Béla', 'Chloé', 'Deniz', 'Élodie Marie-Claire'];
  const pupils: Pupil[] = [];
  for (const name of names) pupils.push(await Pupil.join(code, name));
  await Promise.all(
    pupils.map((p, i) => {
      const order = [
        ['Thames', 'Rhine', 'Volga'],
        ['Rhine', 'Thames', 'Volga'],
      ][i % 2]!;
      return p.answer({
        choice: i < 3 ? 'b' : 'a',
        choices: i === 0 ? ['a', 'b'] : i === 4 ? ['c'] : ['a'],
        tf: i !== 2,
        text: ['Paris', 'paris ', 'Lyon', 'Marseille', 'lyon'][i],
        number: [346, 350, 346, 500, 346][i],
        order: order.map((text) => p.option('order', text)),
        match: {
          [p.option('match', 'Paris')]: p.target('match', 'Seine'),
          [p.option('match', 'London')]: p.target('match', i > 2 ? 'Danube' : 'Thames'),
          [p.option('match', 'Vienna')]: p.target('match', i > 2 ? 'Thames' : 'Danube'),
        },
        ...(i < 4 && { scale: i + 2 }),
        cloud: [['water', 'fish'], ['water'], ['Water', 'ship'], ['boat', 'fish', 'sea'], ['water']][i],
      });
    }),
  );
  return pupils;
}
