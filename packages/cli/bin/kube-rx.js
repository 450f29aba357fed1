#!/usr/bin/env node
// The program `kube-rx`. Its own file, because npm links no program that is not there before the build: a clone has no
// dist, so the sources run there.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../dist/main.js', import.meta.url);
if (existsSync(built)) await import(built.href);
else if (process.features.typescript) {
  const source = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const command = ['--conditions=kube-rx:src', '--disable-warning=ExperimentalWarning', source];
  const child = spawn(process.execPath, [...command, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => (process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)));
} else {
  console.error(
    `kube-rx is not built, and Node ${process.versions.node} runs no TypeScript: npm run build, or Node 22.18 and newer`,
  );
  process.exitCode = 1;
}
