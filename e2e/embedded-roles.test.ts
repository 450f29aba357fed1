// What kubectl does with roles, on a real API server and on the embedded one: it says the same of both.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { findKubectl, type Kubectl, kubectl } from '../packages/apiserver/test/support/kubectl.ts';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const admin = 'admin-token';
let controlPlane: ControlPlane;
let embedded: ApiServer;
let servers: readonly Kubectl[];

beforeAll(async () => {
  const path = findKubectl();
  if (path === undefined) throw new Error('there is no kubectl for this machine');
  controlPlane = await ControlPlane.start();
  const tokens = { [admin]: { name: 'admin', groups: ['system:masters'] } };
  embedded = new ApiServer({ resources: catalog, rbac: true, tokens });
  const { url } = await embedded.listen({ tls: true });
  servers = [kubectl(path, controlPlane.url), kubectl(path, url)];
  await eventually('the default roles are there', async () => {
    const { status } = await controlPlane.request('/readyz');
    return status === 200;
  });
});

afterAll(async () => {
  for (const run of servers) run[Symbol.dispose]();
  await embedded.close();
  await controlPlane.stop();
});

/** What kubectl prints of each server, without what differs by nature. Rules come in the order of chance. */
async function said(command: string, input?: string): Promise<string[]> {
  return await Promise.all(
    servers.map(async (run) => {
      const asked = `--token=${admin} --insecure-skip-tls-verify ${command}`;
      const { code, stdout, stderr } = await run(asked, input);
      const lines = `${stdout}${stderr}`.replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, '<time>').split('\n');
      const told = lines.map((line) => line.replace(/\s+\d+(?:s|m(?:\d+s)?)(?=\s|$)\s*/g, ' <age> '));
      return [code, ...(command.includes('--list') ? told.map(withSortedVerbs).sort() : told)].join('\n');
    }),
  );
}

/** Those of one resource come from several roles, one after the other as the server found these. */
function withSortedVerbs(line: string): string {
  return line.replace(/\[([^\]]*)\]/g, (_, words: string) => `[${words.split(' ').sort().join(' ')}]`);
}

const rules = (verbs: string, more = ''): string =>
  JSON.stringify({
    kind: 'List',
    apiVersion: 'v1',
    items: [
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'team', namespace: 'default', labels: { more } },
        rules: [{ verbs: verbs.split(','), apiGroups: [''], resources: ['pods', 'pods/exec'] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'team', namespace: 'default' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'team' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: `jane${more}` }],
      },
    ],
  });

const commands: readonly (readonly [command: string, input?: string])[] = [
  ['auth can-i --list --as=jane -n kube-system'],
  ['auth can-i --list --as=system:kube-scheduler -n kube-system'],
  ['auth can-i --list --as=system:serviceaccount:kube-system:job-controller'],
  ['auth can-i get pods --as=jane'],
  ['auth can-i delete nodes --as=system:kube-scheduler'],
  ['auth can-i create pods/binding --as=system:kube-scheduler -A'],
  ['auth can-i get /healthz --as=jane'],
  ['auth can-i get /metrics --as=jane'],
  ['auth whoami --as=jane --as-group=devs'],
  ['auth reconcile -f -', rules('get,list')],
  ['auth reconcile -f -', rules('get,list')],
  ['auth reconcile -f -', rules('list,watch', 'x')],
  ['get roles.rbac.authorization.k8s.io team -o jsonpath={.rules}'],
  ['get rolebindings team -o jsonpath={.subjects}'],
  ['auth reconcile --remove-extra-permissions --remove-extra-subjects -f -', rules('watch', 'y')],
  ['get roles.rbac.authorization.k8s.io team -o jsonpath={.rules}'],
  ['get rolebindings team -o jsonpath={.subjects}'],
  ['auth can-i watch pods --as=janey'],
  ['auth can-i create pods --subresource=exec --as=janey'],
  ['auth can-i --list --as=janey'],
  ['create clusterrolebinding mine --clusterrole=cluster-admin --user=janey --as=janey'],
  ['create rolebinding mine --clusterrole=cluster-admin --user=janey --as=janey'],
  ['create role more --verb=get --resource=secrets --as=janey'],
  ['get clusterroles --no-headers -o custom-columns=NAME:.metadata.name'],
  ['get clusterrolebindings -o wide'],
  ['get roles.rbac.authorization.k8s.io,rolebindings -n kube-system -o wide'],
  ['get roles.rbac.authorization.k8s.io,rolebindings -n kube-public'],
  ['describe clusterrole system:node'],
  ['describe clusterrole system:controller:generic-garbage-collector'],
  ['describe clusterrolebinding system:public-info-viewer'],
  ['describe role system:controller:bootstrap-signer -n kube-public'],
  ['delete clusterrolebinding system:node'],
  ['delete clusterrole system:node --as=janey'],
];

test('kubectl says the same of both', async () => {
  for (const [command, input] of commands) {
    if (command.includes('watch pods')) await seenByBoth('watch', 'janey');
    const [real, ours] = await said(command, input);
    expect(`${command}\n${ours}`).toBe(`${command}\n${real}`);
  }
}, 120_000);

/** The real server learns of new bindings a moment later. */
async function seenByBoth(verb: string, user: string): Promise<void> {
  await eventually(`${user} may ${verb}`, async () => {
    const answers = await said(`auth can-i ${verb} pods --as=${user}`);
    return answers.every((answer) => answer.includes('yes'));
  });
}
