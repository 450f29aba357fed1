import { expect, it } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { TestServer } from '../support/test-server.ts';

const made = {
  pods: { spec: { containers: [{ name: 'c', image: 'i' }], priorityClassName: 'system-node-critical' } },
  persistentvolumeclaims: {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
  nodes: {},
};

it.each([
  ['DefaultTolerationSeconds', 'pods', 'spec.tolerations'],
  ['Priority', 'pods', 'spec.priority'],
  ['StorageObjectInUseProtection', 'persistentvolumeclaims', 'metadata.finalizers'],
  ['DefaultStorageClass', 'persistentvolumeclaims', 'spec.storageClassName'],
  ['TaintNodesByCondition', 'nodes', 'spec.taints'],
] as const)('%s, switched off, fills in nothing', async (plugin, plural, field) => {
  const write = async (server: TestServer): Promise<unknown> => {
    await server.post('/apis/storage.k8s.io/v1/storageclasses', {
      metadata: { name: 's', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'p',
    });
    const place = plural === 'nodes' ? '/api/v1' : '/api/v1/namespaces/default';
    const { status, text } = await server.post(`${place}/${plural}`, {
      metadata: { name: 'a' },
      ...made[plural],
    });
    expect(status).toBe(201);
    return field
      .split('.')
      .reduce((at: unknown, key) => (at as Record<string, unknown>)[key], JSON.parse(text));
  };
  expect(await write(new TestServer({ resources: catalog }))).toBeDefined();
  const without = new TestServer({ resources: catalog, disableAdmissionPlugins: [plugin] });
  expect(await write(without)).toBeUndefined();
});

it('a webhook is not asked where webhooks are switched off', async () => {
  const server = new TestServer({
    resources: catalog,
    disableAdmissionPlugins: ['ValidatingAdmissionWebhook'],
  });
  await server.post('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', {
    metadata: { name: 'w' },
    webhooks: [
      {
        name: 'w.example.com',
        clientConfig: { url: 'https://127.0.0.1:9' },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['CREATE'] }],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  });
  const at = '/api/v1/namespaces/default/configmaps';
  expect(await server.post(at, { metadata: { name: 'a' } })).toMatchObject({ status: 201 });
});
