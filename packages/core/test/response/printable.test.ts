import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { printYaml } from '../../src/encoding/yaml/print-yaml.ts';
import { readYaml } from '../../src/encoding/yaml/read-yaml.ts';
import { printable, unprintable } from '../../src/response/printable.ts';

/** As Unicode has it: controls, formats, surrogates, separators of lines and paragraphs, and what is ignored in drawing. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/u;
// The planes that have characters, and a little of those that will.
const everyCharacter = Array.from({ length: 0x3_0000 }, (_, code) =>
  String.fromCodePoint(code < 0x2_0000 ? code : code + 0xc_0000),
);

describe('what is unprintable', () => {
  test('is what Unicode calls a control, a format, a separator of lines, ignored or half a character', () => {
    const differs = everyCharacter.filter(
      (character) => character.search(unprintable) >= 0 !== (unseen.test(character) && character !== '\n'),
    );
    expect(differs).toEqual([]);
  });

  test('is in no line for a log', () => {
    const lines = everyCharacter.map((character) => printable(`a${character}b`));
    expect(lines.filter((line) => line.search(unprintable) >= 0 || line.includes('\n'))).toEqual([]);
    expect(printable('a\n\r\t\u001b\u009b\u202e\u{e0041}\ud800b')).toBe(
      'a\\n\\r\\t\\u001b\\u009b\\u202e\\udb40\\udc41\\ud800b',
    );
  });

  test('is in no YAML, which means the same', () => {
    const text = fc.array(
      fc.constantFrom(...everyCharacter.filter((one) => unseen.test(one)), 'a', ' ', '\n', '"'),
    );
    fc.assert(
      fc.property(
        text.map((characters) => characters.join('')),
        (value) => {
          const whole = value.toWellFormed();
          const yaml = printYaml({ [value]: [value, { key: value }] });
          expect(yaml.search(unprintable)).toBe(-1);
          const [document] = readYaml(yaml);
          expect(JSON.parse(document?.json ?? '')).toEqual({ [whole]: [whole, { key: whole }] });
        },
      ),
    );
  });
});

test('a text is cut to the length that is asked for', () => {
  expect(printable('abcdef', 3)).toBe('abc…');
});
