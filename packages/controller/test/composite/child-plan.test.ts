import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { controllerReference, type KubeObject, objectKey, type Resource } from '@kube-rx/core';
import { ClusterRole, ConfigMap, Deployment, Namespace, Service } from '@kube-rx/k8s';
import type { Parent } from '../../src/apply/desired-intent.ts';
import { type ObservedChildren, planChildren } from '../../src/composite/child-plan.ts';
import { CompositeError } from '../../src/composite/composite-error.ts';
import { Widget } from '../support/apply-world.ts';

const site: Parent<Widget> = {
  resource: Widget,
  object: { metadata: { name: 'site', namespace: 'shop', uid: 'uid-1' } },
};
const cluster: Parent = { resource: Namespace, object: { metadata: { name: 'shop', uid: 'uid-2' } } };
const kinds: readonly Resource[] = [ConfigMap, Service];

const map = (name: string, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...more },
});
const ownedBy = (uid: string, object: KubeObject): KubeObject => {
  const owner = { ...site.object, metadata: { ...site.object.metadata, uid } };
  const ownerReferences = [controllerReference(Widget, owner)];
  return {
    ...object,
    metadata: {
      ...object.metadata,
      namespace: 'shop',
      uid: `uid-of-${object.metadata.name}`,
      ownerReferences,
    },
  };
};

/** Caches that hold these objects, all ConfigMaps. */
function observing(...objects: readonly KubeObject[]): ObservedChildren {
  const isMap = (resource: Resource): boolean => resource.kind === 'ConfigMap';
  return {
    isSynced: () => true,
    owned: (resource) =>
      objects.filter(({ metadata }) => isMap(resource) && metadata.ownerReferences?.[0]?.uid === 'uid-1'),
    find: (resource, key) =>
      objects.find(({ metadata }) => isMap(resource) && objectKey(metadata.name, metadata.namespace) === key),
  };
}

function plan(
  given: unknown,
  observed: ObservedChildren,
  options: { parent?: Parent; allowEmpty?: boolean } = {},
): string {
  const { parent = site, allowEmpty = false } = options;
  try {
    const { wanted, unwanted } = planChildren(given, { parent, kinds, observed, allowEmpty });
    const applied = wanted.map(({ resource, key }) => `${resource.kind} ${key}`);
    const deleted = unwanted.map(({ resource, object }) => `${resource.kind} ${object.metadata.name}`);
    return `apply ${applied.join(', ')}; delete ${deleted.join(', ')}`;
  } catch (error) {
    if (error instanceof CompositeError) return `${error.fault}: ${error.message}`;
    throw error;
  }
}

describe('the plan for the children of an object', () => {
  const service = { ...map('web'), kind: 'Service' };

  const plans: {
    title: string;
    given: readonly KubeObject[];
    observed?: readonly KubeObject[];
    expected: string;
  }[] = [
    {
      title: 'applies in the order of the function',
      given: [map('b'), map('a')],
      expected: 'apply ConfigMap shop/b, ConfigMap shop/a; delete ',
    },
    {
      title: 'takes the namespace of the parent',
      given: [service],
      expected: 'apply Service shop/web; delete ',
    },
    {
      title: 'deletes what is its own and no longer wanted',
      given: [map('a')],
      observed: [ownedBy('uid-1', map('a')), ownedBy('uid-1', map('b'))],
      expected: 'apply ConfigMap shop/a; delete ConfigMap b',
    },
    {
      title: 'leaves what is being deleted already',
      given: [map('a')],
      observed: [ownedBy('uid-1', map('b', { deletionTimestamp: 'x' }))],
      expected: 'apply ConfigMap shop/a; delete ',
    },
    {
      title: 'children of other parents: leaves them',
      given: [map('a')],
      observed: [ownedBy('uid-9', map('b'))],
      expected: 'apply ConfigMap shop/a; delete ',
    },
    {
      title: 'children of an earlier namesake counted: leaves them to the garbage collector',
      given: [map('a')],
      observed: [ownedBy('uid-0', map('b'))],
      expected: 'apply ConfigMap shop/a; delete ',
    },
    {
      title: 'adopts what has no controller',
      given: [map('a')],
      observed: [map('a', { namespace: 'shop' })],
      expected: 'apply ConfigMap shop/a; delete ',
    },
    {
      title: 'does nothing for an object that has no children and wants none',
      given: [],
      expected: 'apply ; delete ',
    },
  ];
  test.each(plans)('$title', ({ given, observed = [], expected }) => {
    expect(plan(given, observing(...observed))).toBe(expected);
  });

  test.each<[string, string, unknown]>([
    ['nothing', 'nonsense: desired gave undefined instead of a list of objects', undefined],
    ['one object', 'nonsense: desired gave an object instead of a list of objects', map('a')],
    ['a list with a null', 'nonsense: desired[1] is null, not an object', [map('a'), null]],
    ['a list with a hole', 'nonsense: desired[0] is undefined, not an object', new Array<KubeObject>(1)],
    ['a list in a list', 'nonsense: desired[0] is a list, not an object', [[map('a')]]],
    [
      'an object without a name',
      'nonsense: desired[0], a ConfigMap, has no metadata.name',
      [{ ...map('a'), metadata: {} }],
    ],
    [
      'an object without metadata',
      'nonsense: desired[0], a ConfigMap, has no metadata.name',
      [{ apiVersion: 'v1', kind: 'ConfigMap' }],
    ],
    ['an object without a kind', 'nonsense: desired[0] has no kind', [{ metadata: { name: 'a' } }]],
    [
      'an object without an apiVersion',
      'nonsense: desired[0] has no apiVersion',
      [{ kind: 'ConfigMap', metadata: { name: 'a' } }],
    ],
    [
      'one object twice',
      'twice: desired names ConfigMap "shop/a" twice',
      [map('a'), map('a', { namespace: 'shop' })],
    ],
    [
      'a kind that is not declared',
      'undeclared: desired[0] is a "v1 Secret", which is not among the children (v1 ConfigMap, v1 Service): what is not declared is neither watched nor deleted',
      [{ ...map('a'), kind: 'Secret' }],
    ],
    [
      'a kind in another version',
      'undeclared: desired[0] is a "v2 ConfigMap", which is not among the children (v1 ConfigMap, v1 Service): what is not declared is neither watched nor deleted',
      [{ ...map('a'), apiVersion: 'v2' }],
    ],
    [
      'another namespace',
      'namespace: ConfigMap "a" is wanted in the namespace "other", and a parent in "shop" cannot own it there',
      [map('a', { namespace: 'other' })],
    ],
    [
      'an object of another controller',
      'foreign: ConfigMap "shop/theirs" is wanted, and it is a child of "Widget" "other"',
      [map('theirs')],
    ],
  ])('is refused as a whole for %s', (_, expected, given) => {
    const other = { ...site.object, metadata: { ...site.object.metadata, name: 'other', uid: 'uid-9' } };
    const ownerReferences = [controllerReference(Widget, other)];
    const theirs = map('theirs', { namespace: 'shop', ownerReferences });
    expect(plan(given, observing(ownedBy('uid-1', map('mine')), theirs))).toBe(expected);
  });

  test('children of an earlier namesake counted: an object of the namesake is waited for', () => {
    expect(plan([map('a')], observing(ownedBy('uid-0', map('a'))))).toBe(
      'foreign: ConfigMap "shop/a" is wanted, and it is a child of an earlier object of the same name; it can be made ' +
        'when the garbage collector has deleted that one',
    );
  });

  test('empty list by mistake deletes everything: not unless allowEmpty is set', () => {
    const observed = observing(ownedBy('uid-1', map('a')), ownedBy('uid-1', map('b')));
    expect(plan([], observed)).toBe(
      'empty: desired gave an empty list, and Widget "shop/site" has 2 children: they are kept, unless allowEmpty is set',
    );
    expect(plan([], observed, { allowEmpty: true })).toBe('apply ; delete ConfigMap a, ConfigMap b');
  });

  test('of a cluster-scoped parent may have children in any namespace, each of which is named', () => {
    const parent = cluster;
    expect(plan([map('a', { namespace: 'x' }), map('a', { namespace: 'y' })], observing(), { parent })).toBe(
      'apply ConfigMap x/a, ConfigMap y/a; delete ',
    );
    expect(plan([map('a')], observing(), { parent })).toContain(
      'namespace: ConfigMap "a" has no metadata.namespace',
    );
  });

  test('of a cluster-scoped child names no namespace', () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'a', namespace: 'x' },
    };
    const options = {
      parent: cluster,
      kinds: [ClusterRole, Deployment],
      observed: observing(),
      allowEmpty: false,
    };
    expect(() => planChildren([role], options)).toThrow('its kind is cluster-scoped');
  });

  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
  property.prop({ wanted: names, mine: names, theirs: names })(
    'deletes exactly what is its own and not wanted, or refuses and deletes nothing',
    ({ wanted, mine, theirs }) => {
      const foreign = theirs.filter((name) => !mine.includes(name));
      const observed = observing(
        ...mine.map((name) => ownedBy('uid-1', map(name))),
        ...foreign.map((name) => ownedBy('uid-9', map(name))),
      );
      const isRefused =
        wanted.some((name) => foreign.includes(name)) || (wanted.length === 0 && mine.length > 0);
      const unwanted = mine.filter((name) => !wanted.includes(name));
      const made = plan(
        wanted.map((name) => map(name)),
        observed,
      );
      if (isRefused) expect(made).toMatch(/^(foreign|empty): /);
      else expect(made.split('; delete ')[1]).toBe(unwanted.map((name) => `ConfigMap ${name}`).join(', '));
    },
  );
});
