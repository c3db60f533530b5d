// Prints the path of a browser that the tests can drive: what CHROMIUM names, else a Chromium, Chrome or
// Edge of this machine, else one that it gets: Playwright's or, where that is refused, the one that an npm
// package carries. A headless shell comes first: it spends no time on a browser's windows.
//
// The package is no dependency: only a machine without a browser needs its 70 MB.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const carrier = '@sparticuz/chromium@153.0.0';
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cleanslate', 'browser');
const fetched = join(cache, 'browser');

const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const apps = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const installed = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...installed, ...apps, chromium.executablePath(), fetched].find(runs);
}

function run(command, ...args) {
  // The output is this program's only where it is the path.
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}

function get() {
  console.error('There is no Chromium, Chrome or Edge here. Getting one:');
  if (run('npx', '--no-install', 'playwright-core', 'install', 'chromium') && runs(chromium.executablePath())) {
    return chromium.executablePath();
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const work = `${cache}.${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    if (!run('npm', 'install', '--prefix', work, '--no-save', '--no-audit', '--no-fund', '--loglevel=error', carrier)) {
      return undefined;
    }
    const packed = join(work, 'node_modules/@sparticuz/chromium/bin');
    for (const [name, mode] of [
      ['chromium', 0o755],
      ['al2023.tar', 0o644],
    ]) {
      writeFileSync(join(work, name), brotliDecompressSync(readFileSync(join(packed, `${name}.br`))), { mode });
    }
    // Libraries that a desktop has and a server may lack.
    if (!run('tar', '-xf', join(work, 'al2023.tar'), '-C', work)) return undefined;
    rmSync(join(work, 'al2023.tar'));
    const script = `#!/bin/sh
dir=$(dirname "$0")
if ldd "$dir/chromium" | grep -q 'not found'; then
  export LD_LIBRARY_PATH="$dir/lib"
fi
exec "$dir/chromium" "$@"
`;
    writeFileSync(join(work, 'browser'), script, { mode: 0o755 });
    rmSync(join(work, 'node_modules'), { recursive: true });
    rmSync(cache, { recursive: true, force: true });
    renameSync(work, cache);
    return fetched;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const path = process.env.CHROMIUM || find() || get();
if (!path) {
  console.error(
    'The browser tests need Chromium, Chrome or Edge, and none could be had. Install one, or name it in CHROMIUM.',
  );
  process.exit(1);
}
console.log(path);
