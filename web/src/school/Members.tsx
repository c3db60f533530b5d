import { useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { Member, MemberInvitation, MemberRole } from '../api/schema';
import { invitationRequestEmailMaxLength } from '../api/values';
import { formatDate } from '../i18n/format';
import { Confirm } from '../staff/Confirm';
import { useStaff } from '../staff/context';
import { Load, useLoad } from '../staff/load';
import { Paged } from '../staff/paged';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { eraseMember, invite, listInvitations, listMembers, patchMember, withdrawInvitation } from './api';
import { Select, Text } from './fields';
import { useSchool } from './messages';
import { TaskFailure, useTask } from './useTask';

/** The roles that people of an organization have: the operator's own knows one. */
function rolesOf(permissions: readonly string[]): readonly MemberRole[] {
  return permissions.some((p) => p.startsWith('platform:')) ? ['operator'] : ['teacher', 'administrator'];
}

/** The Monday of an ISO week such as 2026-W49. */
export function mondayOf(week: string): Date {
  const [year, number] = week.split('-W').map(Number) as [number, number];
  const fourth = new Date(Date.UTC(year, 0, 4)); // always in week 1
  return new Date(Date.UTC(year, 0, 4 - ((fourth.getUTCDay() + 6) % 7) + (number - 1) * 7));
}

type Asked = { member: Member; what: 'role' | 'suspend' | 'back' | 'erase' } | { invitation: MemberInvitation };

/** A school's people, for its administrators: who they are, and who is to be let in and out. */
export function Members() {
  const { m } = useSchool();
  const { api, person } = useStaff();
  const t = m.members;
  const [round, setRound] = useState(0);
  const [done, setDone] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const invitations = useLoad((signal) => listInvitations(api, signal), [round]);
  const changed = (text: string) => {
    setAsked(null);
    setDone(text);
    setRound((n) => n + 1);
  };
  return (
    <section class="stack" aria-labelledby="members">
      <h2 id="members">{t.title}</h2>
      <p class="measure">{t.intro}</p>
      {done !== null && (
        <Notice look="good" live>
          {done}
        </Notice>
      )}
      <Paged load={(token, signal) => listMembers(api, token, signal)} when={String(round)} empty={<p>{t.empty}</p>}>
        {(members) => (
          <ul class="list">
            {members.map((member) => (
              <MemberItem key={member.id} member={member} roles={rolesOf(person.permissions)} onAsk={setAsked} />
            ))}
          </ul>
        )}
      </Paged>
      <h3>{t.invitations}</h3>
      <Load loaded={invitations}>
        {(all) =>
          all.length === 0 ? (
            <p>{t.noInvitation}</p>
          ) : (
            <ul class="list">
              {all.map((i) => (
                <InvitationItem key={i.id} invitation={i} onAsk={setAsked} />
              ))}
            </ul>
          )
        }
      </Load>
      <Invite org={null} roles={rolesOf(person.permissions)} onDone={() => changed(t.invited)} />
      <Ask asked={asked} onClose={() => setAsked(null)} onDone={changed} />
    </section>
  );
}

const shownName = (member: Member, nobody: (id: string) => string) => member.name ?? nobody(member.id.slice(0, 8));

interface ItemProps {
  member: Member;
  roles: readonly MemberRole[];
  onAsk(asked: Asked): void;
}

function MemberItem({ member, roles, onAsk }: ItemProps) {
  const { language, m } = useSchool();
  const t = m.members;
  const name = shownName(member, t.nameless);
  return (
    <li class="list-item">
      <div class="list-text">
        <h3 dir="auto">
          {name} {member.you && <span class="soft small">{t.you}</span>}
        </h3>
        <p class="soft small">
          {t.roles[member.role]} · {t.states[member.state]} ·{' '}
          {member.lastActive === null ? t.never : t.lastActive(formatDate(language, mondayOf(member.lastActive)))}
        </p>
        {member.refused ? <p class="small">{t.refused}</p> : member.waits ? <p class="small">{t.waits}</p> : null}
      </div>
      {!member.you && member.state !== 'erasing' && (
        <div class="row">
          {roles.length > 1 && (
            <Button aria-label={t.changeRole(name)} onClick={() => onAsk({ member, what: 'role' })}>
              {member.role === 'teacher' ? t.promote : t.demote}
            </Button>
          )}
          {member.state === 'suspended' ? (
            <Button aria-label={t.letBack(name)} onClick={() => onAsk({ member, what: 'back' })}>
              {t.back}
            </Button>
          ) : (
            <Button aria-label={t.suspendWho(name)} onClick={() => onAsk({ member, what: 'suspend' })}>
              {t.suspend}
            </Button>
          )}
          <Button look="danger" aria-label={t.eraseWho(name)} onClick={() => onAsk({ member, what: 'erase' })}>
            {t.erase}
          </Button>
        </div>
      )}
    </li>
  );
}

function InvitationItem({ invitation, onAsk }: { invitation: MemberInvitation; onAsk(asked: Asked): void }) {
  const { language, m } = useSchool();
  const t = m.members;
  return (
    <li class="list-item">
      <div class="list-text">
        <h4>
          {t.roles[invitation.role]}, {t.invitationStates[invitation.state]}
        </h4>
        <p class="soft small">
          {formatDate(language, invitation.madeAt)} – {formatDate(language, invitation.endsAt)}
        </p>
        {invitation.refused && <p class="small">{t.refused}</p>}
      </div>
      {invitation.state !== 'withdrawn' && <Button onClick={() => onAsk({ invitation })}>{t.withdraw}</Button>}
    </li>
  );
}

interface AskProps {
  asked: Asked | null;
  onClose(): void;
  onDone(text: string): void;
}

/** Asks before a change, which also runs after the return with a second factor. */
function Ask({ asked, onClose, onDone }: AskProps) {
  const { m } = useSchool();
  const { api } = useStaff();
  const t = m.members;
  const change = useTask('member', async ({ id, patch }) => {
    await patchMember(api, id, patch);
    onDone(t.changed);
  });
  const erase = useTask('eraseMember', async ({ id }) => {
    await eraseMember(api, id);
    onDone(t.erased);
  });
  const withdraw = useTask('withdraw', async ({ id }) => {
    await withdrawInvitation(api, id);
    onDone(t.withdrawn);
  });
  const running = [change, erase, withdraw].find((task) => task.action.busy || task.action.error);
  if (asked === null) return running ? <TaskFailure task={running} /> : null;
  const name = 'member' in asked ? shownName(asked.member, t.nameless) : '';
  const text =
    'invitation' in asked
      ? { title: t.withdrawTitle, text: t.withdrawText, confirm: t.withdraw }
      : {
          role: {
            title: t.changeRole(name),
            text: asked.member.role === 'teacher' ? t.promoteText : t.demoteText,
            confirm: asked.member.role === 'teacher' ? t.promote : t.demote,
          },
          suspend: { title: t.suspendWho(name), text: t.suspendText, confirm: t.suspend },
          back: { title: t.letBack(name), text: t.backText, confirm: t.back },
          erase: { title: t.eraseWho(name), text: t.eraseText, confirm: t.erase },
        }[asked.what];
  const danger = 'member' in asked && asked.what === 'erase';
  return (
    <Confirm
      title={text.title}
      confirm={text.confirm}
      danger={danger}
      {...(running && { action: running.action })}
      onClose={() => {
        for (const task of [change, erase, withdraw]) task.action.clear();
        onClose();
      }}
      onConfirm={() => {
        if ('invitation' in asked) return withdraw.start({ do: 'withdraw', id: asked.invitation.id });
        const { member, what } = asked;
        if (what === 'erase') return erase.start({ do: 'eraseMember', id: member.id });
        change.start({
          do: 'member',
          id: member.id,
          patch:
            what === 'role'
              ? { role: member.role === 'teacher' ? 'administrator' : 'teacher' }
              : { state: what === 'back' ? 'active' : 'suspended' },
        });
      }}
    >
      <p>{text.text}</p>
    </Confirm>
  );
}

interface InviteProps {
  /** Null is the caller's own organization. */
  org: string | null;
  roles: readonly MemberRole[];
  onDone(): void;
}

/** Invites somebody by their address, which is forgotten once the invitation is sent. */
export function Invite({ org, roles, onDone }: InviteProps) {
  const { m } = useSchool();
  const { api } = useStaff();
  const t = m.members;
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<MemberRole>(roles[0]!);
  // One key for all tries of one invitation: it isn't sent twice.
  const key = useRef(newKey());
  const task = useTask('invite', async ({ org, email, role, key: sent }) => {
    await invite(api, org, { email, role }, sent);
    key.current = newKey();
    setEmail('');
    onDone();
  });
  return (
    <form
      class="card stack measure"
      noValidate
      aria-labelledby="invite"
      onSubmit={(event) => {
        event.preventDefault();
        task.start({ do: 'invite', org, email: email.trim(), role, key: key.current });
      }}
    >
      <h3 id="invite">{org === null ? t.invite : t.inviteFirst}</h3>
      <TaskFailure task={task} />
      <Text
        label={t.email}
        hint={t.inviteHint}
        type="email"
        value={email}
        wrong={task.wrong.includes('/email')}
        maxLength={invitationRequestEmailMaxLength}
        onChange={(value) => {
          setEmail(value);
          key.current = newKey();
        }}
      />
      <Select
        label={t.role}
        value={role}
        values={roles}
        text={(r) => t.roles[r]}
        onChange={(value) => {
          setRole(value);
          key.current = newKey();
        }}
      />
      <div class="row">
        <Button type="submit" look="primary" busy={task.action.busy}>
          {t.send}
        </Button>
      </div>
    </form>
  );
}
