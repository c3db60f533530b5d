// Local times in a named zone, and their instants.

const formats = new Map<string, Intl.DateTimeFormat>();

function partsIn(zone: string, instant: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(instant).map((p) => [p.type, Number(p.value)]));
  return Date.UTC(part['year']!, part['month']! - 1, part['day']!, part['hour']!, part['minute']!, part['second']!);
}

/**
 * The instant of a local time such as 2026-10-25T02:30 in a zone; null if it is
 * none. A time that comes twice, as clocks are put back, is the earlier one:
 * deadlines that count from it are too early rather than too late. One that is
 * left out, as they are put forward, is as long after the leap.
 */
export function instantOf(local: string, zone: string): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?$/.exec(local);
  if (!match) return null;
  const wall = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]), Number(match[4]), Number(match[5]));
  if (Number.isNaN(wall)) return null;
  // The offsets a day before and after: of all that the time may have.
  const day = 86_400_000;
  const offsets = [wall - day, wall + day].map((around) => partsIn(zone, around) - around);
  const instants = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
  const exact = instants.find((instant) => partsIn(zone, instant) === wall);
  return new Date(exact ?? wall - offsets[0]!).toISOString();
}

/** The local time of an instant in a zone, as datetime-local fields have it. */
export function localOf(instant: string | number, zone: string): string {
  const at = new Date(instant).getTime();
  return new Date(partsIn(zone, Math.floor(at / 1000) * 1000)).toISOString().slice(0, 16);
}

/** The zone of the device. */
export const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** All zones that there are to choose from: the device's first, then UTC. */
export function zones(): string[] {
  const all: string[] = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set([deviceZone(), 'UTC', ...all])];
}
