// The real kubectl against the embedded server.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { findKubectl, type Kubectl, kubectl } from './support/kubectl.ts';

const path = findKubectl();
const deployment = (image: string): string =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image }] } },
    },
  });
const configMap = JSON.stringify({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  data: { k: 'v' },
});

(path === undefined ? describe.skip : describe)('kubectl', () => {
  let server: ApiServer;
  let run: Kubectl;

  beforeAll(async () => {
    server = new ApiServer({ resources: catalog });
    run = kubectl(path ?? '', (await server.listen()).url);
  });

  afterAll(async () => {
    run[Symbol.dispose]();
    await server.close();
  });

  // In this order: each builds on those before it.
  const commands: readonly [command: string, expected: RegExp, input?: string][] = [
    ['version', /Server Version: v1\.36\.3/],
    ['api-resources --api-group=apps', /deployments +deploy +apps\/v1 +true +Deployment/],
    ['create -f -', /configmap\/a created/, configMap],
    ['get cm', /NAME +DATA +AGE\na +1 +\d+s/],
    ['get cm a -o yaml', /data:\n {2}k: v\nkind: ConfigMap/],
    ['apply -f -', /deployment\.apps\/web created/, deployment('nginx:1')],
    ['apply -f -', /deployment\.apps\/web unchanged/, deployment('nginx:1')],
    ['apply -f -', /deployment\.apps\/web configured/, deployment('nginx:2')],
    [
      'apply --server-side --force-conflicts -f -',
      /deployment\.apps\/web serverside-applied/,
      deployment('nginx:3'),
    ],
    ['get deploy -o wide', /web +0\/2 +0 +0 +\d+s +c +nginx:3 +app=web/],
    ['describe deployment web', /Image: +nginx:3/],
    ['scale deployment web --replicas=5', /deployment\.apps\/web scaled/],
    ['set image deployment/web c=nginx:9', /image updated/],
    ['get deploy web -o jsonpath={.spec.replicas}{.spec.template.spec.containers[0].image}', /5nginx:9/],
    ['label cm a l=1', /configmap\/a labeled/],
    ['annotate cm a x=y', /configmap\/a annotated/],
    ['patch cm a -p {"data":{"z":"1"}}', /configmap\/a patched/],
    ['get cm -l l=1 -o name', /configmap\/a/],
    ['wait --for=jsonpath={.data.z}=1 cm/a --timeout=5s', /condition met/],
    ['explain deployment', /KIND: +Deployment/],
    ['run p --image=nginx', /pod\/p created/],
    ['get pods', /p +0\/1 +Pending +0 +\d+s/],
    ['delete pod p', /pod "p" deleted/],
    [
      'create -f -',
      /namespace\/shop created/,
      '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}',
    ],
    ['delete namespace shop --timeout=10s', /namespace "shop" deleted/],
    ['delete cm a', /configmap "a" deleted/],
    ['get cm a', /NotFound.*configmaps "a" not found/],
  ];

  test.each(commands)(
    '%s',
    async (command, expected, ...[input]) => {
      const { stdout, stderr } = await run(command, input);
      expect(stdout + stderr).toMatch(expected);
    },
    20_000,
  );
});
