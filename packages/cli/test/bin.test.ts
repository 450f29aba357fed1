import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

describe('the file that npm links', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kube-rx-bin-'));
    cpSync(join(import.meta.dirname, '../bin'), join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function install(path: string, text: string): void {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  function run(...args: readonly string[]): string {
    return execFileSync(process.execPath, [join(folder, 'bin/kube-rx.js'), ...args], { encoding: 'utf8' });
  }

  test('runs what is built', () => {
    install('dist/main.js', 'console.log("built:", ...process.argv.slice(2));');
    expect(run('get', 'pods')).toBe('built: get pods\n');
  });

  test('runs the sources of a clone that is not built, and ends as they do', () => {
    install('src/main.ts', 'console.log("source:", ...process.argv.slice(2) as string[]); process.exit(3);');
    expect(() => run('get', 'pods')).toThrow(
      expect.objectContaining({ status: 3, stdout: 'source: get pods\n' }),
    );
  });
});
