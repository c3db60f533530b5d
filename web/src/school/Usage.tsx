import type { Usage as Count } from '../api/schema';
import { formatNumber } from '../i18n/format';
import { whole } from '../staff/archive';
import { useStaff } from '../staff/context';
import { saveFile } from '../staff/download';
import { Load, useLoad } from '../staff/load';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { listUsage } from './api';
import { useSchool } from './messages';

/** How much the schools used the service by month, for the operator's people: of schools, never of their people. */
export function Usage() {
  const { language, m } = useSchool();
  const { api } = useStaff();
  const t = m.usage;
  const loaded = useLoad(async (signal) => {
    const [counts, schools] = await Promise.all([
      whole((token) => listUsage(api, token, signal)),
      whole((token) => api.schools(token, signal, true)),
    ]);
    const names = new Map(schools.map((s) => [s.id, s.name]));
    return counts.map((c) => ({ ...c, name: names.get(c.org) || c.org }));
  }, []);
  const n = (x: number | null) => (x === null ? t.few : formatNumber(language, x));
  return (
    <section class="stack" aria-labelledby="usage">
      <h2 id="usage">{t.title}</h2>
      <p class="measure">{t.intro}</p>
      <Load loaded={loaded}>
        {(all) =>
          all.length === 0 ? (
            <p>{t.empty}</p>
          ) : (
            <>
              <div class="table-scroll" role="group" aria-labelledby="usage" tabIndex={0}>
                <table class="results">
                  <thead>
                    <tr>
                      <th scope="col">{t.month}</th>
                      <th scope="col">{t.school}</th>
                      <th scope="col">{t.students}</th>
                      <th scope="col">{t.sessions}</th>
                      <th scope="col">{t.answers}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {all.map((c) => (
                      <tr key={c.org + c.month}>
                        <td>{c.month}</td>
                        <td dir="auto">{c.name}</td>
                        <td>{n(c.students)}</td>
                        <td>{n(c.sessions)}</td>
                        <td>{n(c.answers)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              <p>
                <Button
                  onClick={() => {
                    const file = new File([csv(all)], 'usage.csv', { type: 'text/csv' });
                    saveFile(file);
                    announce(t.saved(file.name));
                  }}
                >
                  {t.save}
                </Button>
              </p>
            </>
          )
        }
      </Load>
    </section>
  );
}

/** One row for each school and month; empty where there are fewer than ten people. Ids and numbers alone: nothing to evaluate. */
export function csv(all: Count[]): string {
  const rows = all.map((c) => [c.month, c.org, c.students ?? '', c.sessions ?? '', c.answers ?? '']);
  return [['month', 'school', 'students', 'sessions', 'answers'], ...rows]
    .map((row) => `${row.join(',')}\r\n`)
    .join('');
}
