// What somebody takes along: many requests at once, and one zip file.

import { ApiError, type List } from '../api/client';
import { allPages } from './pages';

/** How many requests run at once: the edge limits those of one address. */
const AT_ONCE = 2;

/** All of a list. */
export const whole = async <T>(load: (token: string | null) => Promise<List<T>>): Promise<T[]> =>
  (await allPages(load)).items;

/**
 * Runs the work for each item, and `step` after each; nothing more begins once one has failed. What was deleted since it
 * was listed is left out.
 */
export async function each<T>(items: T[], work: (item: T) => Promise<void>, step: () => void): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of rest) {
        try {
          await work(item);
        } catch (error) {
          if (!(error instanceof ApiError) || error.status !== 404) throw error;
        }
        step();
      }
    }),
  );
}

/** Files on their way into a zip. */
export class Archive {
  private readonly files: Record<string, Uint8Array> = {};

  bytes(name: string, content: Uint8Array): void {
    this.files[name] = content;
  }

  text(name: string, content: string): void {
    this.bytes(name, new TextEncoder().encode(content));
  }

  json(name: string, value: unknown): void {
    this.text(`${name}.json`, JSON.stringify(value, null, 2));
  }

  async zip(name: string): Promise<File> {
    const { zipSync } = await import('fflate');
    const packed = zipSync(this.files, { level: 6 }) as Uint8Array<ArrayBuffer>;
    return new File([packed], name, { type: 'application/zip' });
  }
}
