import { expect, it } from '@jest/globals';
import { matchesRule } from '../../src/admission/matching.ts';

const everything = { groups: ['*'], versions: ['*'], resources: ['*/*'], operations: ['*'], scope: '*' };
const core = { ...everything, groups: [''], versions: ['v1'], operations: ['CREATE'] };

it.each([
  ['all of all', everything, 'CREATE', 'pods', 'n', true],
  ['all of all, a subresource', everything, 'UPDATE', 'pods/status', 'n', true],
  ['resources alone', { ...core, resources: ['*'] }, 'CREATE', 'pods', 'n', true],
  ['resources alone, a subresource', { ...core, resources: ['*'] }, 'CREATE', 'pods/binding', 'n', false],
  ['one resource', { ...core, resources: ['pods'] }, 'CREATE', 'pods', 'n', true],
  ['another resource', { ...core, resources: ['pods'] }, 'CREATE', 'services', 'n', false],
  ['its subresources and itself', { ...core, resources: ['pods/*'] }, 'CREATE', 'pods', 'n', true],
  ['its subresources', { ...core, resources: ['pods/*'] }, 'CREATE', 'pods/eviction', 'n', true],
  ['one subresource', { ...core, resources: ['pods/status'] }, 'CREATE', 'pods', 'n', false],
  ['one subresource of all', { ...core, resources: ['*/scale'] }, 'CREATE', 'pods/scale', 'n', true],
  ['another operation', core, 'DELETE', 'pods', 'n', false],
  ['another group', { ...core, groups: ['apps'] }, 'CREATE', 'pods', 'n', false],
  ['another version', { ...core, versions: ['v2'] }, 'CREATE', 'pods', 'n', false],
  ['what is in namespaces', { ...core, scope: 'Namespaced' }, 'CREATE', 'pods', 'n', true],
  ['what is in none', { ...core, scope: 'Cluster' }, 'CREATE', 'pods', 'n', false],
  ['a node, of what is in none', { ...core, scope: 'Cluster' }, 'CREATE', 'nodes', '', true],
  ['a node, of what is in namespaces', { ...core, scope: 'Namespaced' }, 'CREATE', 'nodes', '', false],
  ['a namespace, of what is in none', { ...core, scope: 'Cluster' }, 'CREATE', 'namespaces', '', true],
  [
    'a namespace, of what is in namespaces',
    { ...core, scope: 'Namespaced' },
    'CREATE',
    'namespaces',
    '',
    false,
  ],
] as const)('%s', (...[, rule, operation, resource, namespace, expected]) => {
  const [plural = '', subresource = ''] = resource.split('/');
  const scope = namespace === '' ? 'Cluster' : 'Namespaced';
  const described = { group: '', version: 'v1', kind: 'Any', plural, scope } as const;
  expect(matchesRule(rule, { operation, subresource, namespace }, { resource: described })).toBe(expected);
});
