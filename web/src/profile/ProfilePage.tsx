import { useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import type { Locale, Profile, ProfileRequest } from '../api/schema';
import { profileRequestNameMaxLength } from '../api/values';
import { languages } from '../i18n/language';
import { Confirm } from '../staff/Confirm';
import { useStaff } from '../staff/context';
import { Failure, useAction } from '../staff/load';
import { useStaffLocale } from '../staff/messages';
import type { Route } from '../staff/router';
import { StaffPage } from '../staff/StaffPage';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Notice } from '../ui/Notice';
import { deleteProfile, putProfile } from './api';
import { Leave, Left, type Gone } from './Leave';
import { Take } from './Take';
import { useProfile, WithMessages } from './messages';

interface Props {
  route: Route;
  /** Null: the person hasn't said yet how colleagues see them, or has deleted it. */
  profile: Profile | null;
  onChange(profile: Profile | null): void;
  /** Goes on without one, until the next visit. */
  onLater(): void;
}

/** How colleagues see the person, asked for at the first sign-in; nobody has to say (promise P03). */
export function ProfilePage(props: Props) {
  return (
    <WithMessages>
      <Content {...props} />
    </WithMessages>
  );
}

function Content({ route, profile, onChange, onLater }: Props) {
  const { m } = useProfile();
  const [said, setSaid] = useState<'saved' | 'deleted' | null>(null);
  const [left, setLeft] = useState<Gone | null>(null);
  if (left) return <Left gone={left} />;
  return (
    <StaffPage title={profile ? m.title : m.first} route={route} wide={false}>
      {said && (
        <Notice look="good" live>
          {m[said]}
        </Notice>
      )}
      <p>{profile ? m.intro : m.firstIntro}</p>
      <Form
        key={profile ? 'edit' : 'first'}
        profile={profile}
        onSaved={(saved) => {
          setSaid('saved');
          onChange(saved);
        }}
        // Whoever deleted it is switched off: there is nothing to go on to.
        onLater={profile || said === 'deleted' ? null : onLater}
      />
      {profile && (
        <Delete
          onDeleted={() => {
            setSaid('deleted');
            onChange(null);
          }}
        />
      )}
      {route.page === 'profile' && (
        <>
          <Take profile={profile} />
          <Leave onLeft={setLeft} />
        </>
      )}
    </StaffPage>
  );
}

/** Auth0 names whoever has no name by their address. */
const nameOf = (name: string) => (name.includes('@') ? '' : name);

interface FormProps {
  profile: Profile | null;
  onSaved(profile: Profile): void;
  onLater: (() => void) | null;
}

function Form({ profile, onSaved, onLater }: FormProps) {
  const { language, m } = useProfile();
  const { api, person } = useStaff();
  const [draft, setDraft] = useState<Profile>(
    () =>
      profile ?? {
        name: nameOf(person.name).slice(0, profileRequestNameMaxLength),
        ...(person.verified && { email: person.email }),
        locale: language,
        mail: { news: false, service: false },
      },
  );
  const action = useAction();
  const problem = action.error instanceof ApiError ? action.error.problem : null;
  const wrong = (pointer: string) => problem?.errors?.some((e) => e.pointer === pointer) ?? false;
  const set = (change: Partial<Profile>) => setDraft((old) => ({ ...old, ...change }));
  // What wasn't touched isn't sent: a newsletter may have been left while this page was open.
  const [chose, setChose] = useState(false);
  function mail(change: Partial<Profile['mail']>) {
    setChose(true);
    set({ mail: { ...draft.mail, ...change } });
  }
  const address = draft.email ?? '';
  return (
    <form
      class="card stack loose measure"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const sent: ProfileRequest = {
          name: draft.name.trim(),
          locale: draft.locale,
          ...(address !== '' && { email: address, ...(chose && { mail: draft.mail }) }),
        };
        action.run(async () => {
          const saved = await putProfile(api, sent);
          setDraft(saved);
          setChose(false);
          onSaved(saved);
        });
      }}
    >
      {action.error ? <Failure error={action.error} /> : null}
      <Field label={m.name} hint={m.nameHint} error={wrong('/name') ? m.nameWrong : null}>
        {(attributes) => (
          <input
            {...attributes}
            class="input"
            dir="auto"
            autocomplete="name"
            maxLength={profileRequestNameMaxLength}
            value={draft.name}
            onInput={(e) => set({ name: e.currentTarget.value })}
          />
        )}
      </Field>
      <fieldset class="stack tight">
        <legend class="legend">{m.email}</legend>
        {[...new Set([...(person.verified ? [person.email] : []), ...(address === '' ? [] : [address])])].map((a) => (
          <label key={a} class="check">
            <input
              type="checkbox"
              checked={a === address}
              onChange={(e) => set({ email: e.currentTarget.checked ? a : '' })}
            />
            <bdi>{a}</bdi>
          </label>
        ))}
        <p class="hint">{person.verified ? m.emailHint : m.emailUnverified}</p>
        {wrong('/email') && <p class="error">{m.emailWrong}</p>}
      </fieldset>
      {address !== '' && (
        <fieldset class="stack tight">
          <legend class="legend">{m.mail}</legend>
          {(['service', 'news'] as const).map((kind) => (
            <label key={kind} class="check">
              <input
                type="checkbox"
                checked={draft.mail[kind]}
                onChange={(e) => mail({ [kind]: e.currentTarget.checked })}
              />
              <span>{m[kind]}</span>
            </label>
          ))}
          <p class="hint">{m.mailMust}</p>
        </fieldset>
      )}
      <Field label={m.language} hint={m.languageHint}>
        {(attributes) => (
          <select
            {...attributes}
            class="input"
            value={draft.locale}
            onChange={(e) => set({ locale: e.currentTarget.value as Locale })}
          >
            {Object.entries(languages).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <p class="hint">{m.sealed}</p>
      <div class="row">
        <Button type="submit" look="primary" busy={action.busy}>
          {profile ? m.save : m.continue}
        </Button>
        {onLater && <Button onClick={onLater}>{m.later}</Button>}
      </div>
    </form>
  );
}

function Delete({ onDeleted }: { onDeleted(): void }) {
  const { m } = useProfile();
  const { messages } = useStaffLocale();
  const { api } = useStaff();
  const [asking, setAsking] = useState(false);
  const action = useAction();
  return (
    <section class="stack" aria-labelledby="delete-profile">
      <h2 id="delete-profile">{m.delete}</h2>
      <p>{m.deleteText}</p>
      <p>
        <Button look="danger" onClick={() => setAsking(true)}>
          {m.delete}
        </Button>
      </p>
      {asking && (
        <Confirm
          title={m.deleteTitle}
          confirm={messages.delete}
          danger
          action={action}
          onConfirm={() =>
            action.run(async () => {
              await deleteProfile(api);
              onDeleted();
            })
          }
          onClose={() => {
            setAsking(false);
            action.clear();
          }}
        >
          <p>{m.deleteText}</p>
        </Confirm>
      )}
    </section>
  );
}
