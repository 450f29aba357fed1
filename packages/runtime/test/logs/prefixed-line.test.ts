// Lines as kubectl prints them, of containers that may write anything.

import { expect, test } from '@jest/globals';
import { prefixedLine } from '../../src/logs/prefixed-line.ts';

const web = { pod: 'web-0', container: 'web' };

test.each([
  ['of a container', { ...web, line: 'GET /' }, '[pod/web-0/web] GET /'],
  [
    'with its time',
    { ...web, time: '2026-01-02T03:04:05.000000006Z', line: 'GET /' },
    '[pod/web-0/web] 2026-01-02T03:04:05.000000006Z GET /',
  ],
  ['that is empty', { ...web, line: '' }, '[pod/web-0/web] '],
  ['that is indented', { ...web, line: '\tat  a.ts ' }, '[pod/web-0/web] \tat  a.ts '],
  ['that clears a terminal', { ...web, line: '\u001b[2J' }, '[pod/web-0/web] \\u001b[2J'],
  ['that overwrites itself', { ...web, line: 'a\rb' }, '[pod/web-0/web] a\\rb'],
  ['that looks like two', { ...web, line: 'a\n[pod/api-0/api] b' }, '[pod/web-0/web] a\\n[pod/api-0/api] b'],
  [
    'of a server that names as it likes',
    { pod: 'a\n', container: '\u202eb', line: 'c' },
    '[pod/a/\\u202eb] c',
  ],
])('a line %s', (_, line, expected) => {
  expect(prefixedLine(line)).toBe(expected);
});
