// The pages about privacy: of the service, of a school, what is promised, and what somebody asks a
// school for. Each is loaded apart, together with what it says in the language that is spoken.

import type { VNode } from 'preact';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { useLocale } from '../i18n/messages';
import type { OrgPrivacyMessages } from '../orgPrivacy/messages/en';
import { lazy } from '../ui/lazy';
import { Loading } from '../ui/Loading';
import { Unloaded } from '../ui/Unloaded';
import type { AboutMessages } from './messages/about/en';

type Shown = (org: string) => VNode;

// What they share is fetched at the same time.
const published = () => import('../promises/published');

async function service(messages: Promise<AboutMessages>): Promise<Shown> {
  const [{ About, PromisesPage }, m] = await Promise.all([import('./About'), messages, published()]);
  return () => (location.pathname.startsWith('/promises') ? <PromisesPage /> : <About m={m} />);
}

async function school(messages: Promise<OrgPrivacyMessages>): Promise<Shown> {
  const [{ OrgPrivacy }, m] = await Promise.all([import('../orgPrivacy/OrgPrivacy'), messages, published()]);
  return (org) => <OrgPrivacy org={org} m={m} />;
}

const ofService: Catalogue<Shown> = {
  en: () => service(import('./messages/about/en').then((m) => m.en)),
  de: () => service(import('./messages/about/de').then((m) => m.de)),
  fr: () => service(import('./messages/about/fr').then((m) => m.fr)),
  es: () => service(import('./messages/about/es').then((m) => m.es)),
};

const ofSchool: Catalogue<Shown> = {
  en: () => school(import('../orgPrivacy/messages/en').then((m) => m.en)),
  de: () => school(import('../orgPrivacy/messages/de').then((m) => m.de)),
  fr: () => school(import('../orgPrivacy/messages/fr').then((m) => m.fr)),
  es: () => school(import('../orgPrivacy/messages/es').then((m) => m.es)),
};

// By its link, which has its id and its secret, a request is followed.
const Requested = lazy<{ org: string }>(() =>
  location.hash
    ? import('../orgPrivacy/request/Follow').then((m) => m.Follow)
    : import('../orgPrivacy/request/Ask').then((m) => m.Ask),
);

export function PrivacyPage() {
  const [, org, asks] = /^\/privacy\/([\w-]{1,64})\/?(request)?$/.exec(location.pathname) ?? [];
  return asks ? <Requested org={org!} /> : <Read org={org} />;
}

function Read({ org }: { org: string | undefined }) {
  const { loaded, failed } = useCatalogue(org ? ofSchool : ofService, useLocale().language);
  if (loaded) return loaded[1](org!);
  return failed ? <Unloaded /> : <Loading />;
}
