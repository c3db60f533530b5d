import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { parse } from 'yaml';

interface Promised {
  code?: unknown;
  tests?: unknown;
}

/**
 * What is promised, who works for us, what the pages about privacy say and the words of what schools file, as the files
 * /promises.json, /vendors.json, /privacy.json and /records.json: made of ../shared/promise, whose package says what each field means, without what only programs need.
 */
function files(): Record<string, unknown> {
  const read = (name: string) =>
    parse(readFileSync(new URL(`../shared/promise/${name}.yaml`, import.meta.url), 'utf8'));
  const promises = read('promises');
  const vendors = read('vendors');
  const privacy = read('privacy');
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  return {
    'promises.json': {
      built: (epoch ? new Date(Number(epoch) * 1000) : new Date()).toISOString().slice(0, 10),
      ...promises,
      promises: promises.promises.map(({ code: _, tests: __, ...shown }: Promised) => shown),
    },
    'vendors.json': { ...vendors, vendors: vendors.vendors.map(({ calls: _, ...shown }: { calls: unknown }) => shown) },
    'records.json': read('records'),
    'privacy.json': {
      ...privacy,
      storage: privacy.storage.map(({ what }: { what: unknown }) => what),
    },
  };
}

export const published: Plugin = {
  name: 'published',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const file = files()[request.url!.split(/[?#]/)[0]!.slice(1)];
      if (!file) return next();
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(file));
    });
  },
  generateBundle() {
    for (const [fileName, content] of Object.entries(files())) {
      this.emitFile({ type: 'asset', fileName, source: JSON.stringify(content) });
    }
  },
};
