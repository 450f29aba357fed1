// SECURITY.md names for each promise what holds it, and that is there.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const [, promised = ''] = /^## What we hold ourselves to\n(.*)/ms.exec(text) ?? [];
const promises = promised.split(/^- /m).slice(1);

const filesIn = (part: string): string[] =>
  Array.from(part.matchAll(/`([\w.-]+(?:\/[\w.-]+)+|[\w-]+(?:\.[\w-]+)*\.[jt]s)`/g), ([, file = '']) => file);

describe('what is promised for security', () => {
  test('is a list of promises', () => {
    expect(promises.length).toBeGreaterThan(10);
  });

  test.each(promises.map((promise) => [/\*\*(.*?)\*\*/.exec(promise)?.[1] ?? promise, promise]))(
    'is held by tests that are there: %s',
    (_, promise) => {
      const [, holders = ''] = /\n {2}Held by (.*)/.exec(promise) ?? [];
      const files = filesIn(holders);
      expect(files.filter((file) => file.endsWith('.test.ts'))).not.toEqual([]);
      expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    },
  );

  test('names no file that is gone', () => {
    expect(filesIn(text).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
