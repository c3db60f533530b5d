import { useCommon } from '../i18n/messages';

export function Loading({ text }: { text?: string }) {
  const messages = useCommon();
  return (
    <p class="loading" role="status">
      <span class="spinner" />
      {text ?? messages.loading}
    </p>
  );
}
