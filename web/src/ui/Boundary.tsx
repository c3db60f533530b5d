import { Component, type ComponentChildren } from 'preact';
import { useCommon } from '../i18n/messages';
import { Button } from './Button';

/** Shows a way out instead of a blank page when rendering fails. */
export class Boundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Crash /> : this.props.children;
  }
}

function Crash() {
  const { crash } = useCommon();
  return (
    <main class="page-main stack">
      <h1>{crash.title}</h1>
      <p>{crash.text}</p>
      <p>
        <Button look="primary" onClick={() => location.reload()}>
          {crash.reload}
        </Button>
      </p>
    </main>
  );
}
