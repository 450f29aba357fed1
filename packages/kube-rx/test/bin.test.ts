import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const own = join(import.meta.dirname, '..');

describe('npx kube-rx', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kube-rx-bin-'));
    cpSync(join(own, 'bin'), join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module", "version": "1.2.3" }');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function run(...args: readonly string[]): string {
    const path = [join(folder, 'path'), process.env['PATH']].join(delimiter);
    return execFileSync(process.execPath, [join(folder, 'bin/kube-rx.js'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, PATH: path },
    });
  }

  test('runs the command line where it is installed', () => {
    const installed = join(folder, 'node_modules/@kube-rx/cli');
    mkdirSync(installed, { recursive: true });
    writeFileSync(
      join(installed, 'package.json'),
      '{ "type": "module", "exports": { "./bin": "./bin.js" } }',
    );
    writeFileSync(join(installed, 'bin.js'), 'console.log("here:", ...process.argv.slice(2));');
    expect(run('get', 'pods')).toBe('here: get pods\n');
  });

  test('has npm fetch the same version of it where it is not', () => {
    mkdirSync(join(folder, 'path'));
    writeFileSync(join(folder, 'path/npm'), '#!/bin/sh\necho npm "$@"\n');
    chmodSync(join(folder, 'path/npm'), 0o755);
    expect(run('get', 'pods', '-A')).toBe('npm exec -- @kube-rx/cli@1.2.3 get pods -A\n');
  });
});
