import type { Plugin, Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { first } from './first/plugin';
import { published } from './published';

const stack = process.env['BASE_URL'] ?? 'http://127.0.0.1:8080';

/** In development, the page of every path below /teach/, as the load balancer does in the cloud. */
const pages: Plugin = {
  name: 'pages',
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      const path = request.url!.split(/[?#]/)[0]!;
      if (path === '/unsubscribe' || (path.startsWith('/teach/') && !path.includes('.')))
        request.url = '/teach/index.html';
      next();
    });
  },
};

const student: Rolldown.OutputOptions = {
  // What a student's page begins with is one file, and not one for each part that others share.
  codeSplitting: { groups: [{ name: 'student', tags: ['$initial'] }] },
  chunkFileNames: ({ facadeModuleId }) =>
    `assets/${/\/kinds\/(\w+)\/student\.tsx$/.exec(facadeModuleId ?? '')?.[1] ?? '[name]'}-[hash].js`,
};

// Two apps that share code and are built apart (npm run build), each by its
// mode: a student downloads nothing that only teachers use, not even a function
// in a file that both use.
export default defineConfig(({ mode }) => ({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: ['chrome100', 'firefox100', 'safari16'],
    sourcemap: false,
    emptyOutDir: mode === 'student',
    // Of what students download, for size.js and the benchmark.
    manifest: mode === 'student',
    modulePreload: false,
    // A student's kind of question or page that is loaded apart is one file, which is there or not.
    cssCodeSplit: mode !== 'student',
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: mode === 'teach' ? { teach: 'teach/index.html' } : { student: 'index.html' },
      output: mode === 'teach' ? {} : student,
    },
  },
  plugins: [pages, first, ...(mode === 'teach' ? [] : [published])],
  // In development the functions run in the local stack, which also says where to sign in.
  server: { proxy: { '/v1': stack, '/problems': stack, '/config.json': stack } },
  // A busy machine takes several times as long.
  test: { include: ['src/**/*.test.ts'], environment: 'node', testTimeout: 20_000 },
}));
