// What a parent did with a code that a teacher gave out, and what the school decided, as the student and the parent see
// it. Loaded apart.

import type { Me } from '../api/schema';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { formatDateTime } from '../i18n/format';
import { Loading } from '../ui/Loading';
import { Unloaded } from '../ui/Unloaded';
import { useStudent } from './messages';
import type { ActsMessages } from './messages/acts/en';

const said: Catalogue<ActsMessages> = {
  en: () => import('./messages/acts/en').then((m) => m.en),
  de: () => import('./messages/acts/de').then((m) => m.de),
  fr: () => import('./messages/acts/fr').then((m) => m.fr),
  es: () => import('./messages/acts/es').then((m) => m.es),
};

const acts = [
  'correctedAt',
  'collectionRefusedAt',
  'collectionLiftedAt',
  'disclosureRefusedAt',
  'disclosureLiftedAt',
] as const;

export function Acts({ me }: { me: Pick<Me, 'parent' | 'parentCodeAt' | 'correction' | 'restricted'> }) {
  const { language } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  if (!me.parentCodeAt && !me.correction && !me.restricted) return null;
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];
  return (
    <dl class="facts">
      {me.parentCodeAt && [<dt>{m.code}</dt>, <dd>{formatDateTime(language, me.parentCodeAt)}</dd>]}
      {acts.map((act) => {
        const at = me.parent[act];
        return at && [<dt>{m[act]}</dt>, <dd>{formatDateTime(language, at)}</dd>];
      })}
      {me.correction && [
        <dt>{m.correction}</dt>,
        <dd class="text" dir="auto">
          {me.correction.text}
        </dd>,
      ]}
      {me.restricted && [<dt>{m.use}</dt>, <dd>{m.restricted}</dd>]}
    </dl>
  );
}
