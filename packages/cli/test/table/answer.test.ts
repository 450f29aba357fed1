import { describe, expect, test } from '@jest/globals';
import type { ApiResource } from '@kube-rx/client';
import { type Answer, objectsOf } from '../../src/table/answer.ts';

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
});
