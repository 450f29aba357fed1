import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { run } from '../src/program.ts';

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  let printed = '';
  const out = (text: string): void => {
    printed += text;
  };
  const { signal } = new AbortController();
  expect(await run(['--version'], { out, err: out, signal, exitCode: undefined })).toBe(0);
  expect(printed).toBe(`${version}\n`);
});
