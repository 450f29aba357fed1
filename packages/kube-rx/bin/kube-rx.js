#!/usr/bin/env node
// `npx kube-rx`. The command line is a package of its own, which programs need not install: it runs where it is
// installed, else npm fetches the same version of it, and asks as it does for every package that npx fetches.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const commandLine = installed();
if (commandLine !== undefined) await import(commandLine);
else {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const wanted = `@kube-rx/cli@${version}`;
  const child = spawn('npm', ['exec', '--', wanted, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => (process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)));
  child.on('error', ({ message }) => {
    console.error(`the command line is not installed: npm install ${wanted} (npm exec: ${message})`);
    process.exitCode = 1;
  });
}

function installed() {
  try {
    return import.meta.resolve('@kube-rx/cli/bin');
  } catch {
    return undefined;
  }
}
