// A school whose agreement runs out: it is announced, the contract ends, and the operator keeps the receipts.

import { afterAll, expect, test } from 'vitest';
import { checkAccessible, checkFits, withBrowser } from './browser';
import { advance, now, resetClock, tick } from './clock';
import { teacher } from './desk';
import { mails, until } from './register';
import { BASE, call, signIn } from './stack';

withBrowser();
afterAll(resetClock);

const ops = 'ops@cleanslate.example';
const day = (at: Date) => at.toISOString().slice(0, 10);

test('the end of an agreement is announced, and a school that left gets its receipts before it is erased', async () => {
  const org = `org_leaving${Date.now()}`;
  const school = {
    id: org,
    name: `Harbour School ${Date.now()}`,
    country: 'DE',
    timezone: 'Europe/Berlin',
    language: 'en',
    contacts: { office: `office@${org.replace('_', '-')}.example`, privacy: 'privacy@harbour.example', incident: '' },
    policy: { kept: 'P6M', restore: 'P1M', purposes: ['teaching'], clause: '7', maxParticipants: 0 },
  };
  const began = await now();
  const agreement = {
    kind: 'service',
    number: 'S-77',
    parties: [school.name, 'cleanslate'],
    signed: day(new Date(began.getTime() - 86_400_000)),
    ends: day(new Date(began.getTime() + 20 * 86_400_000)),
    consent: 'school',
  };
  await call('POST', '/v1/orgs', await signIn(ops), school);
  const { body: made } = await call<{ id: string }>('POST', `/v1/orgs/${org}/agreements`, await signIn(ops), agreement);
  const sent = async () => (await mails()).filter((m) => m.to.includes(school.contacts.office));
  const ticks = async () => {
    await tick('retention-tick');
    await tick('breach-tick');
  };
  await until('the announcement', async () => {
    await ticks();
    return (await sent()).length === 1;
  });
  const [announced] = await sent();
  expect(announced!.subject).toBe(`${school.name}: an agreement ends on ${agreement.ends}`);
  expect(announced!.text).toContain('S-77');
  await until('the operator’s', async () =>
    (await mails()).some((m) => m.subject.startsWith(`${school.name}: `) && m.to.includes('office@cleanslate.example')),
  );

  // The page says what was announced, and a change is bound to what was loaded.
  const page = await teacher({ person: 'Cleanslate Operations', path: `/teach/schools/${org}` });
  await page.getByText(`30 days before ${agreement.ends}, to the school:`).waitFor();
  await page.getByText(`30 days before ${agreement.ends}, to the operator:`).waitFor();
  await checkAccessible(page, 'the school with announcements');
  await page.getByRole('button', { name: 'Edit agreement S-77' }).click();
  await page.getByLabel('Number', { exact: true }).fill('S-78');
  await call('PATCH', `/v1/orgs/${org}/agreements/${made.id}`, await signIn(ops), { number: 'S-79' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Someone else has changed this.').waitFor();

  // At the end the school leaves by itself, and a year later it is erased.
  await advance(22 * 24);
  const state = async () => {
    const { body } = await call<{ items: { id: string; state: string }[] }>(
      'GET',
      '/v1/orgs?pageSize=100',
      await signIn(ops),
    );
    return body.items.find((s) => s.id === org)?.state;
  };
  await until('the end of the contract', async () => {
    await ticks();
    return (await state()) === 'left';
  });
  await advance(367 * 24);
  await until('the erasure', async () => {
    await ticks();
    return (await state()) === 'erased';
  });
  const last = (await sent()).at(-1)!;
  expect(last.subject).toBe(`${school.name}: receipts of what was erased`);
  expect((await sent()).length).toBe(2);

  const after = await teacher({ person: 'Cleanslate Operations', path: '/teach/schools' });
  await after.getByRole('link', { name: org }).click();
  await until('the school’s own receipt', async () => {
    await ticks();
    await after.reload();
    return after
      .getByText(`Nothing else is left of ${org}`)
      .waitFor({ timeout: 5000 })
      .then(
        () => true,
        () => false,
      );
  });
  const item = after.getByRole('listitem').filter({ hasText: 'All of the school’s data' });
  const number = await item.locator('code').textContent();
  expect(last.text).toContain(number!);
  await checkAccessible(after, 'the receipts of a school that is gone');
  const saving = after.waitForEvent('download');
  await item.getByRole('button', { name: /^Save the certificate/ }).click();
  expect((await saving).suggestedFilename()).toBe(`certificate-${number}.html`);
  await after.setViewportSize({ width: 320, height: 568 });
  await checkFits(after, 'the receipts');
  const grace = await teacher({ person: 'Grace North', path: `/teach/schools/${org}` });
  await grace.getByText('don’t have permission').waitFor();
  expect((await fetch(`${BASE}/v1/orgs/${org}/receipts`)).status).toBe(401);
});
