import { describe, expect, test } from '@jest/globals';
import { parseTarget } from '../../src/http/request-target.ts';

// As Go's url.ParseRequestURI and url.ParseQuery read them.
describe('the target of a request', () => {
  test.each<[target: string, parsed: ReturnType<typeof parseTarget>]>([
    ['/a', { authority: undefined, path: '/a', query: [] }],
    ['https://api:6443/a?b=c', { authority: 'api:6443', path: '/a', query: [['b', 'c']] }],
    ['http://api', { authority: 'api', path: '/', query: [] }],
    [
      '/a?b=c&b=d&&e',
      {
        authority: undefined,
        path: '/a',
        query: [
          ['b', 'c'],
          ['b', 'd'],
          ['e', ''],
        ],
      },
    ],
    ['/a?limit=1;watch=1&b=%zz&c=%20+', { authority: undefined, path: '/a', query: [['c', '  ']] }],
    ['/a?', { authority: undefined, path: '/a', query: [] }],
    ['/%2f', { authority: undefined, path: '/%2f', query: [] }],
    ['/%', undefined],
    ['/%2', undefined],
    ['', undefined],
    ['a', undefined],
    ['ftp://api/a', undefined],
  ])('%j is read', (target, parsed) => {
    expect(parseTarget(target)).toEqual(parsed);
  });
});
