import { useMemo } from 'preact/hooks';
import { encode } from 'uqr';

/** A QR code of an address, dark on light in either scheme: readers need it so. Label is what screen readers say. */
export function Qr({ text, label }: { text: string; label: string }) {
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
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect style={{ fill: 'white' }} width={size} height={size} />
      <path style={{ fill: 'black' }} d={path} />
    </svg>
  );
}
