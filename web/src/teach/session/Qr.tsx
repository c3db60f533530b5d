import { useMemo } from 'preact/hooks';
import { encode } from 'uqr';
import { useTeach } from '../messages';

/** A QR code of an address, dark on light in either scheme: readers need it so. */
export function Qr({ text }: { text: string }) {
  const { messages } = useTeach();
  const { size, path } = useMemo(() => {
    const { size, data } = encode(text, { ecc: 'M', border: 4 });
    let path = '';
    data.forEach((row, y) => {
      row.forEach((dark, x) => {
        if (dark) path += `M${x} ${y}h1v1h-1z`;
      });
    });
    return { size, path };
  }, [text]);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={messages.projector.qr}
      shape-rendering="crispEdges"
    >
      <rect class="qr-light" width={size} height={size} />
      <path class="qr-dark" d={path} />
    </svg>
  );
}
