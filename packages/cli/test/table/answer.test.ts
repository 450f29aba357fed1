import { describe, expect, test } from '@jest/globals';
import type { ApiResource } from '@kube-rx/client';
import { type Answer, continueOf, objectsOf, tableOf } from '../../src/table/answer.ts';

const jokes: ApiResource = {
  group: 'example.com',
  version: 'v1',
  plural: 'jokes',
  kind: 'Joke',
  scope: 'Namespaced',
  singular: 'joke',
  shortNames: [],
  categories: [],
  verbs: [],
};

test('a table has no more columns than anybody looks at', () => {
  const columnDefinitions = Array.from({ length: 10_000 }, (_, at) => ({ name: `N${at}` }));
  const rows = [{ cells: [], object: { metadata: { name: 'a' } } }];
  const { columns } = tableOf({ kind: 'Table', columnDefinitions, rows } as unknown as Answer, jokes, 0);
  expect(columns.map(({ name }) => name)).toEqual(columnDefinitions.slice(0, 200).map(({ name }) => name));
});

describe('an answer', () => {
  test.each<[what: string, answer: object, names: readonly string[]]>([
    ['the objects of a list', { kind: 'JokeList', items: [{ metadata: { name: 'a' } }] }, ['a']],
    [
      'the objects of a list of a kind of its own',
      { kind: 'Jokes', items: [{ metadata: { name: 'a' } }] },
      ['a'],
    ],
    ['the objects of a list without kind', { items: [{ metadata: { name: 'a' } }] }, ['a']],
    ['nothing where the items are null', { kind: 'Jokes', items: null }, []],
    ['nothing where there are no items', { kind: 'JokeList' }, []],
    ['one object', { kind: 'Joke', metadata: { name: 'a' } }, ['a']],
    ['one object with a field of this name', { kind: 'Joke', metadata: { name: 'a' }, items: [1] }, ['a']],
  ])('holds %s', (_, answer, names) => {
    const objects = objectsOf({ metadata: {}, ...answer } as Answer, jokes);
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(names);
  });

  test.each<[what: string, answer: unknown]>([
    ['an empty object', {}],
    ['null', null],
    ['an item that is null', { kind: 'JokeList', items: [null] }],
    ['an object without a name', { kind: 'Joke', metadata: {} }],
    ['an object without metadata', { kind: 'Jokes', items: [{ spec: {} }] }],
    ['items that are no list', { kind: 'JokeList', items: { metadata: { name: 'a' } } }],
    ['a table', { kind: 'Table', rows: [] }],
  ])('is refused where it is or holds %s', (_, answer) => {
    expect(() => objectsOf(answer as Answer, jokes)).toThrow(
      expect.objectContaining({
        name: 'DecodeError',
        message: 'asked for jokes.example.com, but the answer holds what is no object with a name',
      }),
    );
  });

  test('may be a table whose parts are not what they should be', () => {
    const columns = [null, { name: 1, priority: 'x' }, { name: 'Age', priority: 1 }];
    const named = { metadata: { name: 'a' } };
    const rows = [null, {}, { cells: null, object: null }, { cells: 'ab', object: named }];
    const answer = {
      kind: 'Table',
      columnDefinitions: columns,
      rows: [...rows, { cells: [1], object: named }],
    };
    const table = tableOf(answer as unknown as Answer, jokes, 0);
    expect(table.columns.map(({ name, priority }) => [name, priority])).toEqual([
      ['', 0],
      ['', 0],
      ['Age', 1],
    ]);
    expect(table.rows.map(({ cells }) => cells)).toEqual([[], [1]]);
    const broken = { kind: 'Table', columnDefinitions: {}, rows: 1 };
    expect(tableOf(broken as unknown as Answer, jokes, 0)).toMatchObject({ columns: [], rows: [] });
  });
});

describe('the token of the next page', () => {
  test.each([null, {}, { metadata: null }, { metadata: {} }, { metadata: { continue: '' } }])(
    'is none in %j',
    (page) => {
      expect(continueOf(page)).toBeUndefined();
    },
  );

  test.each([5, [], {}, true])('is no %j: the page would look like the whole list', (token) => {
    const page = JSON.parse(JSON.stringify({ metadata: { continue: token } })) as Parameters<
      typeof continueOf
    >[0];
    expect(() => continueOf(page)).toThrow('has a metadata.continue that is no string');
  });
});
