import { describe, expect, test } from '@jest/globals';
import { parseExactJson } from '@kube-rx/core';
import type { Column, Row } from '../../src/table/table.ts';
import { formatCell, type TableLayout, TableText } from '../../src/table/table-text.ts';

const columns: readonly Column[] = [
  { name: 'Name', priority: 0, isName: true },
  { name: 'Ready', priority: 0, isName: false },
  { name: 'Age', priority: 0, isName: false },
  { name: 'Node', priority: 1, isName: false },
];

const rows: readonly Row[] = [
  {
    metadata: { name: 'web-0', namespace: 'shop', labels: { tier: 'front', app: 'web' } },
    cells: ['web-0', '1/1', '5d', 'n1'],
  },
  { metadata: { name: 'a-longer-name', namespace: 'default' }, cells: ['a-longer-name', '0/1', '10s', 'n2'] },
];

function print(layout: TableLayout): string[] {
  const text = new TableText(layout);
  const lines = text.lines([text.header(columns), ...rows.map((row) => text.cells(columns, row))]);
  return lines.split('\n').slice(0, -1);
}

describe('a table', () => {
  test('shows every digit of whole numbers', () => {
    const cells = parseExactJson('["a",9007199254740993,[-9007199254740993]]') as unknown[];
    const row = { metadata: { name: 'a' }, cells };
    expect(new TableText().cells(columns, row)).toEqual(['a', '9007199254740993', '[-9007199254740993]']);
  });

  test('shows control characters of names, namespaces and labels instead of sending them', () => {
    const text = new TableText({ withNamespace: true, withLabels: true });
    const metadata = { name: 'a', namespace: 'n\u001b[0m', labels: { a: 'b\u001b[0m' } };
    const lines = [
      text.header([{ name: 'A\u001b[0m\nB', priority: 0, isName: true }]),
      text.cells(columns, { metadata, cells: ['c'] }).filter((cell) => cell !== ''),
    ];
    expect(lines).toEqual([
      ['NAMESPACE', 'A^[[0M...', 'LABELS'],
      ['n^[[0m', 'c', 'a=b^[[0m'],
    ]);
  });

  test('is no larger than what it shows, whatever one cell holds', () => {
    const text = new TableText();
    const row = (host: string): string[] =>
      text.cells(columns, { metadata: { name: 'a' }, cells: ['a', host, '1d'] });
    const [first, second, ...others] = text
      .lines([row('x'.repeat(1_000_000)), ...Array.from({ length: 2_000 }, () => row('y'))])
      .split('\n');
    expect(first).toBe(`a     ${'x'.repeat(1_000_000)}   1d`);
    expect(second).toBe(`a     y${' '.repeat(1_002)}1d`);
    expect(others).toHaveLength(2_000);
  });

  test.each<[string, TableLayout, string[]]>([
    [
      'pads each column to its widest cell and three spaces, but not the last one',
      {},
      ['NAME            READY   AGE', 'web-0           1/1     5d', 'a-longer-name   0/1     10s'],
    ],
    [
      'shows columns with a priority only where it is wide',
      { wide: true },
      [
        'NAME            READY   AGE   NODE',
        'web-0           1/1     5d    n1',
        'a-longer-name   0/1     10s   n2',
      ],
    ],
    [
      'begins with the namespace where there may be several',
      { withNamespace: true },
      [
        'NAMESPACE   NAME            READY   AGE',
        'shop        web-0           1/1     5d',
        'default     a-longer-name   0/1     10s',
      ],
    ],
    [
      'ends with the labels, in the order of their keys',
      { withLabels: true },
      [
        'NAME            READY   AGE   LABELS',
        'web-0           1/1     5d    app=web,tier=front',
        'a-longer-name   0/1     10s   <none>',
      ],
    ],
    [
      'puts the resource before the name where there are several',
      { namePrefix: 'pod/' },
      [
        'NAME                READY   AGE',
        'pod/web-0           1/1     5d',
        'pod/a-longer-name   0/1     10s',
      ],
    ],
  ])('%s', (_, layout, lines) => {
    expect(print(layout)).toEqual(lines);
  });

  test('keeps its widths for the lines to come, and only makes them larger', () => {
    const text = new TableText();
    expect(text.lines([['abcdef', 'x']])).toBe('abcdef   x\n');
    expect(text.lines([['a', 'x']])).toBe('a        x\n');
    expect(text.lines([['abcdefghi', 'x']])).toBe('abcdefghi   x\n');
    expect(text.lines([['a', 'x']])).toBe('a           x\n');
  });

  test('is never narrower than six characters a column, as kubectl', () => {
    expect(new TableText().lines([['A', 'B', 'C']])).toBe('A     B     C\n');
  });

  test('counts characters, not their bytes or halves', () => {
    const text = new TableText();
    expect(
      text.lines([
        ['größe', 'x'],
        ['😀😀😀', 'x'],
        ['abcdef', 'x'],
      ]),
    ).toBe('größe    x\n😀😀😀      x\nabcdef   x\n');
  });
});

describe('a cell', () => {
  test.each([
    ['text', 'text'],
    [7, '7'],
    [1.5, '1.5'],
    [true, 'true'],
    [null, ''],
    [undefined, ''],
    [['a', 1], '["a",1]'],
    ['first\nsecond', 'first...'],
    ['first\r\nsecond', 'first...'],
    ['\u001b[31mred\u001b[0m', '^[[31mred^[[0m'],
    ['bell\u0007 tab\t del\u007f csi\u009b', 'bell^G tab^I del^? csi\\x9b'],
  ])('of %j is shown as %j', (value, shown) => {
    expect(formatCell(value)).toBe(shown);
  });
});
