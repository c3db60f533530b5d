// Small pictures beside or instead of words; those instead of words need an
// aria-label on what they are in.

const paths = {
  up: 'M12 19V5M5 12l7-7 7 7',
  down: 'M12 5v14M5 12l7 7 7-7',
  remove: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  yes: 'M5 12.5l4.5 4.5L19 7',
  no: 'M7 7l10 10M17 7L7 17',
  part: 'M5 14c2.5-5 5-5 7-2s4.5 3 7-2',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
} as const;

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
