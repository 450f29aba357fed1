import { describe, expect, test } from '@jest/globals';
import { type CompareOptions, compareRoles, describeAccess, describeExcess } from '../src/index.ts';
import { accessesOf } from './support/access.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
type Rule = Readonly<Record<string, unknown>>;
const rule = (verbs: string, resources: string, more: Rule = {}): Rule => ({
  apiGroups: [''],
  resources: resources.split(','),
  verbs: verbs.split(','),
  ...more,
});
const clusterRole = (rules: unknown, name = 'operator', more: Rule = {}): Rule => ({
  apiVersion,
  kind: 'ClusterRole',
  metadata: { name, labels: { part: name } },
  rules,
  ...more,
});
const role = (rules: unknown, namespace?: string): Rule => ({
  apiVersion,
  kind: 'Role',
  metadata: { name: 'operator', ...(namespace !== undefined && { namespace }) },
  rules,
});
const binding = (kind: string, name: string, namespace?: string): Rule => ({
  apiVersion,
  kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: { name, ...(namespace !== undefined && { namespace }) },
  roleRef: { kind, name },
});
const gathering = (name: string, ...parts: readonly string[]): Rule =>
  clusterRole([rule('*', '*')], name, {
    aggregationRule: { clusterRoleSelectors: parts.map((part) => ({ matchLabels: { part } })) },
  });

function compared(
  manifests: readonly unknown[],
  asked: readonly string[],
  options: CompareOptions = {},
): string[] {
  const { missing, excess, unknownRoles } = compareRoles(manifests, accessesOf(...asked), options);
  return [
    ...missing.map((one) => `missing: ${describeAccess(one)}`),
    ...excess.map(describeExcess),
    ...unknownRoles.map((one) => `unknown: ${one}`),
  ];
}

const unused = 'nothing asks for it';

describe('roles that are held to what was asked', () => {
  test.each<[string, unknown[], string[], CompareOptions, string[]]>([
    ['have all', [clusterRole([rule('get,list', 'pods')])], ['list pods', 'get pods a x'], {}, []],
    [
      'lack a verb, told once',
      [clusterRole([rule('list', 'pods')])],
      ['list pods', 'get pods a x', 'get pods b y'],
      {},
      ['missing: get pods "x"'],
    ],
    [
      'have a verb too many',
      [clusterRole([rule('list,delete', 'pods')])],
      ['list pods'],
      {},
      [`ClusterRole operator, rule 1: delete pods: ${unused}`],
    ],
    [
      'have a resource too many',
      [clusterRole([rule('list', 'pods'), rule('list', 'pods/log,secrets')])],
      ['list pods'],
      {},
      [
        `ClusterRole operator, rule 2: list pods/log: ${unused}`,
        `ClusterRole operator, rule 2: list secrets: ${unused}`,
      ],
    ],
    [
      'take another group for this one',
      [clusterRole([rule('list', 'pods', { apiGroups: ['apps'] })])],
      ['list pods'],
      {},
      ['missing: list pods', `ClusterRole operator, rule 1: list pods.apps: ${unused}`],
    ],
    [
      'take a resource for its subresource',
      [clusterRole([rule('get', 'pods')])],
      ['get pods/log a x'],
      {},
      ['missing: get pods/log "x" in a', `ClusterRole operator, rule 1: get pods: ${unused}`],
    ],
    [
      'hold in another namespace',
      [role([rule('get', 'pods')], 'b')],
      ['get pods a x'],
      {},
      ['missing: get pods "x" in a', `Role operator in b, rule 1: get pods: ${unused}`],
    ],
    [
      'hold in one namespace of all',
      [role([rule('list', 'pods')], 'a')],
      ['list pods', 'list pods a'],
      {},
      ['missing: list pods', `Role operator in a, rule 1: list pods: ${unused}`],
    ],
    ['name no namespace', [role([rule('get', 'pods')])], ['get pods a x'], { namespace: 'a' }, []],
    [
      'hold in more namespaces than need be',
      [clusterRole([rule('get', 'pods')])],
      ['get pods a x'],
      {},
      ['ClusterRole operator, rule 1: get pods: a Role is enough in "a"'],
    ],
    ['name objects', [role([rule('get', 'pods', { resourceNames: ['x'] })], 'a')], ['get pods a x'], {}, []],
    [
      'name other objects',
      [role([rule('get', 'pods', { resourceNames: ['x', 'z'] })], 'a')],
      ['get pods a x', 'get pods a y'],
      {},
      ['missing: get pods "y" in a', `Role operator in a, rule 1: get pods "z": ${unused}`],
    ],
    [
      'name no objects where names are fixed',
      [role([rule('get', 'pods')], 'a')],
      ['get pods a x'],
      { named: ['pods'] },
      ['Role operator in a, rule 1: get pods: resourceNames are enough: "x"'],
    ],
    [
      'name objects of a list',
      [role([rule('list', 'pods', { resourceNames: ['x'] })], 'a')],
      ['list pods a x'],
      {},
      [],
    ],
    [
      'name objects of what lists all',
      [role([rule('list', 'pods', { resourceNames: ['x'] })], 'a')],
      ['list pods a'],
      {},
      ['missing: list pods in a', `Role operator in a, rule 1: list pods "x": ${unused}`],
    ],
    [
      'have a star for verbs',
      [clusterRole([rule('*', 'pods')])],
      ['list pods', 'get pods a x'],
      {},
      ['ClusterRole operator, rule 1: * pods: it is enough to get pods "x", list pods'],
    ],
    [
      'have a star for resources',
      [clusterRole([rule('get', '*')])],
      ['list nodes', 'get nodes - x'],
      {},
      ['missing: list nodes', 'ClusterRole operator, rule 1: get *: it is enough to get nodes "x"'],
    ],
    [
      'have a star for resources of a subresource',
      [clusterRole([rule('get', '*/log')])],
      ['get pods/log - x'],
      {},
      ['ClusterRole operator, rule 1: get */log: it is enough to get pods/log "x"'],
    ],
    [
      'have a star for subresources, which is none',
      [clusterRole([rule('get', 'pods/*')])],
      ['get pods/log - x'],
      {},
      [
        'missing: get pods/log "x"',
        'ClusterRole operator, rule 1: get pods/*: this stands for no subresource',
      ],
    ],
    [
      'speak of paths',
      [clusterRole([{ nonResourceURLs: ['/metrics'], verbs: ['get'] }, rule('list', 'pods')])],
      ['list pods'],
      {},
      [],
    ],
    [
      'are several',
      [clusterRole([rule('list', 'pods')]), clusterRole([rule('get', 'pods')], 'more')],
      ['list pods', 'get pods a x'],
      {},
      [],
    ],
    [
      'are bound',
      [clusterRole([rule('list', 'pods')]), binding('ClusterRole', 'operator')],
      ['list pods'],
      {},
      [],
    ],
    [
      'are bound in a namespace',
      [clusterRole([rule('list', 'pods')]), binding('ClusterRole', 'operator', 'a')],
      ['list pods', 'list pods a'],
      {},
      ['missing: list pods', `ClusterRole operator, rule 1: list pods: ${unused}`],
    ],
    [
      'are bound by others only',
      [clusterRole([rule('list', 'pods')]), clusterRole([], 'b'), binding('ClusterRole', 'b')],
      ['list pods'],
      {},
      ['missing: list pods'],
    ],
    [
      'are bound, and not there',
      [
        clusterRole([rule('list', 'pods')]),
        binding('ClusterRole', 'operator'),
        binding('ClusterRole', 'view'),
      ],
      ['list pods'],
      {},
      ['unknown: ClusterRole view'],
    ],
    [
      'gather others, and have no rules of their own',
      [
        gathering('all', 'a', 'b'),
        clusterRole([rule('list', 'pods')], 'a'),
        gathering('b', 'c', 'all'),
        clusterRole([rule('get', 'pods')], 'c'),
        binding('ClusterRole', 'all'),
      ],
      ['list pods', 'get pods a x', 'watch pods'],
      {},
      ['missing: watch pods'],
    ],
  ])('%s', (_, ...[manifests, asked, options, expected]) => {
    expect(compared(manifests, asked, options)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['no lists', clusterRole('x')],
    ['rules that are none', clusterRole([null, 1, 'x', [], {}])],
    ['lists of anything', clusterRole([{ apiGroups: [1, null], resources: [{}], verbs: 'get' }])],
    [
      'a selector that cannot be',
      clusterRole([], 'operator', {
        aggregationRule: { clusterRoleSelectors: [{ matchExpressions: [{ operator: 'Maybe' }] }, 1] },
      }),
    ],
    ['no metadata', { apiVersion, kind: 'ClusterRole' }],
  ])('grant nothing with %s', (_, manifest) => {
    expect(compared([null, 'x', [], { kind: 'Role' }, manifest], ['list pods'])).toEqual([
      'missing: list pods',
    ]);
  });

  test('are quoted where they are hostile', () => {
    const esc = '\u001b[2J';
    const told = compared(
      [clusterRole([rule('get', `pods${esc}`, { resourceNames: [`x${esc}`] })], `a${esc}`)],
      ['list pods'],
    );
    expect(told.join()).not.toContain('\u001b');
  });

  test('are told once where they are gathered and stand alone as well', () => {
    const parts = [gathering('all', 'a'), clusterRole([rule('get', 'pods')], 'a')];
    expect(compared(parts, ['list nodes'])).toEqual([
      'missing: list nodes',
      `ClusterRole a, rule 1: get pods: ${unused}`,
    ]);
    expect(
      compared([clusterRole([rule('list', 'nodes')], 'a', { aggregationRule: {} })], ['list nodes']),
    ).toEqual(['missing: list nodes']);
  });

  test('are refused where they gather each other without end, and too many', () => {
    const chain = Array.from({ length: 900 }, (_, at) => gathering(`r${at}`, `r${at + 1}`));
    const bound = [...chain, binding('ClusterRole', 'r0')];
    expect(compared(bound, ['list pods'])).toEqual(['missing: list pods']);
    const all = Array.from({ length: 1001 }, (_, at) => gathering(`r${at}`, 'r0', 'r1'));
    expect(() => compared(all, ['list pods'])).toThrow('gather too many others');
  });

  test('are refused where there are none, and where there are too many', () => {
    expect(() => compared([{ apiVersion: 'v1', kind: 'Pod' }], ['list pods'])).toThrow(
      'have no Role and no ClusterRole',
    );
    const many = Array.from({ length: 300 }, (_, at) => `v${at}`);
    const huge = { apiGroups: many, resources: many, verbs: many };
    expect(() => compared([clusterRole([huge])], ['list pods'])).toThrow('more than 50000 grants');
  });
});
