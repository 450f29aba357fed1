// The roles that are written, judged by a server that judges by roles.

import { describe, expect, test } from '@jest/globals';
import { ApiServer, type SeedObject } from '@kube-rx/apiserver';
import { readBody } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import fc from 'fast-check';
import { type Access, compareRoles, type RoleManifest, rolesFor } from '../src/index.ts';
import { accesses, namedOf } from './support/random-accesses.ts';

const account = { name: 'operator', namespace: 'shop' };
const user = 'system:serviceaccount:shop:operator';
const root = { name: 'root', groups: ['system:masters'] };
const reviews = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

/** Whether a server with these manifests allows each of the accesses. */
async function allowed(manifests: readonly SeedObject[], asked: readonly Access[]): Promise<boolean[]> {
  const server = new ApiServer({ rbac: true, tokens: { root }, resources: catalog });
  server.seed(manifests);
  const verdicts: boolean[] = [];
  for (const resourceAttributes of asked) {
    const body = new TextEncoder().encode(JSON.stringify({ spec: { user, resourceAttributes } }));
    const headers = { authorization: 'Bearer root', 'content-type': 'application/json' };
    const answer = await server.service({ method: 'POST', path: reviews, query: [], headers, body });
    const { status } = JSON.parse(new TextDecoder().decode(await readBody(answer.body))) as {
      readonly status: { readonly allowed: boolean };
    };
    verdicts.push(status.allowed);
  }
  return verdicts;
}

const seeds = (manifests: readonly RoleManifest[]): SeedObject[] => manifests.map((one) => ({ ...one }));

describe('the roles that are written for random accesses', () => {
  test('allow each of them on a server', async () => {
    await fc.assert(
      fc.asyncProperty(accesses, async (asked) => {
        const manifests = rolesFor(asked, { ...account, named: namedOf(asked) });
        expect(await allowed(seeds(manifests), asked)).toEqual(asked.map(() => true));
      }),
      { numRuns: 60 },
    );
  });

  test('allow none without any one verb, resource, group or name that they list', () => {
    fc.assert(
      fc.property(accesses, (asked) => {
        const scope = { named: namedOf(asked) };
        const manifests = rolesFor(asked, { ...account, ...scope });
        for (const less of weakened(manifests))
          expect(compareRoles(less, asked, scope).missing).not.toEqual([]);
      }),
    );
  });

  test('lack nothing and have nothing too much, and are the same in whatever order', () => {
    fc.assert(
      fc.property(accesses, fc.infiniteStream(fc.nat()), (asked, chance) => {
        const scope = { named: namedOf(asked) };
        const manifests = rolesFor(asked, { ...account, ...scope });
        expect(compareRoles(manifests, asked, scope)).toEqual({ missing: [], excess: [], unknownRoles: [] });
        const shuffled = asked
          .map((one) => [chance.next().value ?? 0, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one);
        expect(rolesFor(shuffled, { ...account, ...scope })).toEqual(manifests);
      }),
    );
  });
});

describe('roles that anybody wrote', () => {
  const some = (...of: readonly string[]): fc.Arbitrary<string[]> =>
    fc.array(fc.constantFrom(...of), { minLength: 1, maxLength: 3 });
  const rule = fc.record({
    apiGroups: some('', 'apps', '*'),
    resources: some(
      'pods',
      'pods/log',
      'deployments',
      '*',
      '*/log',
      '*/scale',
      'pods/*',
      'deployments/scale',
    ),
    verbs: some('get', 'list', 'update', 'patch', '*'),
    resourceNames: fc.oneof(fc.constant([]), some('a', 'b')),
  });
  const binding = fc.constantFrom(
    { kind: 'ClusterRoleBinding', role: 'ClusterRole', within: {} },
    { kind: 'RoleBinding', role: 'ClusterRole', within: { namespace: 'shop' } },
    { kind: 'RoleBinding', role: 'Role', within: { namespace: 'dns' } },
  );

  test('lack what a server with them refuses, and nothing else', async () => {
    const apiGroup = 'rbac.authorization.k8s.io';
    const apiVersion = `${apiGroup}/v1`;
    await fc.assert(
      fc.asyncProperty(accesses, fc.array(rule, { maxLength: 3 }), binding, async (asked, rules, bound) => {
        const { kind, role, within } = bound;
        const metadata = { name: 'operator', ...within };
        const roleMetadata = role === 'Role' ? metadata : { name: 'operator' };
        const subjects = [{ kind: 'ServiceAccount', ...account }];
        const roleRef = { apiGroup, kind: role, name: 'operator' };
        const manifests = [
          { apiVersion, kind: role, metadata: roleMetadata, rules },
          { apiVersion, kind, metadata, roleRef, subjects },
        ];
        // Where something is listed in all namespaces, others are more than what was asked for.
        const literal = asked.filter(
          ({ verb, namespace }) => namespace !== undefined || !/list|watch/.test(verb),
        );
        const verdicts = await allowed(manifests, literal);
        const { missing } = compareRoles(manifests, literal);
        const refused = literal.filter((_, at) => verdicts[at] === false);
        expect(missing.length > 0).toBe(refused.length > 0);
      }),
      { numRuns: 100 },
    );
  });
});

function* weakened(manifests: readonly RoleManifest[]): Generator<RoleManifest[]> {
  for (const [at, manifest] of manifests.entries())
    for (const [place, rule] of (manifest.rules ?? []).entries())
      for (const list of ['verbs', 'resources', 'apiGroups', 'resourceNames'] as const)
        for (const value of rule[list] ?? []) {
          const left = (rule[list] ?? []).filter((one) => one !== value);
          // Without names, a rule would allow all.
          const kept = list === 'resourceNames' && left.length === 0 ? ['nobody'] : left;
          const rules = (manifest.rules ?? []).with(place, { ...rule, [list]: kept });
          yield manifests.with(at, { ...manifest, rules });
        }
}
