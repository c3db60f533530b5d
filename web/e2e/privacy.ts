// What the tests of a school's privacy pages need: a school of their own, whose
// administrator is Alan, and a walk through the pages in all their states.

import type { BrowserContextOptions, Page } from 'playwright-core';
import { advance, now, tick } from './clock';
import { choosePerson, deskDevice, Pupil } from './desk';
import type { HoldList, PolicyInForce, ReceiptList, ReceiptView } from '../src/api/schema';
import { BASE, call, everyKind, Lesson, signIn } from './stack';

export const ORG = 'org_south';
export const alanToken = () => signIn('alan@south.example');

export const usualPolicy = {
  kept: 'P1Y',
  restore: 'P6M',
  purposes: ['teaching', 'assessment'],
  clause: 'Data processing agreement, section 7',
  contact: 'privacy@south.example',
  maxParticipants: 0,
};

/** Has this policy in force, whatever is announced; for one that needs notice the clock goes on until it is. */
export async function setPolicy(change: Partial<typeof usualPolicy> = {}): Promise<void> {
  const wanted = { ...usualPolicy, ...change };
  const { body: before } = await call<PolicyInForce>('GET', '/v1/policy', await alanToken());
  if (before.announced) await call('DELETE', '/v1/policy/announced', await alanToken());
  const { body: after } = await call<PolicyInForce>('PUT', '/v1/policy', await alanToken(), wanted);
  if (after.announced) await comeIntoForce(after.announced.from);
}

/** Moves the clock to when an announced policy is in force. */
export async function comeIntoForce(from: string): Promise<void> {
  await advance((Date.parse(from) - (await now()).getTime()) / 3_600_000 + 1);
  await tick();
}

/** A day as a date field has it, so many days after what the stack's clock says. The browser's own clock isn't moved. */
export async function dayIn(days: number): Promise<string> {
  return new Date((await now()).getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** A page of Alan's. */
export async function alan(path: string, options: BrowserContextOptions & { factor?: boolean } = {}): Promise<Page> {
  const { factor = true, ...device } = options;
  const context = await deskDevice(device);
  const page = await context.newPage();
  await page.goto(BASE + path);
  await page.getByRole('main').locator('.primary').click();
  await choosePerson(page, 'Alan South', factor);
  await page.locator('nav.nav').waitFor();
  return page;
}

/** The public page about privacy at Alan's school, whole: what is published for every school comes after the heading. */
export async function publicPage(page: Page): Promise<void> {
  await page.goto(`${BASE}/privacy/${ORG}`);
  await page.getByRole('heading', { name: /South Academy/ }).waitFor();
  await page.locator('main .pairs').first().waitFor();
}

/** A session of Alan's school in which one student answered. */
export async function lessonWith(title: string, alias = 'Ada'): Promise<{ lesson: Lesson; pupil: Pupil }> {
  const lesson = await Lesson.open(everyKind, { title, user: 'alan@south.example' });
  const pupil = await Pupil.join(lesson.session.code, alias);
  await pupil.answer({ tf: true, choice: 'b' });
  return { lesson, pupil };
}

export async function closed(title: string): Promise<Lesson> {
  const { lesson } = await lessonWith(title);
  await lesson.change({ state: 'closed' });
  return lesson;
}

export async function receipts(): Promise<ReceiptView[]> {
  return (await call<ReceiptList>('GET', '/v1/receipts?pageSize=100', await alanToken())).body.items;
}

export async function holds(): Promise<{ id: string; name: string; kind: string; stands: boolean }[]> {
  return (await call<HoldList>('GET', '/v1/holds', await alanToken())).body.items;
}

export async function releaseAll(): Promise<void> {
  const token = await alanToken();
  for (const hold of await holds()) if (hold.stands) await call('DELETE', `/v1/holds/${hold.id}`, token);
}

/** Ticks until the condition holds: a tick only hands out work, which others do later. */
export async function tickUntil(so: () => Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 30; i++) {
    await tick();
    for (let j = 0; j < 20; j++) {
      if (await so()) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`after many ticks: ${what}`);
}

/** A receipt that stands in the chain. */
export async function sealedReceipt(): Promise<ReceiptView> {
  const { lesson, pupil } = await lessonWith('To be erased');
  await call('DELETE', `/v1/sessions/${lesson.session.id}/participants/${pupil.id}`, await alanToken());
  await advance(0.25);
  const mine = async () =>
    (await receipts()).find(
      (r) => r.receipt.kind === 'participant' && r.receipt.session === lesson.session.id && r.block !== null,
    );
  await tickUntil(async () => (await mine()) !== undefined, 'the receipt is sealed');
  return (await mine())!;
}

type Look = (page: Page, name: string) => Promise<void>;

/** Has nothing loading on the page. */
async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('main .spinner') === null);
}

/** Through every page about a school's privacy, in its states. */
export async function walkPrivacy(options: BrowserContextOptions, look: Look): Promise<void> {
  await releaseAll();
  await setPolicy();
  const sealed = await sealedReceipt();
  await closed('Rivers of Europe');
  const { lesson, pupil } = await lessonWith('Oceans', 'Chloé');
  await advance(24 * 40);
  const token = await alanToken();
  const until = `${await dayIn(100)}T12:00:00Z`;
  await call('POST', '/v1/holds', token, { name: 'Case 12/2027', session: lesson.session.id, until });
  await call('POST', '/v1/erasures', token, {
    subject: { kind: 'participant', session: lesson.session.id, participant: pupil.id },
    ground: 'parent',
  });

  const page = await alan('/teach/privacy', options);
  await page.getByRole('heading', { name: 'The policy in force' }).waitFor();
  await look(page, 'policy');
  await page.getByRole('button', { name: 'Change the policy' }).click();
  await page.getByLabel('Years').fill('');
  await page.getByLabel('Days').first().fill('x');
  await page.getByLabel('Who can people write to?').fill('nobody');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Enter whole numbers').waitFor();
  await look(page, 'policy-wrong');
  await page.getByLabel('Days').first().fill('30');
  await page.getByLabel('Who can people write to?').fill('privacy@south.example');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('A shorter period applies').waitFor();
  await look(page, 'policy-shorter');
  await page.keyboard.press('Escape');
  await page.getByLabel('Years').fill('3');
  await page.getByLabel('Days').first().fill('');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('A longer period applies').waitFor();
  await look(page, 'policy-longer');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Preview' }).click();
  await page
    .getByText(/^Until /)
    .first()
    .waitFor();
  await settled(page);
  await look(page, 'plan');
  await page.getByRole('button', { name: 'today' }).click();
  await settled(page);
  await page.getByLabel('Until the end of').fill(await dayIn(400));
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByRole('heading', { name: 'Deleted, and can be restored' }).waitFor();
  await look(page, 'plan-year');
  await page.getByLabel('Until the end of').fill('2020-01-01');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByText('Choose a day from today on').waitFor();
  await look(page, 'plan-wrong');

  await page.getByRole('link', { name: 'Holds' }).click();
  await page.getByRole('heading', { name: 'Case 12/2027' }).first().waitFor();
  await settled(page);
  await look(page, 'holds');
  await page.getByRole('button', { name: 'Release Case 12/2027' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'holds-release');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Place a hold' }).click();
  await page.getByLabel('One session').check();
  await page.getByLabel('Session', { exact: true }).selectOption('other');
  await page.getByRole('button', { name: 'Place the hold' }).click();
  await page.getByText('Enter a reference').waitFor();
  await settled(page);
  await look(page, 'holds-wrong');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Records' }).click();
  await page.getByRole('heading', { name: 'Record of processing activities' }).waitFor();
  await settled(page);
  await look(page, 'records');

  await page.getByRole('link', { name: 'Erasures' }).click();
  await page.getByText('held by Case 12/2027').first().waitFor();
  await settled(page);
  await look(page, 'erasures');
  await page.getByRole('button', { name: 'Request an erasure' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Choose a session.').waitFor();
  await look(page, 'erasure-wrong');
  await page.getByLabel('What should be erased?').selectOption('org');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page
    .getByRole('dialog')
    .getByLabel(/to confirm/)
    .fill('org');
  await page.getByRole('dialog').getByRole('button', { name: 'Erase for good' }).click();
  await page.getByText('This doesn’t match').waitFor();
  await look(page, 'erasure-confirm');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Receipts' }).click();
  await page.getByRole('link', { name: 'Everything one student left' }).first().waitFor();
  await page.getByRole('button', { name: 'Check all receipts' }).click();
  await page.getByText('The chain is intact').waitFor();
  await page
    .getByLabel('Receipt (JSON)')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await page.getByText('This isn’t a receipt').waitFor();
  await look(page, 'receipts');
  await page.goto(`${BASE}/teach/privacy/receipts/${sealed.receipt.id}`);
  await page.getByText('This receipt is genuine').waitFor();
  await look(page, 'receipt');
  await page.emulateMedia({ media: 'print' });
  await look(page, 'receipt-print');
  await page.emulateMedia({ media: 'screen' });

  await page.getByRole('link', { name: 'Leftovers' }).click();
  await page.getByText(/Nothing is left over|If one of these is a session of yours/).waitFor();
  await look(page, 'orphans');
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Holds' }).click();
  await page.getByText('You seem to be offline').waitFor();
  await look(page, 'holds-offline');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Case 12/2027' }).first().waitFor();

  await publicPage(page);
  await look(page, 'public');
  await page.goto(`${BASE}/privacy/org_nowhere`);
  await page.getByRole('heading', { name: 'There is no such school' }).waitFor();
  await look(page, 'public-unknown');
  await releaseAll();
}
