import { defineConfig } from 'vitest/config';

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
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: mode === 'teach' ? { teach: 'teach/index.html' } : { student: 'index.html' },
    },
  },
  // In development the functions run in the local stack.
  server: { proxy: { '/v1': process.env['BASE_URL'] ?? 'http://127.0.0.1:8080' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
}));
