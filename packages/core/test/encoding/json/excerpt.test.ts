import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { excerptOf, redactExcerpt } from '../../../src/encoding/json/excerpt.ts';

describe('redactExcerpt', () => {
  test('looks at no more than 400 characters', () => {
    const start = `{"a":[${' '.repeat(500)}`;
    expect(redactExcerpt(`${start}"b"]}`)).toBe(redactExcerpt(`${start}${'"'.repeat(1000)}`));
    expect(redactExcerpt('"'.repeat(400) + '"'.repeat(1000))).toBe(redactExcerpt('"'.repeat(1400)));
  });

  const secretList = '{"kind":"SecretList","items":[{"data":{"password":"aHVudGVyMg=="},"immutable":true}]}';

  test.each([
    ['keeps structure, keys and words', '{"a":{"b":[true,false,null]}}', '{"a":{"b":[true,false,null]}}'],
    ['hides strings', '{"data":{"password":"hunter2"}}', '{"data":{"password":"…"}}'],
    ['hides numbers', '{"pin":1234,"rate":-1.5e+9,"list":[1, 2]}', '{"pin":…,"rate":…,"list":[…, …]}'],
    ['hides a string with escapes', String.raw`{"a":"say \"hunter2\" \\","b":"\\"}`, '{"a":"…","b":"…"}'],
    ['hides a string that is cut', '{"a":"hunt', '{"a":"…"'],
    ['hides a string that is cut in an escape', '{"a":"hunt\\', '{"a":…'],
    ['hides a key that is cut', '{"a":"b","hunt', '{"a":"…",…'],
    ['keeps blanks between tokens', '{ "a" : 1 ,\n\t"b" : [ ] }', '{ "a" : … ,\n\t"b" : [ ] }'],
    ['hides a top-level string', '"hunter2"', '"…"'],
    ['hides a top-level number', '42', '…'],
    ['keeps nothing of nothing', '', ''],
    ['stops where a quote is missing', '{"a":hunter2","b":"c"}', '{"a":…'],
    ['stops where a colon is missing', '{"a","hunter2":"b"}', '{…'],
    ['stops at a string where no value may stand', '{"a":"b" "hunter2"}', '{"a":"…" …'],
    ['stops at a key in an array', '["hunter2":1]', '[…'],
    ['stops at a key for a value', '{"a":"hunter2":1}', '{"a":…'],
    ['stops at a word that JSON has not', '{"a":truehunter2}', '{"a":…'],
    ['stops at text', 'hunter2', '…'],
    ['shows of markup the first tag only', '  <html lang="en"><p>hunter2', '<html…'],
    ['shows of a doctype its name only', '<!DOCTYPE html><p>hunter2', '<!DOCTYPE…'],
    [
      'shows a whole short list',
      secretList,
      '{"kind":"…","items":[{"data":{"password":"…"},"immutable":true}]}',
    ],
  ])('%s', (_title, text, excerpt) => {
    expect(redactExcerpt(text)).toBe(excerpt);
  });

  test('tells by a last … that the text went on', () => {
    const excerpt = redactExcerpt(`[${'{"name":"x"},'.repeat(100)}]`);
    expect(excerpt).toHaveLength(80);
    expect(excerpt.endsWith('…')).toBe(true);
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 2000 })])('is short, whatever the text', (text) => {
    expect(redactExcerpt(text).length).toBeLessThanOrEqual(80);
  });

  test.prop([fc.json()])('is the text itself with the values replaced', (text) => {
    const shown = redactExcerpt(text);
    const expected = JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
      typeof value === 'string' || typeof value === 'number' ? '\u0000' : value,
    );
    const spelt = JSON.stringify(JSON.parse(text)) === text && expected.length <= 80;
    fc.pre(spelt);
    // A string is shown in quotes, a number without.
    expect(shown.replaceAll('"…"', '…')).toBe(expected.replaceAll('"\\u0000"', '…'));
  });

  test.each([
    ['quotes', '"'.repeat(1_000_000)],
    ['backslashes', `"${'\\'.repeat(1_000_000)}`],
    ['blanks', ' '.repeat(1_000_000)],
    ['digits', `${'1'.repeat(1_000_000)}x`],
    ['open brackets', '['.repeat(1_000_000)],
  ])('looks at the beginning of a million %s only', (_what, text) => {
    expect(redactExcerpt(text)).toBe(redactExcerpt(text.slice(0, 500)));
  });
});

describe('excerptOf', () => {
  test.each([
    [
      'an object',
      { data: { password: 'hunter2', pin: 1234 }, ok: true },
      '{"data":{"password":"…","pin":"…"},"ok":true}',
    ],
    ['an array', ['hunter2', null], '["…",null]'],
    ['a string', 'hunter2', '"…"'],
    ['null', null, 'null'],
    ['nothing', undefined, ''],
  ])('hides the values of %s', (_what, value, excerpt) => {
    expect(excerptOf(value)).toBe(excerpt);
  });

  test('does not follow a nesting that would exhaust the stack', () => {
    const deep: unknown = JSON.parse('{"a":'.repeat(200_000) + '1' + '}'.repeat(200_000));
    expect(excerptOf(deep)).toMatch(/^(\{"a":)+.*…$/);
  });

  test.prop([fc.jsonValue()])('is short, whatever the value', (value) => {
    expect(excerptOf(value).length).toBeLessThanOrEqual(80);
  });
});
