import { expect, test } from '@jest/globals';
import { formatLogLine } from '../../src/apiserver/log-text.ts';

test.each([
  [{ level: 30, msg: 'loaded', objects: 7 }, 'loaded objects=7'],
  [{ level: 30, msg: 'listening', url: 'http://[::1]:8080' }, 'listening url=http://[::1]:8080'],
  [{ level: 20, msg: 'request', method: 'GET', status: 200 }, 'request method=GET status=200'],
  [{ level: 40, host: '0.0.0.0', msg: 'take care' }, 'warning: take care host=0.0.0.0'],
  [{ level: 50, msg: 'x', why: 'a b=\u001b[2J' }, 'error: x why="a b=\\u001b[2J"'],
  [{ level: 30, msg: 'x\u001b[2J', url: '/\u009b2J' }, 'x^[[2J url=/\\x9b2J'],
])('a log record %j reads as one line, whatever is in it', (record, text) => {
  const line = formatLogLine(JSON.stringify({ time: Date.UTC(2026, 0, 1), ...record }));
  expect(line.replace(/^\d\d:\d\d:\d\d /, '')).toBe(`${text}\n`);
});
