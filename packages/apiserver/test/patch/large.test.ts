// Patches of many keys, items or operations look at an object once, not once for each of them; and mean what they would
// mean one by one.

import { fc, test as property } from '@fast-check/jest';
import { expect, test } from '@jest/globals';
import { builtinRules } from '../../src/apply/merge-rules.ts';
import { canonicalText, type Json, type JsonObject, objectsAt, valueAt } from '../../src/json/json.ts';
import { jsonPatch } from '../../src/patch/json-patch.ts';
import { mergePatch } from '../../src/patch/merge-patch.ts';
import { strategicMerge } from '../../src/patch/strategic-merge.ts';

const many = 1_000;

function keys(value: Json): JsonObject {
  return Object.fromEntries(Array.from({ length: many }, (_, at) => [`k${at}`, value]));
}

/** The same object, and how often its keys were listed. */
function counted(object: JsonObject): { object: JsonObject; walks: () => number } {
  let walks = 0;
  const proxy = new Proxy(object, {
    ownKeys(target) {
      walks += 1;
      return Reflect.ownKeys(target);
    },
  });
  return { object: proxy, walks: () => walks };
}

test('a merge patch of many keys lists those of the object once', () => {
  const { object, walks } = counted(keys('a'));
  expect(mergePatch({ data: object }, { data: keys('b') })).toEqual({ data: keys('b') });
  expect(mergePatch({ data: object }, { data: keys(null) })).toEqual({ data: {} });
  expect(walks()).toBe(2);
});

test('a strategic merge patch of many keys lists those of the object once', () => {
  const { object, walks } = counted(keys('a'));
  const rules = builtinRules('v1', 'ConfigMap');
  expect(strategicMerge({ data: object }, { data: keys('b') }, rules)).toEqual({ data: keys('b') });
  expect(walks()).toBe(1);
});

test('a strategic merge patch of many items looks at each item of the list a few times', () => {
  let reads = 0;
  const secrets = Array.from({ length: many }, (_, at) => {
    const item: JsonObject = { name: `n${at}` };
    return new Proxy(item, {
      get(target, key) {
        reads += 1;
        return Reflect.get(target, key) as Json;
      },
    });
  });
  const wanted = secrets.map((_, at) => ({ name: `n${at}`, namespace: 'x' })).reverse();
  const order = wanted.map(({ name }) => ({ name }));
  const patch = { secrets: wanted, '$setElementOrder/secrets': order };
  const patched = strategicMerge({ secrets }, patch, builtinRules('v1', 'ServiceAccount'));
  expect(patched).toEqual({ secrets: wanted });
  expect(reads).toBeLessThan(5 * many);
});

test('a JSON patch of many operations lists the keys of the object once', () => {
  const { object, walks } = counted(keys('a'));
  const operations = Object.keys(object).map((key) => ({ op: 'replace', path: `/data/${key}`, value: 'b' }));
  const before = walks();
  expect(jsonPatch({ data: object }, operations)).toEqual({ data: keys('b') });
  expect(walks() - before).toBe(1);
});

// Small keys, so that patches meet what is there.
const key = fc.constantFrom('a', 'b', 'c', '0', '1', '-', '__proto__');
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, true, 1, 'x'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 3 })
      .map((entries) => Object.fromEntries<Json>(entries)),
  ),
}));
const path = fc.array(key, { maxLength: 3 }).map((parts) => parts.map((part) => `/${part}`).join(''));
const operation = fc.record({
  op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
  path,
  from: path,
  value,
});

property.prop([value, fc.array(operation, { maxLength: 8 })])(
  'a JSON patch gives what its operations give one after the other, and leaves the document alone',
  (document, operations) => {
    const text = JSON.stringify(document);
    expect(outcome(() => jsonPatch(document, operations))).toEqual(
      outcome(() => operations.reduce((now: Json, one) => jsonPatch(now, [one]), document)),
    );
    expect(JSON.stringify(document)).toBe(text);
  },
);

property.prop([value, fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 5 })])(
  'a merge patch gives what its keys give one after the other',
  (document, entries) => {
    const patch: JsonObject = Object.fromEntries(entries);
    const singly = Object.keys(patch).map((one) => Object.fromEntries([[one, valueAt(patch, one) ?? null]]));
    expect(mergePatch(document, patch)).toEqual(singly.reduce(mergePatch, document));
  },
);

const item = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c'),
    namespace: fc.constantFrom('x', 'y'),
    $patch: fc.constant('delete'),
  },
  { requiredKeys: ['name'] },
);

property.prop([
  fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), uid: fc.constantFrom('1', '2') })),
  fc.uniqueArray(item, { minLength: 1, selector: ({ name }) => name }),
])('a strategic merge patch of a list leaves the items that its own give one by one', (secrets, items) => {
  const rules = builtinRules('v1', 'ServiceAccount');
  const singly = items.reduce((now: Json, one) => strategicMerge(now, { secrets: [one] }, rules), {
    secrets,
  });
  const patched = strategicMerge({ secrets }, { secrets: items }, rules);
  expect(sortedItems(patched)).toEqual(sortedItems(singly));
});

// Items that come together stand in the order of the patch, which alone they do not have.
function sortedItems(patched: Json): readonly string[] {
  return objectsAt(patched, 'secrets').map(canonicalText).sort();
}

function outcome(run: () => Json): Json {
  try {
    return JSON.stringify(run());
  } catch (error) {
    return error instanceof Error ? error.name : 'thrown';
  }
}
