import { useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { Category, Disclosure, DisclosureRequest, Telling } from '../api/schema';
import { dayMaxLength, disclosureRequestAuthorityMaxLength } from '../api/values';
import { formatDate } from '../i18n/format';
import { useStaff } from '../staff/context';
import { Load, useLoad } from '../staff/load';
import { useStaffLocale } from '../staff/messages';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { listDisclosures, patchDisclosure, recordDisclosure, releaseDisclosure } from './api';
import { Fact, Select, Text } from './fields';
import { useSchool } from './messages';
import { TaskFailure, useTask } from './useTask';

const grounds = ['court-order', 'warrant', 'subpoena', 'statute', 'emergency'] as const;
const categories: Category[] = ['aliases', 'answers', 'lessons', 'members', 'contacts', 'accounts'];
const peopleStates = ['not-yet', 'told', 'forbidden', 'not-reachable'] as const;
const schoolStates = ['told', 'forbidden'] as const;

const noon = (day: string) => `${day}T12:00:00Z`;

/** The end of a day, by UTC, as the server counts days. */
const endOf = (day: string) => `${day}T23:59:59Z`;

/** What was handed over under legal process. Org is null for a school's own administrators, else the operator's people
 * look at what they had to hand over of that school. */
export function Disclosures({ org }: { org: string | null }) {
  const { language, m } = useSchool();
  const { api } = useStaff();
  const t = m.disclosure;
  const loaded = useLoad((signal) => listDisclosures(api, org, signal), [org]);
  const [writing, setWriting] = useState(false);
  const [telling, setTelling] = useState<string | null>(null);
  const [holding, setHolding] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const finish = (text: string) => {
    setWriting(false);
    setTelling(null);
    setHolding(null);
    setDone(text);
    loaded.reload();
  };
  const recording = useTask('disclose', async ({ org, body, key }) => {
    await recordDisclosure(api, org, body, key);
    finish(t.recorded);
  });
  const noting = useTask('tellings', async ({ org, id, school, people }) => {
    await patchDisclosure(api, org, id, { ...(school && { school }), ...(people && { people }) });
    finish(t.noted);
  });
  const again = useTask('holdDisclosure', async ({ org, id, hold }) => {
    await patchDisclosure(api, org, id, { hold });
    finish(t.heldAgain);
  });
  const releasing = useTask('releaseDisclosure', async ({ org, id }) => {
    await releaseDisclosure(api, org, id);
    finish(t.released);
  });
  return (
    <section class="stack" aria-labelledby="disclosures">
      <h2 id="disclosures">{t.title}</h2>
      <p class="measure">{org === null ? t.intro : t.introOperator}</p>
      {done !== null && (
        <Notice look="good" live>
          {done}
        </Notice>
      )}
      <TaskFailure task={releasing} />
      {holding === null && <TaskFailure task={again} />}
      <Load loaded={loaded}>
        {({ items, lost = [] }) => (
          <>
            {items.length === 0 && lost.length === 0 && <p>{t.empty}</p>}
            <ul class="list">
              {lost.map(({ id, hold }) => (
                <li key={hold.id} class="list-item">
                  <div class="list-text">
                    <h3>{t.lost}</h3>
                    <p class="small">
                      {hold.session === null ? t.whole : <code>{hold.session}</code>} ·{' '}
                      {t.held(formatDate(language, hold.endsAt))}
                    </p>
                    <p class="soft small">{t.lostHint}</p>
                  </div>
                  {org !== null && (
                    <Button look="danger" onClick={() => releasing.start({ do: 'releaseDisclosure', org, id })}>
                      {t.release}
                    </Button>
                  )}
                </li>
              ))}
              {items.map((d) => (
                <Item
                  key={d.id}
                  d={d}
                  onTell={() => {
                    noting.action.clear();
                    setDone(null);
                    setHolding(null);
                    setTelling(d.id);
                  }}
                  onHold={
                    (org === null) === (d.by === 'school')
                      ? () => {
                          again.action.clear();
                          setDone(null);
                          setTelling(null);
                          setHolding(d.id);
                        }
                      : null
                  }
                  onRelease={
                    org !== null && d.hold?.stands
                      ? () => releasing.start({ do: 'releaseDisclosure', org, id: d.id })
                      : null
                  }
                >
                  {telling === d.id && <TellForm org={org} d={d} task={noting} onClose={() => setTelling(null)} />}
                  {holding === d.id && <HoldForm org={org} d={d} task={again} onClose={() => setHolding(null)} />}
                </Item>
              ))}
            </ul>
            {writing ? (
              <Form org={org} task={recording} onClose={() => setWriting(false)} />
            ) : (
              <>
                <TaskFailure task={recording} />
                <p>
                  <Button
                    onClick={() => {
                      recording.action.clear();
                      setDone(null);
                      setWriting(true);
                    }}
                  >
                    {t.record}
                  </Button>
                </p>
              </>
            )}
          </>
        )}
      </Load>
    </section>
  );
}

interface ItemProps {
  d: Disclosure;
  onTell(): void;
  /** Null where whoever looks didn't record it, and so can't hold it. */
  onHold: (() => void) | null;
  /** Null where there is nothing to release here. */
  onRelease: (() => void) | null;
  children: preact.ComponentChildren;
}

function Item({ d, onTell, onHold, onRelease, children }: ItemProps) {
  const { language, m } = useSchool();
  const t = m.disclosure;
  const told = (who: Telling) =>
    t.tellings[who.state](
      who.state === 'forbidden' && who.until
        ? formatDate(language, who.until)
        : who.on
          ? formatDate(language, noon(who.on))
          : '',
    );
  return (
    <li class="list-item">
      <div class="list-text">
        <h3 dir="auto">
          {t.grounds[d.ground]}: {d.authority}, {d.reference}
        </h3>
        <dl class="facts">
          <Fact label={t.on}>{formatDate(language, noon(d.on))}</Fact>
          <Fact label={t.categories}>{d.categories.map((c) => t.kinds[c]).join(', ')}</Fact>
          <Fact label={t.scope}>{d.session === null ? t.whole : <code>{d.session}</code>}</Fact>
          <Fact label={t.decider}>{d.decider}</Fact>
          <Fact label={t.school}>{told(d.school)}</Fact>
          <Fact label={t.people}>{told(d.people)}</Fact>
          <Fact label={t.hold}>
            {d.hold === null
              ? m.none
              : d.hold.stands
                ? t.held(formatDate(language, d.hold.endsAt))
                : t.heldUntil(formatDate(language, d.hold.endsAt))}
          </Fact>
        </dl>
        <p class="soft small">{t.by[d.by](formatDate(language, d.recordedAt))}</p>
        {children}
      </div>
      <div class="row">
        <Button aria-label={t.tellOf(d.reference)} onClick={onTell}>
          {t.tell}
        </Button>
        {onHold && (
          <Button aria-label={t.holdAgainOf(d.reference)} onClick={onHold}>
            {t.holdAgain}
          </Button>
        )}
        {onRelease && (
          <Button look="danger" aria-label={t.releaseOf(d.reference)} onClick={onRelease}>
            {t.release}
          </Button>
        )}
      </div>
    </li>
  );
}

/** What was entered of whether somebody was told. */
interface Draft<S extends string> {
  state: S;
  on: string;
  until: string;
}

const tellingOf = (d: Draft<Telling['state']>): Telling => ({
  state: d.state,
  ...(d.state === 'told' && { on: d.on }),
  ...(d.state === 'forbidden' && d.until !== '' && { until: endOf(d.until) }),
});

interface TellingProps<S extends Telling['state']> {
  label: string;
  pointer: '/school' | '/people';
  states: readonly S[];
  draft: Draft<S>;
  wrong: string[];
  onChange(draft: Draft<S>): void;
}

function TellingFields<S extends Telling['state']>({
  label,
  pointer,
  states,
  draft,
  wrong,
  onChange,
}: TellingProps<S>) {
  const { m } = useSchool();
  const t = m.disclosure;
  return (
    <>
      <Select
        label={label}
        value={draft.state}
        values={states}
        text={(s) => t.tellingStates[s]}
        wrong={wrong.includes(`${pointer}/state`)}
        onChange={(state) => onChange({ ...draft, state })}
      />
      {draft.state === 'told' && (
        <Text
          label={t.toldOn}
          type="date"
          narrow
          value={draft.on}
          wrong={wrong.includes(`${pointer}/on`)}
          maxLength={dayMaxLength}
          onChange={(on) => onChange({ ...draft, on })}
        />
      )}
      {draft.state === 'forbidden' && (
        <Text
          label={t.forbiddenUntil}
          hint={t.months}
          type="date"
          narrow
          value={draft.until}
          wrong={wrong.includes(`${pointer}/until`)}
          maxLength={dayMaxLength}
          onChange={(until) => onChange({ ...draft, until })}
        />
      )}
    </>
  );
}

interface TellFormProps {
  org: string | null;
  d: Disclosure;
  task: ReturnType<typeof useTask<'tellings'>>;
  onClose(): void;
}

function TellForm({ org, d, task, onClose }: TellFormProps) {
  const { m } = useSchool();
  const { messages } = useStaffLocale();
  const t = m.disclosure;
  const draftOf = <S extends Telling['state']>(x: Telling): Draft<S> => ({
    state: x.state as S,
    on: x.on ?? '',
    until: x.until?.slice(0, 10) ?? '',
  });
  const [school, setSchool] = useState<Draft<(typeof schoolStates)[number]>>(() => draftOf(d.school));
  const [people, setPeople] = useState<Draft<(typeof peopleStates)[number]>>(() => draftOf(d.people));
  return (
    <form
      class="stack measure"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        task.start({
          do: 'tellings',
          org,
          id: d.id,
          school: org !== null && d.school.state !== 'told' ? tellingOf(school) : null,
          people: d.people.state !== 'told' ? tellingOf(people) : null,
        });
      }}
    >
      {org !== null && d.school.state !== 'told' && (
        <TellingFields
          label={t.school}
          pointer="/school"
          states={schoolStates}
          draft={school}
          wrong={task.wrong}
          onChange={setSchool}
        />
      )}
      {d.people.state === 'told' ? (
        <p>{t.final}</p>
      ) : (
        <TellingFields
          label={t.people}
          pointer="/people"
          states={peopleStates}
          draft={people}
          wrong={task.wrong}
          onChange={setPeople}
        />
      )}
      <TaskFailure task={task} />
      <div class="row">
        {(d.people.state !== 'told' || (org !== null && d.school.state !== 'told')) && (
          <Button type="submit" look="primary" busy={task.action.busy}>
            {m.save}
          </Button>
        )}
        <Button onClick={onClose}>{messages.cancel}</Button>
      </div>
    </form>
  );
}

interface HoldFormProps {
  org: string | null;
  d: Disclosure;
  task: ReturnType<typeof useTask<'holdDisclosure'>>;
  onClose(): void;
}

/** A hold that ends later than the one there is, or the first. */
function HoldForm({ org, d, task, onClose }: HoldFormProps) {
  const { m } = useSchool();
  const { messages } = useStaffLocale();
  const t = m.disclosure;
  const [until, setUntil] = useState('');
  return (
    <form
      class="stack measure"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (until !== '') task.start({ do: 'holdDisclosure', org, id: d.id, hold: endOf(until) });
      }}
    >
      <Text
        label={t.hold}
        hint={t.holdAgainHint}
        type="date"
        narrow
        value={until}
        wrong={task.wrong.includes('/hold')}
        maxLength={dayMaxLength}
        onChange={setUntil}
      />
      <TaskFailure task={task} />
      <div class="row">
        <Button type="submit" look="primary" busy={task.action.busy}>
          {m.save}
        </Button>
        <Button onClick={onClose}>{messages.cancel}</Button>
      </div>
    </form>
  );
}

interface FormProps {
  org: string | null;
  task: ReturnType<typeof useTask<'disclose'>>;
  onClose(): void;
}

function Form({ org, task, onClose }: FormProps) {
  const { m } = useSchool();
  const { messages } = useStaffLocale();
  const t = m.disclosure;
  const [ground, setGround] = useState<(typeof grounds)[number]>('court-order');
  const [texts, setTexts] = useState({ authority: '', reference: '', decider: '', session: '', on: '', hold: '' });
  const [kinds, setKinds] = useState<Category[]>([]);
  const [school, setSchool] = useState<Draft<(typeof schoolStates)[number]>>({ state: 'told', on: '', until: '' });
  const [people, setPeople] = useState<Draft<(typeof peopleStates)[number]>>({ state: 'not-yet', on: '', until: '' });
  // One key for all tries of the same details, so that nothing is recorded twice.
  const key = useRef(newKey());
  const changing =
    <T,>(store: (value: T) => void) =>
    (value: T) => {
      key.current = newKey();
      store(value);
    };
  const set = changing((change: Partial<typeof texts>) => setTexts((old) => ({ ...old, ...change })));
  const body = (): DisclosureRequest => ({
    ground,
    authority: texts.authority,
    reference: texts.reference,
    decider: texts.decider,
    categories: kinds,
    // Whatever is no session is refused, and never taken for the whole school.
    session: texts.session.trim() === '' ? null : (/[a-z2-7]{26}/.exec(texts.session)?.[0] ?? texts.session.trim()),
    on: texts.on,
    ...(org !== null && { school: tellingOf(school) }),
    people: tellingOf(people),
    hold: texts.hold === '' ? null : endOf(texts.hold),
  });
  const text = (name: 'authority' | 'reference' | 'decider', hint: string) => (
    <Text
      label={t[name]}
      hint={hint}
      value={texts[name]}
      wrong={task.wrong.includes(`/${name}`)}
      maxLength={disclosureRequestAuthorityMaxLength}
      onChange={(value) => set({ [name]: value })}
    />
  );
  return (
    <form
      class="card stack loose measure"
      noValidate
      aria-labelledby="disclosure-form"
      onSubmit={(event) => {
        event.preventDefault();
        task.start({ do: 'disclose', org, body: body(), key: key.current });
      }}
    >
      <h3 id="disclosure-form">{t.record}</h3>
      <Select
        label={t.ground}
        value={ground}
        values={grounds}
        text={(g) => t.grounds[g]}
        onChange={changing(setGround)}
      />
      {text('authority', t.authorityHint)}
      {text('reference', t.referenceHint)}
      {text('decider', t.deciderHint)}
      <Text
        label={t.on}
        type="date"
        narrow
        value={texts.on}
        wrong={task.wrong.includes('/on')}
        maxLength={dayMaxLength}
        onChange={(on) => set({ on })}
      />
      <fieldset aria-describedby={task.wrong.includes('/categories') ? 'disclosure-kinds' : undefined}>
        <legend class="legend">{t.categories}</legend>
        {categories.map((c) => (
          <label key={c} class="check">
            <input
              type="checkbox"
              checked={kinds.includes(c)}
              onChange={changing((event: preact.TargetedEvent<HTMLInputElement>) =>
                setKinds(event.currentTarget.checked ? [...kinds, c] : kinds.filter((k) => k !== c)),
              )}
            />
            <span>{t.kinds[c]}</span>
          </label>
        ))}
        {task.wrong.includes('/categories') && (
          <p id="disclosure-kinds" class="error">
            {m.check}
          </p>
        )}
      </fieldset>
      <Text
        label={t.session}
        hint={t.sessionHint}
        value={texts.session}
        wrong={task.wrong.includes('/session')}
        maxLength={200}
        onChange={(session) => set({ session })}
      />
      {org !== null && (
        <TellingFields
          label={t.school}
          pointer="/school"
          states={schoolStates}
          draft={school}
          wrong={task.wrong}
          onChange={changing(setSchool)}
        />
      )}
      <TellingFields
        label={t.people}
        pointer="/people"
        states={peopleStates}
        draft={people}
        wrong={task.wrong}
        onChange={changing(setPeople)}
      />
      <Text
        label={t.hold}
        hint={t.holdHint}
        type="date"
        narrow
        value={texts.hold}
        wrong={task.wrong.includes('/hold')}
        maxLength={dayMaxLength}
        onChange={(hold) => set({ hold })}
      />
      <TaskFailure task={task} />
      <div class="row">
        <Button type="submit" look="primary" busy={task.action.busy}>
          {m.save}
        </Button>
        <Button onClick={onClose}>{messages.cancel}</Button>
      </div>
    </form>
  );
}
