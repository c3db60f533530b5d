import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { STEP, TEST } from './limits.ts';
import { Retries } from './retries.ts';

function chromium(): string {
  const script = join(import.meta.dirname, 'chromium.js');
  return execFileSync(process.execPath, [script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

// Drives a real browser against the whole stack at BASE_URL. One file after the
// other: they share two cores with the stack.
export default defineConfig(({ mode }) => ({
  test: {
    dir: import.meta.dirname,
    include: [mode === 'screenshots' ? '**/screenshots.ts' : '**/*.test.ts'],
    environment: 'node',
    // Vitest has a BASE_URL of its own for what it tests.
    env: { STACK_URL: process.env['BASE_URL'] ?? 'http://127.0.0.1:8080', CHROMIUM: chromium() },
    fileParallelism: false,
    // Tried again where a browser missed a moment, and never silently.
    retry: 1,
    reporters: ['default', new Retries()],
    testTimeout: TEST,
    hookTimeout: TEST,
    expect: { poll: { timeout: STEP } },
  },
}));
