// Days as date fields have them, in the zone of the device.

/** "2027-01-31" */
export function localDay(time: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** The last moment of a day; null if it is none. */
export function endOfDay(day: string): Date | null {
  const [year, month, date] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const end = new Date(year, month - 1, date, 23, 59, 59);
  return localDay(end) === day ? end : null;
}

/** The same day some months later, or that month's last. */
export function dayAfter(time: Date, months: number): Date {
  const last = new Date(time.getFullYear(), time.getMonth() + months + 1, 0).getDate();
  return new Date(
    time.getFullYear(),
    time.getMonth() + months,
    Math.min(time.getDate(), last),
    time.getHours(),
    time.getMinutes(),
  );
}
