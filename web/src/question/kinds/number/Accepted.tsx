import { formatNumber } from '../../../i18n/format';
import { useLocale } from '../../../i18n/messages';
import type { AcceptedNumber } from '../../../api/schema';
import type { AcceptedProps } from '../../kind';
import { WrittenList } from '../../Written';

/** The numbers that are right, as they are written everywhere: 3 ± 0.5, or 3 – 4. */
export function Accepted({ accepted }: AcceptedProps) {
  const { language } = useLocale();
  const text = ({ value, tolerance, min, max }: AcceptedNumber) =>
    (value === undefined ? [min, ' – ', max] : tolerance ? [value, ' ± ', tolerance] : [value])
      .map((part) => (typeof part === 'number' ? formatNumber(language, part) : part))
      .join('');
  return <WrittenList texts={(accepted as AcceptedNumber[]).map(text)} />;
}
