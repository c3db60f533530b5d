// People have names: what they say about themselves, and what colleagues see of it.

import { expect, test } from 'vitest';
import { checkFits, checkLightAndDark, withBrowser } from './browser';
import { choosePerson, deskDevice, teacher } from './desk';
import { invitationTo } from './register';
import { BASE, call, everyKind, Lesson, signIn } from './stack';

withBrowser();

const MARY = 'mary@north.example';

interface Seen {
  owner: { name: string | null };
}

/** What a colleague sees of the owner of a session. */
async function ownerOf(session: string): Promise<string | null> {
  const grace = await signIn('grace@north.example');
  return (await call<Seen>('GET', `/v1/sessions/${session}`, grace)).body.owner.name;
}

test('the first sign-in asks for the name, colleagues see it, and it can be changed and deleted', async () => {
  const lesson = await Lesson.open(everyKind, { user: MARY });
  expect(await ownerOf(lesson.session.id)).toBeNull();

  const page = await (await deskDevice({ reducedMotion: 'reduce' })).newPage();
  await page.goto(`${BASE}/teach/sets`);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await choosePerson(page, 'Mary North');
  await page.getByRole('heading', { level: 1, name: 'How should colleagues see you?' }).waitFor();
  // Nobody has to say, and is asked again at the next visit.
  await page.getByRole('button', { name: 'Not now' }).click();
  await page.getByRole('heading', { level: 1, name: 'Question sets' }).waitFor();
  await page.getByRole('link', { name: 'Sessions' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor();
  await page.goto(`${BASE}/teach/sets`);
  await page.getByRole('heading', { level: 1, name: 'How should colleagues see you?' }).waitFor();
  // Prefilled from the ID token.
  const name = page.getByLabel('Name', { exact: true });
  const email = page.getByRole('checkbox', { name: MARY });
  expect(await name.inputValue()).toBe('Mary North');
  expect(await email.isChecked()).toBe(true);
  await checkLightAndDark(page, 'first sign-in');
  // What is wrong is said at the field, and nothing is lost.
  await name.fill(' ');
  await email.uncheck();
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await page.getByText('Enter a name in one line').waitFor();
  expect(await email.isChecked()).toBe(false);
  await name.fill('Mary Somerville');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  // They go on to where they wanted.
  await page.getByRole('heading', { level: 1, name: 'Question sets' }).waitFor();
  await page.getByRole('link', { name: 'Mary Somerville' }).waitFor();
  await expect.poll(() => ownerOf(lesson.session.id), { timeout: 20_000 }).toBe('Mary Somerville');

  await page.getByRole('link', { name: 'Mary Somerville' }).click();
  await page.getByRole('heading', { level: 1, name: 'Your profile' }).waitFor();
  await name.fill('Prof. Somerville');
  await email.check();
  await page.getByText('We write when data of your sessions may have been exposed').waitFor();
  await page.getByLabel('About the service').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('status').getByText('Saved.').waitFor();
  await page.getByRole('link', { name: 'Prof. Somerville' }).waitFor();
  await checkFits(page, 'profile');

  // Deleted: nothing else works until there is a name again.
  await page.getByRole('button', { name: 'Delete profile' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('your account here is switched off').waitFor();
  const token = await signIn(MARY);
  const asked = () =>
    call('GET', '/v1/sessions', token).then(
      () => 'answered',
      (error: unknown) => String(error),
    );
  await expect.poll(asked).toContain('deactivated'); // within a second
  await name.fill('Mary Somerville');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await page.getByRole('heading', { level: 1, name: 'Your profile' }).waitFor();
  await expect.poll(asked).toBe('answered');
});

test('whoever has a name isn’t asked', async () => {
  const page = await teacher();
  await page.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor();
  expect(await page.getByText('How should colleagues see you?').count()).toBe(0);
});

test('an administrator invites, suspends, promotes and erases people, and sees whom', async () => {
  const address = `helen.${crypto.randomUUID().slice(0, 8)}@north.example`;
  const name = `Helen ${address.slice(6, 14)}`;
  const grace = await teacher({ person: 'Grace North', path: '/teach/school', reducedMotion: 'reduce' });
  const people = grace.getByRole('region', { name: 'People' });
  await people.getByRole('heading', { name: 'Ada North' }).waitFor();
  await checkLightAndDark(grace, 'people');
  await checkFits(grace, 'people');

  await grace.getByLabel('E-mail address').fill('nowhere');
  await grace.getByRole('button', { name: 'Send invitation' }).click();
  await grace.getByText('Some entries are invalid').waitFor();
  await grace.getByLabel('E-mail address').fill(address);
  await grace.getByRole('button', { name: 'Send invitation' }).click();
  await grace.getByText('The invitation is on its way.').waitFor();
  await people.getByText('Teacher, ').first().waitFor();

  // Whoever follows the link gets an account, and says their name.
  const helen = await (await deskDevice()).newPage();
  await helen.goto(await invitationTo(address));
  await helen.getByText('Your school has invited you').waitFor();
  await helen.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await choosePerson(helen, address);
  await helen.getByRole('heading', { level: 1, name: 'How should colleagues see you?' }).waitFor();
  expect(await helen.getByLabel('Name', { exact: true }).inputValue()).toBe('');
  await helen.getByLabel('Name', { exact: true }).fill(name);
  await helen.getByRole('button', { name: 'Save and continue' }).click();
  await helen.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor();

  const act = async (button: string, confirm: string, done: string) => {
    await people.getByRole('button', { name: button }).click();
    await grace.getByRole('dialog').getByRole('button', { name: confirm, exact: true }).click();
    await grace.getByText(done).waitFor();
  };
  const listed = () => people.getByRole('heading', { name }).count();
  await expect
    .poll(async () => {
      await grace.reload();
      await people.getByRole('heading', { name: 'Ada North' }).waitFor();
      return listed();
    })
    .toBe(1);
  await act(`Suspend ${name}`, 'Suspend', 'Changed.');
  // Out within a second, for which teachers' membership is cached.
  await expect
    .poll(async () => {
      await helen.reload();
      await helen.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor();
      await helen.waitForLoadState('networkidle');
      return helen.getByText('isn’t allowed').count();
    })
    .toBeGreaterThan(0);
  await act(`Let ${name} back in`, 'Let back in', 'Changed.');
  await act(`Change the role of ${name}`, 'Make administrator', 'Changed.');
  await expect
    .poll(async () => {
      await helen.reload();
      await helen.getByRole('navigation', { name: 'Main' }).waitFor();
      return helen.getByRole('link', { name: 'School', exact: true }).count();
    })
    .toBe(1);
  // The school's history says who did that to whom.
  await grace.reload();
  const history = grace.getByRole('region', { name: 'History' });
  for (const entry of [
    `Role changed: ${name}, by the school`,
    `Let back in: ${name}, by the school`,
    `Suspended: ${name}, by the school`,
    'Somebody invited by the school',
  ])
    await history.getByRole('heading', { name: entry }).first().waitFor();
  const promoted = history.getByRole('listitem').filter({ hasText: `Role changed: ${name}` });
  await promoted.getByText('Role: Teacher → Administrator').waitFor();
  await promoted.getByText('Grace North').waitFor();
  expect(await history.getByText(address).count()).toBe(0);
  await checkLightAndDark(grace, 'people');
  await checkFits(grace, 'people');

  await act(`Erase ${name}`, 'Erase', 'They are out');
  await expect
    .poll(
      async () => {
        await grace.reload();
        await people.getByRole('heading', { name: 'Ada North' }).waitFor();
        return listed();
      },
      { timeout: 30_000 },
    )
    .toBe(0);

  // Who looked is entered, by name.
  await grace.goto(`${BASE}/teach/privacy/audit`);
  await grace.getByText('looked at the school’s people').first().waitFor();
  await grace
    .getByText(/Grace North/)
    .first()
    .waitFor();
});
