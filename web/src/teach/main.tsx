import '../style/base.css';
import { render } from 'preact';
import { common } from '../i18n/common/en';
import { Localized, type Catalogue } from '../i18n/messages';
import type { Common } from '../i18n/common/en';
import { Boundary } from '../ui/Boundary';
import { Page } from '../ui/Page';

const catalogue: Catalogue<Common> = {
  en: common,
  de: () => import('../i18n/common/de').then((m) => m.common),
  fr: () => import('../i18n/common/fr').then((m) => m.common),
  es: () => import('../i18n/common/es').then((m) => m.common),
};

render(
  <Localized catalogue={catalogue}>
    <Boundary>
      <Page title="cleanslate">
        <h1>cleanslate</h1>
      </Page>
    </Boundary>
  </Localized>,
  document.getElementById('app')!,
);
