import { describe, expect, test } from '@jest/globals';
import { parseTokenFile } from '../../src/apiserver/token-file.ts';

const read = (text: string): ReturnType<typeof parseTokenFile> => parseTokenFile(text, 'tokens.csv');

describe('a file of tokens', () => {
  test('names users with their uids and groups', () => {
    const { tokens, warnings } = read('t1,jane,7,"devs,ops"\r\nt2,bob,\n\nt3,"a ""b"", c",9,devs,more');
    expect(tokens).toEqual({
      t1: { name: 'jane', uid: '7', groups: ['devs', 'ops'] },
      t2: { name: 'bob', uid: '', groups: [] },
      t3: { name: 'a "b", c', uid: '9', groups: ['devs'] },
    });
    expect(warnings).toEqual([]);
  });

  test('may be empty, which is told', () => {
    for (const text of ['', '\n\n']) {
      const { tokens, warnings } = read(text);
      expect(tokens).toEqual({});
      expect(warnings).toEqual(['tokens.csv: there is no token in it, so it names nobody']);
    }
  });

  test('may hold the name of something that objects have', () => {
    expect(Object.hasOwn(read('__proto__,jane,7').tokens, '__proto__')).toBe(true);
  });

  test('passes over a line without a token, and of two lines with one token the last counts', () => {
    const { tokens, warnings } = read(',nobody,1\nsecret,jane,1\nsecret,bob,2');
    expect(tokens).toEqual({ secret: { name: 'bob', uid: '2', groups: [] } });
    expect(warnings).toEqual([
      'tokens.csv:1: there is no token, so the line is passed over',
      'tokens.csv:3: the token is that of an earlier line, which no longer counts',
    ]);
  });

  test.each([
    ['a,b,c\nsecret,jane', 2, 'at least 3 columns (token, user name, user uid), this one has 2'],
    ['secret', 1, 'this one has 1'],
    ['\n\na,b,"c\nd"\nsecret,"jane,7', 5, 'a quote has no end'],
    ['secret,ja"ne,7', 1, 'a quote stands in a field that does not begin with one'],
    ['secret,"jane"s,7', 1, 'something stands behind the end of a quoted field'],
  ])('is refused by its line, and not quoted: %j', (text, line, why) => {
    const failed = (): unknown => read(text);
    expect(failed).toThrow(`tokens.csv:${line}: `);
    expect(failed).toThrow(why);
    expect(failed).not.toThrow('secret');
  });
});
