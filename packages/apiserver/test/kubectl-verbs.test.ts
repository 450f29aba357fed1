// Every verb of the real kubectl that needs no kubelet and no controller, against the embedded server.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { findKubectl, type Kubectl, kubectl } from './support/kubectl.ts';

const path = findKubectl();
const configMap = (name: string, data: object, labels?: object): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...(labels && { labels }) },
    data,
  });
const deployment = (replicas: number, image = 'nginx:1'): string =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image }] } },
    },
  });
const applied = (manager: string, more = ''): string =>
  `apply --server-side --field-manager=${manager}${more} -f -`;

type Step = readonly [command: string, expected: RegExp, input?: string | undefined, code?: number];

// Each group in this order: a step builds on those before it.
const groups: Readonly<Record<string, readonly Step[]>> = {
  'what is there': [
    ['api-versions', /^apps\/v1$/m],
    ['api-resources', /configmaps +cm +v1 +true +ConfigMap/],
    ['api-resources --namespaced=false -o name', /^clusterroles\.rbac\.authorization\.k8s\.io$/m],
    ['api-resources --verbs=list,watch --sort-by=name', /pods +po +v1 +true +Pod/],
    ['cluster-info', /Kubernetes control plane.* is running at/],
    ['get --raw /readyz', /^ok$/],
    ['get --raw /readyz?verbose', /readyz check passed/],
    ['top pods', /Metrics API not available/, undefined, 1],
    ['get namespaces', /default +Active/],
    ['get all', /No resources found in default namespace/],
    ['get nothings', /the server doesn't have a resource type "nothings"/, undefined, 1],
    ['get cm missing', /configmaps "missing" not found/, undefined, 1],
  ],
  'create, change and delete': [
    ['create -f -', /configmap\/a created/, configMap('a', { k: 'original' })],
    ['create -f -', /"a" already exists/, configMap('a', {}), 1],
    ['create --dry-run=server -f -', /configmap\/dry created \(server dry run\)/, configMap('dry', {})],
    ['get cm dry', /not found/, undefined, 1],
    ['create deployment made --image=nginx --dry-run=client -o yaml', /image: nginx/],
    ['describe cm a', /k:\n----\noriginal/],
    ['replace -f -', /configmap\/a replaced/, configMap('a', { k: 'original', x: '1' })],
    ['replace -f -', /configmaps "none" not found/, configMap('none', {}), 1],
    ['edit cm a', /configmap\/a edited/],
    ['get cm a -o jsonpath={.data}', /\{"k":"edited","x":"1"\}/],
    ['edit cm a', /Edit cancelled, no changes made/],
    ['patch cm a --type=merge -p {"data":{"m":"1"}}', /configmap\/a patched/],
    ['patch cm a --type=strategic -p {"data":{"s":"1"}}', /configmap\/a patched/],
    ['patch cm a --type=json -p [{"op":"remove","path":"/data/x"}]', /configmap\/a patched/],
    ['patch cm a --type=merge -p {"data":{"m":"1"}}', /configmap\/a patched \(no change\)/],
    ['patch cm a --type=json -p [{"op":"remove","path":"/data/x"}]', /the server rejected/, undefined, 1],
    ['get cm a -o jsonpath={.data}', /\{"k":"edited","m":"1","s":"1"\}/],
    ['label cm a l=1', /configmap\/a labeled/],
    ['label cm a l=2', /already has a value \(1\)/, undefined, 1],
    ['label cm a l=2 --overwrite', /configmap\/a labeled/],
    ['label cm --all all=yes', /configmap\/a labeled/],
    ['label cm a l-', /configmap\/a unlabeled/],
    ['annotate cm a x=y', /configmap\/a annotated/],
    ['annotate cm a x-', /configmap\/a annotated/],
    ['get cm -l all=yes -o custom-columns=NAME:.metadata.name --no-headers', /^a$/m],
    ['get cm --field-selector metadata.name=a --show-labels', /all=yes/],
    ['get cm,pods -A', /configmap\/a/],
    ['wait --for=jsonpath={.data.m}=1 cm/a --timeout=5s', /condition met/],
    ['wait --for=condition=Ready cm/a --timeout=1s', /timed out waiting/, undefined, 1],
    ['delete cm a --dry-run=server', /configmap "a" deleted .*\(server dry run\)/],
    ['delete cm a', /configmap "a" deleted/],
    ['delete cm a --ignore-not-found', /^$/],
    ['wait --for=delete cm/a --timeout=5s', /^$/],
  ],
  apply: [
    ['diff -f -', /\+ {2}replicas: 2/, deployment(2), 1],
    ['apply -f -', /deployment\.apps\/web created/, deployment(2)],
    ['diff -f -', /^$/, deployment(2)],
    ['diff -f -', /- {2}replicas: 2[^]*\+ {2}replicas: 3/, deployment(3), 1],
    ['apply -f -', /deployment\.apps\/web unchanged/, deployment(2)],
    ['apply -f -', /deployment\.apps\/web configured/, deployment(3)],
    ['apply view-last-applied deployment/web', /replicas: 3/],
    ['create -f -', /configmap\/owned created/, configMap('owned', { start: '1' })],
    [applied('one'), /configmap\/owned serverside-applied/, configMap('owned', { k: '1' })],
    [applied('two'), /conflict with "one"[^]*\.data\.k/, configMap('owned', { k: '2' }), 1],
    [applied('two', ' --force-conflicts'), /serverside-applied/, configMap('owned', { k: '2' })],
    [applied('one'), /serverside-applied/, configMap('owned', { k: '2' })],
    ['get cm owned -o yaml --show-managed-fields', /manager: two\n +operation: Apply/],
    [`${applied('one')} --dry-run=server`, /\(server dry run\)/, configMap('owned', { z: '1' })],
    [
      'diff --server-side --field-manager=one -f -',
      /\+ {2}z: "1"/,
      configMap('owned', { k: '2', z: '1' }),
      1,
    ],
    ['apply --prune -l app=p -f -', /configmap\/pruned created/, configMap('pruned', {}, { app: 'p' })],
  ],
  'workloads without a controller': [
    ['scale deployment web --replicas=5', /deployment\.apps\/web scaled/],
    [
      'scale deployment web --current-replicas=1 --replicas=2',
      /Expected replicas to be 1, was 5/,
      undefined,
      1,
    ],
    ['get deploy web -o jsonpath={.spec.replicas}', /^5$/],
    ['set image deployment/web c=nginx:9', /image updated/],
    ['set env deployment/web A=b', /env updated/],
    ['set resources deployment web --limits=cpu=1', /resource requirements updated/],
    ['rollout pause deployment/web', /deployment\.apps\/web paused/],
    ['rollout resume deployment/web', /deployment\.apps\/web resumed/],
    ['rollout restart deployment/web', /deployment\.apps\/web restarted/],
    ['rollout history deployment/web', /deployment\.apps\/web/],
    ['rollout status deployment/web --timeout=1s', /Waiting for deployment/, undefined, 1],
    ['expose deployment web --port=80', /service\/web exposed/],
    ['get svc web', /web +ClusterIP +10\.\d+\.\d+\.\d+ +<none> +80\/TCP/],
    ['describe svc web', /TargetPort: +80\/TCP/],
    ['describe deployment web', /StrategyType: +RollingUpdate/],
    ['run p --image=nginx', /pod\/p created/],
    ['get pod p -o jsonpath={.spec.restartPolicy}/{.status.qosClass}', /^Always\/BestEffort$/],
    ['describe pod p', /Tolerations: +node\.kubernetes\.io\/not-ready:NoExecute op=Exists for 300s/],
    ['delete pod p --now', /pod "p" deleted/],
    ['delete deployment web --cascade=orphan --wait=false', /deployment\.apps "web" deleted/],
    ['get deployment web -o jsonpath={.metadata.finalizers}', /\["orphan"\]/],
    ['delete svc web --cascade=background', /service "web" deleted/],
    ['delete cm --all --wait', /configmap "owned" deleted/],
  ],
};

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

  describe.each(Object.entries(groups))('%s', (_, steps) => {
    test.each(steps)(
      '%s',
      async (command, expected, ...[input, code = 0]) => {
        const ran = await run(command, input);
        expect(ran.stdout + ran.stderr).toMatch(expected);
        expect(ran.code).toBe(code);
      },
      30_000,
    );
  });

  test('get -w shows what changes', async () => {
    const create = (name: string): Promise<unknown> => run('create -f -', configMap(name, {}));
    await create('first');
    const output = await run.until('get cm -w --output-watch-events', /ADDED +second +0 +\d+s\n/, () =>
      create('second'),
    );
    expect(output).toMatch(/EVENT +NAME +DATA +AGE\nADDED +first +0 +\d+s\n[^]*ADDED +second +0 +\d+s/);
  }, 30_000);
});
