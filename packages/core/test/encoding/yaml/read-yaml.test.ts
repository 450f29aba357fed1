import { fc, test as fcTest } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { printYaml } from '../../../src/encoding/yaml/print-yaml.ts';
import { readYaml, type YamlOptions } from '../../../src/encoding/yaml/read-yaml.ts';
import { YamlError } from '../../../src/encoding/yaml/yaml-error.ts';

function valueOf(source: string | Uint8Array, options?: YamlOptions): unknown {
  const [document] = readYaml(source, options);
  return document && JSON.parse(document.json);
}

function complaintOf(source: string | Uint8Array): string {
  try {
    valueOf(source);
  } catch (error) {
    if (error instanceof YamlError) return `${error.line}:${error.column} ${error.message}`;
    throw error;
  }
  return 'none';
}

function utf16(text: string, { bigEndian = false } = {}): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

/** `a`, a list of ten times itself, and so on: a few lines that stand for 10^levels values. */
function laughs(levels: number): string {
  const line = (level: number): string =>
    `l${level}: &l${level} [${Array(10)
      .fill(`*l${level - 1}`)
      .join()}]`;
  return ['l0: &l0 lol', ...Array.from({ length: levels }, (_, level) => line(level + 1))].join('\n');
}

function nested(depth: number, inmost: string): string {
  return `${'['.repeat(depth)}${inmost}${']'.repeat(depth)}`;
}

/** Without -0, which JSON.stringify does not write. */
const json = fc
  .jsonValue({ noUnicodeString: false })
  .map((value): unknown => JSON.parse(JSON.stringify(value)));

describe('YAML', () => {
  test.each([
    ['UTF-8', Buffer.from('a: é')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFFa: é')],
    ['UTF-16, as PowerShell writes it', utf16('\uFEFFa: é')],
    ['UTF-16 of the other order', utf16('\uFEFFa: é', { bigEndian: true })],
    ['a string that kept its byte order mark', '\uFEFFa: é'],
  ])('may be %s', (_, source) => {
    expect(valueOf(source)).toEqual({ a: 'é' });
  });

  test.each([
    ['UTF-16 without a mark', utf16('a: b'), '1:2 has a control character'],
    [
      'bytes that are no text',
      Uint8Array.of(0x61, 0xff),
      '1:1 is not UTF-8, nor UTF-16 with a byte order mark',
    ],
    [
      'half of a UTF-16 unit',
      utf16('\uFEFFa').subarray(0, 3),
      '1:1 is not UTF-8, nor UTF-16 with a byte order mark',
    ],
    ['a tab as indentation', 'a:\n\tb: s3cret', '2:1 has a tab where no value can begin'],
    ['a text in quotes that does not end', 'a:\n  "s3cret', '2:10 has a text in quotes that does not end'],
    ['a key without its value', 'a: 1\ns3cret\nb: 2', '2:1 has a line without the : of a key'],
    ['a number that JSON does not have', 'a:\n- .inf', '2:3 has a number that JSON does not have'],
    ['an alias without its anchor', 'a: *s3cret', '1:4 has an alias without its anchor'],
    ['a value that holds itself', 'a: &a\n- *a', '2:3 has an anchor whose value contains itself'],
    ['a merge of no mapping', 'a:\n  <<: s3cret', '2:7 has << without a mapping or a list of mappings'],
    ['half of a surrogate pair', '"\\ud83d"', '1:1 has half of a surrogate pair'],
    [
      'brackets that do not close',
      '{a: [1, 2',
      '1:10 has no comma and no closing bracket where one is expected',
    ],
  ])('that has %s is refused with its place, and not quoted', (_, source, complaint) => {
    expect(complaintOf(source)).toBe(complaint);
  });

  test.each([
    ['brackets', '['.repeat(100_000)],
    ['mappings in brackets', '{a: '.repeat(100_000)],
    ['lists', '- '.repeat(100_000)],
    ['lines', Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['aliases', `- &a ${nested(300, '')}\n- ${nested(300, '*a')}`],
  ])('nested too deeply by its %s is refused', (_, text) => {
    expect(complaintOf(text)).toMatch(/is nested too deeply$/);
  });

  test('nested five hundred deep is read', () => {
    expect(complaintOf(nested(500, ''))).toBe('none');
  });

  test('that a few lines of aliases would blow up to gigabytes is refused', () => {
    expect(valueOf(laughs(2))).toHaveProperty('l2.9.9', 'lol');
    expect(complaintOf(laughs(9))).toMatch(/has too many aliases$/);
  });

  test.each([
    ['values', `- &a ${'x'.repeat(100_000)}\n${'- *a\n'.repeat(200)}`],
    ['keys', `- &a ${'x'.repeat(1_000)}\n${'- {*a : 1}\n'.repeat(20_000)}`],
    ['merged values', `- &a {b: ${'x'.repeat(100_000)}}\n${'- {<<: *a}\n'.repeat(200)}`],
  ])('whose aliases repeat long texts until memory ends is refused: %s', (_, text) => {
    expect(complaintOf(text)).toMatch(/has too many aliases$/);
  });

  test('gives no object a prototype of its own', () => {
    expect(valueOf('__proto__: {a: 1}')).not.toHaveProperty('a');
  });

  test('gives documents with their lines, and none for a text of comments', () => {
    const documents = [...readYaml('# one\na: 1\n---\n---\n\n- b\n')];
    expect(documents.map(({ json, line }) => [line, json])).toEqual([
      [2, '{"a":1}'],
      [4, 'null'],
      [6, '["b"]'],
    ]);
    expect([...readYaml('# nothing\n')]).toEqual([]);
  });

  test('is read no further than the documents that are taken', () => {
    expect(valueOf('a: 1\n---\nb: [')).toEqual({ a: 1 });
  });

  test('may have its numbers as they are written', () => {
    const text = 'token: 0123e5\nlist: [0644, 1_0, .inf, "7", yes]';
    expect(valueOf(text, { numbersAsText: true })).toEqual({
      token: '0123e5',
      list: ['0644', '1_0', '.inf', '7', true],
    });
  });

  fcTest.prop([json])('is printed so that it is read back', (value) => {
    expect(valueOf(printYaml(value))).toEqual(value);
  });

  fcTest.prop([json])(
    'may be JSON, with escapes for what YAML does not take or takes for a line break',
    (value) => {
      const escaped = (text: string): string =>
        text.replace(
          /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
          (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
      expect(valueOf(escaped(JSON.stringify(value)))).toEqual(value);
      expect(valueOf(escaped(JSON.stringify(value, undefined, '\t')))).toEqual(value);
    },
  );
});
