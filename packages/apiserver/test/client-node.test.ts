// The official JavaScript client against the embedded server: typed calls and its informer.

import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { CoreV1Api, KubeConfig, makeInformer, V1ConfigMap, V1ObjectMeta } from '@kubernetes/client-node';

describe('@kubernetes/client-node', () => {
  test('writes, lists, and follows by its informer', async () => {
    await using server = new ApiServer({ resources: catalog });
    const { url } = await server.listen();
    const config = new KubeConfig();
    config.loadFromOptions({
      clusters: [{ name: 'c', server: url, skipTLSVerify: true }],
      users: [{ name: 'u' }],
      contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
      currentContext: 'x',
    });
    const core = config.makeApiClient(CoreV1Api);
    const body = (name: string): V1ConfigMap =>
      Object.assign(new V1ConfigMap(), {
        metadata: Object.assign(new V1ObjectMeta(), { name }),
        data: { k: 'v' },
      });
    await core.createNamespacedConfigMap({ namespace: 'default', body: body('a') });
    const list = () => core.listNamespacedConfigMap({ namespace: 'default' });
    expect((await list()).items.map(({ metadata }) => metadata?.name)).toEqual(['a']);

    const seen: string[] = [];
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const informer = makeInformer<V1ConfigMap>(config, '/api/v1/namespaces/default/configmaps', list);
    informer.on('add', ({ metadata }) => seen.push(`add ${metadata?.name ?? ''}`));
    informer.on('delete', ({ metadata }) => {
      seen.push(`delete ${metadata?.name ?? ''}`);
      resolve(undefined);
    });
    await informer.start();
    await core.createNamespacedConfigMap({ namespace: 'default', body: body('b') });
    await core.deleteNamespacedConfigMap({ namespace: 'default', name: 'b' });
    await promise;
    expect(seen).toEqual(['add a', 'add b', 'delete b']);
    await informer.stop();
  });
});
