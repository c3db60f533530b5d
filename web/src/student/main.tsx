import '../style/base.css';
import './student.css';
import { render } from 'preact';
import { Localized } from '../i18n/messages';
import { Boundary } from '../ui/Boundary';
import { App } from './App';
import { catalogue } from './messages';

render(
  <Localized catalogue={catalogue}>
    <Boundary>
      <App />
    </Boundary>
  </Localized>,
  document.getElementById('app')!,
);
