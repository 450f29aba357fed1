// Every query of a store, asked of a store and of a model.

import type { DynamicObject } from '@kube-rx/core';
import { createStore, type Store, type StoreSelection } from '../../src/reflector/store.ts';
import { keyOf, type ModelContents, print, printState, type State } from '../support/model-contents.ts';
import { names, namespaces, notes } from '../support/model-history.ts';

type Admits = (state: State) => boolean;

// The label `app` has an index; `tier` has none.
const selectors: readonly (readonly [StoreSelection['labelSelector'], Admits])[] = [
  [undefined, () => true],
  [{ app: 'web' }, ({ labels }) => labels['app'] === 'web'],
  ['app=api', ({ labels }) => labels['app'] === 'api'],
  ['app in (web,db)', ({ labels }) => labels['app'] === 'web' || labels['app'] === 'db'],
  ['app!=web', ({ labels }) => labels['app'] !== 'web'],
  ['!app', ({ labels }) => labels['app'] === undefined],
  [{ tier: 'front' }, ({ labels }) => labels['tier'] === 'front'],
  ['tier', ({ labels }) => labels['tier'] !== undefined],
  ['app=db,tier!=back', ({ labels }) => labels['app'] === 'db' && labels['tier'] !== 'back'],
];

const selections = [undefined, ...namespaces, 'none'].flatMap((namespace) =>
  selectors.map(([labelSelector, admits]) => ({
    selection: {
      ...(namespace !== undefined && { namespace }),
      ...(labelSelector !== undefined && { labelSelector }),
    },
    admits: (state: State) => (namespace === undefined || state.namespace === namespace) && admits(state),
  })),
);

const keys = namespaces.flatMap((namespace) => names.map((name) => ({ namespace, name })));

const unreadableName = 'c';

export function createQueriedStore() {
  return createStore<DynamicObject>({
    labelIndexes: ['app'],
    indexes: {
      byNote: (object) => [noteOf(object), undefined, `version ${object.metadata.resourceVersion}`],
      byName: ({ metadata }) => {
        if (metadata.name === unreadableName) throw new Error('of the user');
        return [metadata.name];
      },
    },
    onError: () => undefined,
  });
}

export function noteOf({ data }: DynamicObject): string {
  return typeof data === 'object' && data !== null && 'note' in data ? String(data.note) : '';
}

/** Each turn asks for another of these selections, in another way. */
function selectionsAt<T>(turn: number, ask: (selection: (typeof selections)[number], way: number) => T): T[] {
  const way = Math.floor(turn / 4) % 4;
  return selections
    .filter((_, index) => index % 4 === turn % 4)
    .map((each, index) => ask(each, (way + index) % 4));
}

/** The answers of the store. */
export function answersOf(store: Store<DynamicObject>, turn: number): unknown {
  return {
    size: store.size,
    all: Array.from(store, print).sort(),
    entries: Array.from(store.entries(), ([key, encoded]) => `${key} ${print(encoded.object)}`).sort(),
    keys: keys.map((key) => {
      const [object, same] = [store.get(key), store.get(keyOf(key))];
      const told = store.encoded(key);
      return [object && print(object), same && print(same), store.has(key), told?.resourceVersion, told?.uid];
    }),
    selections: selectionsAt(turn, ({ selection }, way) => {
      switch (way) {
        case 0:
          return store.list(selection).map(print).sort();
        case 1:
          return store.count(selection);
        case 2:
          return [...store.keys(selection)].sort();
        default:
          return Array.from(store.values(selection), print).sort();
      }
    }),
    // No object is under the text 'undefined': undefined values are left out.
    byNothing: store.byIndex('byNote', 'undefined').length,
    byNote: notes.map((note) => store.byIndex('byNote', note).map(print).sort()),
    byVersion: versions(turn).map((version) =>
      store.byIndex('byNote', `version ${version}`).map(print).sort(),
    ),
    byName: names.map((name) => store.byIndex('byName', name).map(print).sort()),
    found: notes.map((note) => store.find((object) => noteOf(object) === note) !== undefined),
  };
}

/** The expected answers. */
export function answersByModel(model: ModelContents, turn: number): unknown {
  return {
    size: model.held.size,
    all: model.print(),
    entries: Array.from(model.held, ([key, state]) => `${key} ${printState(state)}`).sort(),
    keys: keys.map((key) => {
      const held = model.held.get(keyOf(key));
      const printed = held && printState(held);
      return [printed, printed, held !== undefined, held && String(held.version), held?.uid];
    }),
    selections: selectionsAt(turn, ({ admits }, way) => {
      const admitted = [...model.held.values()].filter(admits);
      switch (way) {
        case 1:
          return admitted.length;
        case 2:
          return admitted.map(keyOf).sort();
        default:
          return model.print(admits);
      }
    }),
    byNothing: 0,
    byNote: notes.map((note) => model.print((state) => state.note === note)),
    byVersion: versions(turn).map((version) => model.print((state) => state.version === version)),
    byName: names.map((name) => model.print((state) => state.name === name && name !== unreadableName)),
    found: notes.map((note) => [...model.held.values()].some((state) => state.note === note)),
  };
}

function versions(turn: number): number[] {
  return Array.from({ length: 5 }, (_, index) => 90 + ((turn + index) % 60));
}
