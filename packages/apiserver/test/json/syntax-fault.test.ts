import { describe, expect, test } from '@jest/globals';
import { jsonSyntaxFault } from '../../src/json/syntax-fault.ts';

// As encoding/json of Go 1.26 says it.
const faults: readonly (readonly [string, string])[] = [
  ['', 'unexpected end of JSON input'],
  ['{', 'unexpected end of JSON input'],
  ['{"a"', 'unexpected end of JSON input'],
  ['{"a":', 'unexpected end of JSON input'],
  ['{"a":1', 'unexpected end of JSON input'],
  ['[', 'unexpected end of JSON input'],
  ['[1', 'unexpected end of JSON input'],
  ['[1,', 'unexpected end of JSON input'],
  ['{}{}', "invalid character '{' after top-level value"],
  ['[1 2]', "invalid character '2' after array element"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
  ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['[,]', "invalid character ',' looking for beginning of value"],
  ['tru', "invalid character ' ' in literal true (expecting 'e')"],
  ['trux', "invalid character 'x' in literal true (expecting 'e')"],
  ['nul ', "invalid character ' ' in literal null (expecting 'l')"],
  ['-', "invalid character ' ' in numeric literal"],
  ['-x', "invalid character 'x' in numeric literal"],
  ['01', "invalid character '1' after top-level value"],
  ['1.', "invalid character ' ' after decimal point in numeric literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1e', "invalid character ' ' in exponent of numeric literal"],
  ['1e+', "invalid character ' ' in exponent of numeric literal"],
  ['1ex', "invalid character 'x' in exponent of numeric literal"],
  ['"a', 'unexpected end of JSON input'],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u12g"', "invalid character 'g' in \\u hexadecimal character escape"],
  ['"\n"', "invalid character '\\n' in string literal"],
  ['abc', "invalid character 'a' looking for beginning of value"],
  ['\u0001', "invalid character '\\x01' looking for beginning of value"],
  ['\u00e9', "invalid character 'Ã' looking for beginning of value"],
  ['\u20ac', "invalid character 'â' looking for beginning of value"],
  ["'", "invalid character '\\'' looking for beginning of value"],
  [']', "invalid character ']' looking for beginning of value"],
  ['}', "invalid character '}' looking for beginning of value"],
  ['{]', "invalid character ']' looking for beginning of object key string"],
  ['[}', "invalid character '}' looking for beginning of value"],
  ['\u00a0', "invalid character 'Â' looking for beginning of value"],
  ['\\', "invalid character '\\\\' looking for beginning of value"],
  [' 1 x', "invalid character 'x' after top-level value"],
  ['{"a":}', "invalid character '}' looking for beginning of value"],
  ['\t\u000b', "invalid character '\\v' looking for beginning of value"],
];

describe('a text that is no JSON', () => {
  test.each(faults)('%j is told of in the words of Go', (text, fault) => {
    expect(jsonSyntaxFault(text)).toBe(fault);
  });

  test('is read in one pass, however deep and long it is', () => {
    const deep = '['.repeat(1_000_000);
    expect(jsonSyntaxFault(deep)).toBe('unexpected end of JSON input');
    expect(jsonSyntaxFault(`${deep}}`)).toBe("invalid character '}' looking for beginning of value");
  });
});
