import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = t.at('configmaps');
  await t.post(at, configMap('a', { data: { k: 'v' } }));
  await t.post(at, configMap('a'));
  await t.post(at, { metadata: { generateName: 'gen-' } });
  await t.post(
    at,
    configMap('b', {
      metadata: {
        name: 'b',
        uid: 'x',
        selfLink: 'y',
        creationTimestamp: '2001-01-01T00:00:00Z',
        deletionTimestamp: '2001-01-01T00:00:00Z',
        generation: 7,
      },
    }),
  );
  await t.post(at, configMap('c', { metadata: { name: 'c', resourceVersion: '1' } }));
  await t.post(at, configMap('d', { metadata: { name: 'd', namespace: 'other' } }));
  await t.post(at, configMap(''));
  await t.post(at, configMap('A_b'));
  await t.post(at, configMap('x'.repeat(254)));
  await t.post(at, configMap('e', { metadata: { name: 'e', labels: { a: 'b c' } } }));
  await t.post(at, configMap('e', { metadata: { name: 'e', labels: { 'a b': 'c' } } }));
  await t.post(at, configMap('e', { metadata: { name: 'e', labels: { '-a/b': 'c' } } }));
  await t.post(at, configMap('e', { metadata: { name: 'e', labels: { a: 'x'.repeat(64) } } }));
  await t.post(at, configMap('e', { metadata: { name: 'e', annotations: { 'a/b/c': 'c' } } }));
  await t.post(at, configMap('e', { metadata: { name: 'e', finalizers: ['plain'] } }));
  await t.post(at, configMap('e', { metadata: { name: 'e', finalizers: ['orphan', 'foregroundDeletion'] } }));
  await t.post(
    at,
    configMap('e', {
      metadata: { name: 'e', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: '' }] },
    }),
  );
  await t.post(
    at,
    configMap('f', {
      metadata: {
        name: 'f',
        labels: { z: '1', a: '2' },
        annotations: { z: '1', a: '2' },
        finalizers: ['example.com/f'],
        ownerReferences: [
          {
            apiVersion: 'v1',
            kind: 'Pod',
            name: 'p',
            uid: 'u',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
    }),
  );
  await t.post(at, configMap('e', { metadata: { name: 'e', labels: { a: 1 } } }));
  await t.post(at, configMap('e', { metadata: 'x' }));
  await t.post(at, { kind: 'Secret', apiVersion: 'v1', metadata: { name: 'e' } });
  await t.post(at, { kind: 'ConfigMap', apiVersion: 'v2', metadata: { name: 'e' } });
  await t.post(at, '{');
  await t.post(at, '[]');
  await t.post(at, '');
  await t.post(at, configMap('e'), { headers: { 'content-type': 'text/plain' } });
  await t.post(at, configMap('dry'), { query: { dryRun: 'All' } });
  await t.post(at, configMap('dry'), { query: { dryRun: 'Some' } });
  await t.get(`${at}/dry`);
  await t.post('/api/v1/namespaces/missing/configmaps', configMap('a'));
  await t.post('/api/v1/configmaps', configMap('a'));
  await t.post(`${at}/a`, configMap('a'));
  await t.post(at, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  k: "1"\n', {
    headers: { 'content-type': 'application/yaml' },
  });
  await t.post(t.at('secrets'), { metadata: { name: 's' }, stringData: { a: 'b' } });
  await t.post(t.at('secrets'), { metadata: { name: 's2' }, data: { a: 'not base64!' } });
  await t.post('/api/v1/namespaces', { metadata: { name: 'Bad.Name' } });
  await t.post('/api/v1/namespaces', { metadata: { name: 'with.dot' } });
};
