// The commands of kubectl that build typed objects and send them as protobuf, and those that read OpenAPI.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { findKubectl, type Kubectl, kubectl } from './support/kubectl.ts';

const path = findKubectl();

const websites = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'websites.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'websites', kind: 'Website' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            description: 'A page on the web.',
            properties: {
              spec: {
                type: 'object',
                properties: { host: { type: 'string', description: 'Where it is found.' } },
              },
            },
          },
        },
      },
    ],
  },
};

(path === undefined ? describe.skip : describe)('kubectl', () => {
  let server: ApiServer;
  let run: Kubectl;

  beforeAll(async () => {
    server = new ApiServer({ resources: catalog });
    run = kubectl(path ?? '', (await server.listen()).url);
    server.seed([websites]);
  });

  afterAll(async () => {
    run[Symbol.dispose]();
    await server.close();
  });

  const commands: readonly [command: string, expected: RegExp, input?: string][] = [
    ['create configmap a --from-literal=k=v', /configmap\/a created/],
    ['get cm a -o jsonpath={.data.k}', /^v$/],
    ['create secret generic s --from-literal=k=v', /secret\/s created/],
    ['get secret s -o jsonpath={.data.k}', /^dg==$/],
    ['create namespace shop', /namespace\/shop created/],
    ['create serviceaccount sa', /serviceaccount\/sa created/],
    ['create token sa', /^ey/],
    ['create deployment web --image=nginx --replicas=2', /deployment\.apps\/web created/],
    ['get deployment web -o jsonpath={.spec.replicas}{.spec.template.spec.containers[0].image}', /^2nginx$/],
    ['scale deployment web --replicas=0', /deployment\.apps\/web scaled/],
    ['get deployment web -o jsonpath={.spec.replicas}', /^0$/],
    ['autoscale deployment web --min=2 --max=4 --cpu=60%', /horizontalpodautoscaler\.\S+\/web autoscaled/],
    ['get hpa web', /web +Deployment\/web +cpu: <unknown>\/60% +2 +4 +0/],
    [
      'get horizontalpodautoscalers.v1.autoscaling web -o jsonpath={.spec.targetCPUUtilizationPercentage}',
      /^60$/,
    ],
    ['describe hpa web', /Max replicas: +4/],
    ['autoscale deployment web --name=older --max=3 --cpu-percent=70', /\/older autoscaled/],
    [
      'get horizontalpodautoscalers.v2.autoscaling older -o jsonpath={.spec.metrics[0].resource.target}',
      /"averageUtilization":70/,
    ],
    ['events --for deployment/web', /No events found/],
    ['expose deployment web --port=80', /service\/web exposed/],
    ['get service web -o jsonpath={.spec.ports[0].targetPort}{.spec.selector.app}', /^80web$/],
    ['create job j --image=busybox', /job\.batch\/j created/],
    ['create cronjob c --image=busybox --schedule=@hourly', /cronjob\.batch\/c created/],
    ['create role r --verb=get,list --resource=pods', /role\.rbac\.authorization\.k8s\.io\/r created/],
    ['create rolebinding b --role=r --serviceaccount=default:sa', /rolebinding\.\S+\/b created/],
    ['create clusterrole cr --verb=get --resource=nodes', /clusterrole\.\S+\/cr created/],
    ['create quota q --hard=cpu=1,pods=2', /resourcequota\/q created/],
    ['get quota q -o jsonpath={.spec.hard.cpu}', /^1$/],
    ['run p --image=nginx --labels=a=b', /forbidden: failed quota: q: must specify cpu for: p/],
    ['delete quota q', /resourcequota "q" deleted/],
    ['create poddisruptionbudget p --selector=app=web --min-available=50%', /p created/],
    ['get pdb p -o jsonpath={.spec.minAvailable}', /^50%$/],
    ['create priorityclass high --value=1000', /priorityclass\.scheduling\.k8s\.io\/high created/],
    ['create ingress i --rule=h/p=web:80', /ingress\.networking\.k8s\.io\/i created/],
    ['run p --image=nginx --labels=a=b', /pod\/p created/],
    ['auth can-i get pods', /^yes/],
    ['auth can-i --list', /\*\.\* +\[\] +\[\] +\[\*\]/],
    ['auth whoami', /system:anonymous/],
    ['explain pod', /KIND: +Pod\nVERSION: +v1[\s\S]+FIELDS:[\s\S]+ {2}spec\t<PodSpec>/],
    ['explain pod.spec.containers', /FIELD: containers <\[\]Container>[\s\S]+imagePullPolicy\t<string>/],
    ['explain deployment.spec.replicas', /FIELD: replicas <integer>/],
    ['explain pod --recursive', /hostname\t<string>/],
    ['explain website', /A page on the web\./],
    ['explain website.spec.host', /FIELD: host <string>[\s\S]+Where it is found\./],
    [
      'create --validate=strict -f -',
      /unknown field "spec\.containers\[0\]\.imagee"/,
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"containers":[{"name":"c","imagee":"i"}]}}',
    ],
    [
      'create --validate=warn -f -',
      /Warning: unknown field "foo"[\s\S]*configmap\/warned created|configmap\/warned created[\s\S]*Warning: unknown field "foo"/,
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"warned"},"foo":1}',
    ],
    ['delete deployment web', /deployment\.apps "web" deleted/],
  ];

  test.each(commands)(
    '%s',
    async (command, expected, ...[input]) => {
      const { stdout, stderr } = await run(command, input);
      expect(stdout + stderr).toMatch(expected);
    },
    30_000,
  );
});

(path === undefined ? describe.skip : describe)('kubectl auth can-i by stored roles', () => {
  test('says no, and yes, and lists the rules', async () => {
    const tokens = { t: { name: 'jane', groups: ['system:authenticated'] } };
    await using server = new ApiServer({ resources: catalog, rbac: true, tokens });
    const objects = [
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'reader' },
        rules: [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'reader' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }],
      },
    ];
    server.seed(objects);
    // kubectl sends a token over TLS alone.
    using run = kubectl(path ?? '', (await server.listen({ tls: true })).url);
    const answer = async (command: string): Promise<string> =>
      (await run(`--token=t --insecure-skip-tls-verify auth ${command}`)).stdout;
    expect(await answer('can-i delete pods')).toBe('no\n');
    expect(await answer('can-i get pods')).toBe('yes\n');
    expect(await answer('can-i --list')).toMatch(/pods +\[\] +\[\] +\[get list\]/);
  }, 60_000);
});
