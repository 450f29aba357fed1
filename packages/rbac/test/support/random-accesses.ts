// Accesses by chance: few names, so that they meet.

import fc from 'fast-check';
import type { Access } from '../../src/index.ts';

const resources = [
  { group: '', resource: 'configmaps' },
  { group: '', resource: 'pods' },
  { group: '', resource: 'pods', subresource: 'log' },
  { group: 'apps', resource: 'deployments' },
  { group: 'apps', resource: 'deployments', subresource: 'scale' },
  { group: 'apps', resource: 'deployments', subresource: 'status' },
  { group: 'extensions', resource: 'deployments' },
  { group: 'example.com', resource: 'websites', subresource: 'finalizers' },
] as const;
const onObjects = ['get', 'update', 'patch', 'delete'] as const;
const onCollections = ['list', 'watch', 'create', 'deletecollection'] as const;

const place = { namespace: fc.constantFrom('shop', 'dns', undefined) };
const of = fc.constantFrom(...resources);
const named = fc.record({
  verb: fc.constantFrom(...onObjects),
  name: fc.constantFrom('a', 'b', 'c'),
  ...place,
});
const nameless = fc.record({ verb: fc.constantFrom(...onCollections), ...place });

const access: fc.Arbitrary<Access> = fc
  .tuple(of, fc.oneof(named, nameless))
  .map(([resource, { namespace, ...rest }]) => ({
    ...resource,
    ...rest,
    ...(namespace !== undefined && { namespace }),
  }));

export const accesses: fc.Arbitrary<Access[]> = fc.array(access, { minLength: 1, maxLength: 12 });

/** Which of the resources are reached by fixed names. */
export const namedOf = (some: readonly Access[]): string[] => {
  const ids = some.map(({ group, resource }) => (group === '' ? resource : `${resource}.${group}`));
  return [...new Set(ids)].filter((id) => id === 'configmaps' || id === 'deployments.apps');
};
