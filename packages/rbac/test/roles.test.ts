import { describe, expect, test } from '@jest/globals';
import { eventAccess, leaseAccess, type RoleScope, rolesFor } from '../src/index.ts';
import { accessesOf } from './support/access.ts';

const account = { name: 'operator', namespace: 'shop' };

/** Each rule in a line, behind the namespace of its role. */
function rulesFor(asked: readonly string[], scope: RoleScope = {}): string[] {
  return rolesFor(accessesOf(...asked), { ...account, ...scope }).flatMap(({ metadata, rules = [] }) =>
    rules.map(({ apiGroups, resources, verbs, resourceNames }) =>
      [
        metadata.namespace ?? '*',
        apiGroups.map((group) => group || 'core').join(),
        resources.join(),
        verbs.join(),
        ...(resourceNames ? [`[${resourceNames.join()}]`] : []),
      ].join(' '),
    ),
  );
}

describe('roles for what was asked', () => {
  test.each<[string, string[], RoleScope, string[]]>([
    [
      'verbs in their usual order',
      ['delete pods shop a', 'get pods shop a', 'bind pods shop a'],
      {},
      ['shop core pods get,delete,bind'],
    ],
    [
      'nothing for what only a path is called',
      ['get *', 'get *.*', 'get */scale', 'get pods.*', '* pods', 'list pods a'],
      {},
      ['a core pods list'],
    ],
    [
      'a Role for each namespace',
      ['list pods a', 'list pods b'],
      {},
      ['a core pods list', 'b core pods list'],
    ],
    [
      'a ClusterRole for what is in none',
      ['get nodes - n', 'get pods a x'],
      {},
      ['* core nodes get', 'a core pods get'],
    ],
    [
      'all namespaces for what is listed in all',
      ['list pods', 'delete pods a x', 'get pods/log b x'],
      {},
      ['* core pods list,delete', '* core pods/log get'],
    ],
    [
      'all namespaces for Events where anything is',
      ['watch pods', 'create events.events.k8s.io a', 'get secrets a s'],
      {},
      ['* core pods watch', '* events.k8s.io events create', 'a core secrets get'],
    ],
    [
      'all namespaces for what is said to be',
      ['get secrets a s'],
      { everywhere: ['secrets'] },
      ['* core secrets get'],
    ],
    [
      'all namespaces for all that is said to be',
      ['get secrets a s', 'list pods b'],
      { everywhere: ['*'] },
      ['* core secrets get', '* core pods list'].toSorted(),
    ],
    ['namespaces as objects of the cluster', ['get namespaces shop shop'], {}, ['* core namespaces get']],
    ['no names, unless they are fixed', ['get secrets a s'], {}, ['a core secrets get']],
    [
      'names that are fixed',
      ['get secrets a s', 'get secrets a t', 'update secrets a s'],
      { named: ['secrets'] },
      ['a core secrets get [s,t]', 'a core secrets update [s]'],
    ],
    [
      'no name for what is created',
      ['create secrets a s', 'get secrets a s'],
      { named: ['secrets'] },
      ['a core secrets create', 'a core secrets get [s]'],
    ],
    [
      'the name that a command is for',
      ['create pods/exec a p'],
      { named: ['pods'] },
      ['a core pods/exec create [p]'],
    ],
    [
      'a list by name as such',
      ['list secrets a s', 'watch secrets a s'],
      { named: ['secrets'] },
      ['a core secrets list,watch [s]'],
    ],
    [
      'no names where a verb needs none',
      ['list secrets a', 'list secrets a s', 'get secrets a s'],
      { named: ['secrets'] },
      ['a core secrets list', 'a core secrets get [s]'],
    ],
    [
      'resources of equal verbs as one',
      ['get pods a x', 'get secrets a x', 'get deployments.apps a x'],
      {},
      ['a core pods,secrets get', 'a apps deployments get'],
    ],
    [
      'groups of equal resources as one',
      ['get events a x', 'get events.events.k8s.io a x'],
      {},
      ['a core,events.k8s.io events get'],
    ],
    [
      'nothing of what everybody may do',
      ['get pods a x', 'create selfsubjectaccessreviews.authorization.k8s.io'],
      {},
      ['a core pods get'],
    ],
  ])('have %s', (_, ...[asked, scope, expected]) => {
    expect(rulesFor(asked, scope).toSorted()).toEqual(expected.toSorted());
  });

  test('come with the account, and with what binds them', () => {
    const manifests = rolesFor(accessesOf('list pods', 'get secrets dns s'), account);
    expect(manifests.map(({ kind, metadata: { name, namespace } }) => [kind, name, namespace])).toEqual([
      ['ServiceAccount', 'operator', 'shop'],
      ['ClusterRole', 'operator', undefined],
      ['ClusterRoleBinding', 'operator', undefined],
      ['Role', 'operator', 'dns'],
      ['RoleBinding', 'operator', 'dns'],
    ]);
    expect(manifests[4]).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'operator', namespace: 'dns' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'operator' },
      subjects: [{ kind: 'ServiceAccount', name: 'operator', namespace: 'shop' }],
    });
  });

  test.each([
    [{}, 'ClusterRole'],
    [{ namespace: 'shop' }, 'Role'],
  ])('allow to tell Events, and to tell them again, with %j in a %s', (within, kind) => {
    const [, role] = rolesFor(eventAccess(within), account);
    const rules = [{ apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] }];
    expect(role).toMatchObject({ kind, rules });
  });

  test('allow an election to use its Lease alone', () => {
    const lease = leaseAccess({ name: 'operator', namespace: 'shop' });
    const [, role] = rolesFor(lease, { ...account, named: ['leases.coordination.k8s.io'] });
    const of = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] };
    expect(role?.rules).toEqual([
      { ...of, verbs: ['create'] },
      { ...of, resourceNames: ['operator'], verbs: ['get', 'update'] },
    ]);
  });

  test.each<[string, string[], object, string]>([
    ['there is nothing', [], {}, 'nothing was asked for'],
    [
      'nothing asks for what is named',
      ['get pods a x'],
      { named: ['secrets'] },
      'nothing asks for secrets; asked for was pods',
    ],
    [
      'nothing asks for what is everywhere',
      ['get pods a x'],
      { everywhere: ['pod'] },
      'nothing asks for pod;',
    ],
    ['the name is none', ['get pods a x'], { name: 'A b' }, 'the name "A b" is no name of an object'],
    ['the namespace is none', ['get pods a x'], { namespace: '' }, 'the namespace "" is no name'],
  ])('are refused where %s', (_, ...[asked, options, why]) => {
    expect(() => rolesFor(accessesOf(...asked), { ...account, ...options })).toThrow(why);
  });
});
