import { describe, expect, test } from '@jest/globals';
import { type Line, layOut, type Picture, wrapLine } from '../../../../examples/demo/frame.ts';

const note = (at: number, words: string): Line => ({ text: ` 0:${10 + at} ! ${words}`, indent: 8 });

const picture: Picture = {
  title: 'Pods of an embedded API server at http://127.0.0.1:41413',
  vitals: { text: '0:29  12 in the cache  410 changes seen  waiting, next try in 0.4 s' },
  scene: {
    title: '3/4 The history is compacted',
    explanation:
      'Cut again, and the server forgets what happened meanwhile (410 Gone): only a new list can tell.',
  },
  changes: Array.from(
    { length: 20 },
    (_, at) => `~ shop/worker-${at}  Running  registry.example.com/worker:v1`,
  ),
  notes: Array.from({ length: 10 }, (_, at) =>
    note(at, `note ${at}: the answer broke off after 295280 bytes (ECONNRESET); next try in 0.7 s`),
  ),
};

/** The words of what is shown, whatever the lines are. */
const words = (lines: readonly Line[]): string => lines.map(({ text }) => text.trim()).join(' ');

describe('the picture of the demo', () => {
  test.each([
    [80, 24],
    [60, 15],
    [200, 60],
    [40, 100],
    [20, 10],
    [1, 1],
  ])('fits a screen of %i columns and %i rows', (columns, rows) => {
    const lines = layOut(picture, { columns, rows });
    expect(lines.length).toBeLessThanOrEqual(rows);
    for (const { text } of lines) expect(text.length).toBeLessThanOrEqual(columns);
  });

  test.each([
    [80, 24, 7],
    [60, 15, 2],
    [200, 60, 10],
  ])(
    'at %i columns and %i rows shows all of the explanation and the latest %i notes, whole',
    (columns, rows, count) => {
      const shown = words(layOut(picture, { columns, rows }));
      expect(shown).toContain(picture.scene.explanation);
      const latest = picture.notes.slice(-count).map(({ text }) => text.trim());
      expect(shown.endsWith(latest.join(' '))).toBe(true);
      expect(shown).not.toContain(`note ${9 - count}:`);
    },
  );

  test('gives changes the space that notes do not need, and at least two of them a place', () => {
    const changesIn = (notes: readonly Line[], rows: number): string[] =>
      layOut({ ...picture, notes }, { columns: 80, rows }).flatMap(
        ({ text }) => /shop\/worker-(\d+)/.exec(text)?.[1] ?? [],
      );
    expect(changesIn([], 24)).toEqual(['12', '13', '14', '15', '16', '17', '18', '19']);
    expect(changesIn(picture.notes, 24).slice(-2)).toEqual(['18', '19']);
    expect(changesIn(picture.notes, 15)).toEqual(['17', '18', '19']);
  });
});

describe('a text', () => {
  test.each([
    { text: 'short', columns: 10, indent: 4, lines: ['short'] },
    { text: 'exactly it', columns: 10, indent: 4, lines: ['exactly it'] },
    { text: 'one two three', columns: 8, indent: 2, lines: ['one two', '  three'] },
    { text: 'one two three', columns: 7, indent: 0, lines: ['one two', 'three'] },
    { text: 'abcdefghij', columns: 4, indent: 2, lines: ['abcd', '  ef', '  gh', '  ij'] },
    { text: 'a abcdefghij', columns: 4, indent: 0, lines: ['a', 'abcd', 'efgh', 'ij'] },
    { text: ' 0:10 ! word', columns: 8, indent: 8, lines: [' 0:10 !', '    word'] },
    { text: '😀😀😀', columns: 2, indent: 0, lines: ['😀😀', '😀'] },
    { text: '', columns: 5, indent: 0, lines: [''] },
  ])(
    'breaks between words, and goes on indented: $text at $columns columns',
    ({ text, columns, indent, lines }) => {
      expect(wrapLine({ text, indent }, columns).map((line) => line.text)).toEqual(lines);
    },
  );
});
