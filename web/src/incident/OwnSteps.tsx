import { to } from '../staff/router';
import { clauseName, instantText, useIncidents } from './context';
import { delivered, ownSteps } from './duty';
import type { TabProps } from './tab';

/** What a school must do itself about an incident that the operator filed. */
export function OwnSteps({ known: { incident, notices } }: Pick<TabProps, 'known'>) {
  const { t, language } = useIncidents();
  const o = t.own;
  const steps = ownSteps(notices);
  return (
    <section class="card stack" aria-labelledby="steps-title">
      <h2 id="steps-title">{o.steps}</h2>
      {steps.length === 0 ? (
        <p>{o.none}</p>
      ) : (
        <ol class="todo">
          {steps.map((n) => (
            <li key={n.id}>
              <strong>
                {n.clause.audience === 'school'
                  ? o.read
                  : o.duties[n.clause.audience](instantText(language, n.deadline!))}
              </strong>
              <span class="soft small">
                {clauseName(t, n.clause)}. {delivered(n) ? o.where[n.clause.audience] : o.waiting}
              </span>
            </li>
          ))}
        </ol>
      )}
      {steps.length > 0 && (
        <div>
          <a class="button primary" href={to.incident(incident.id, 'notices')}>
            {t.steps.toNotices}
          </a>
        </div>
      )}
    </section>
  );
}
