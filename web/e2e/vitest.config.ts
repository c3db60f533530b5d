import { defineConfig } from 'vitest/config';

// Drives a real browser against the whole stack at BASE_URL. One file after the
// other: they share two cores with the stack.
export default defineConfig(({ mode }) => ({
  test: {
    dir: import.meta.dirname,
    include: [mode === 'screenshots' ? '**/screenshots.ts' : '**/*.test.ts'],
    environment: 'node',
    // Vitest has a BASE_URL of its own for what it tests.
    env: { STACK_URL: process.env['BASE_URL'] ?? 'http://127.0.0.1:8080' },
    fileParallelism: false,
    // A browser on a busy machine may miss a moment; what is broken fails thrice.
    retry: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
}));
