import { defineConfig } from 'vitest/config';

// Two apps that share code but are loaded apart: students never download the
// teacher's part.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: ['chrome100', 'firefox100', 'safari16'],
    sourcemap: false,
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { student: 'index.html', teach: 'teach/index.html' },
    },
  },
  // In development the functions run in the local stack.
  server: { proxy: { '/v1': process.env['BASE_URL'] ?? 'http://127.0.0.1:8080' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
