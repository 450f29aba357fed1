// The operator of examples/operators/deployed as a cluster runs it: processes with the rights of its manifest alone, of
// which one acts; replaced one by one, and ended.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import {
  AccessLog,
  compareRoles,
  describeAccess,
  describeExcess,
  eventAccess,
  leaseAccess,
} from '@kube-rx/rbac';
import { Api, applyAll, Client, getCondition, Kubeconfig, readManifests, resolveContext } from 'kube-rx';
import { ConfigMap, Deployment, Lease, Namespace } from 'kube-rx/k8s';
import { eventually } from '../../../../e2e/connect.ts';
import { formatKubeconfig } from '../../../../e2e/kubeconfig.ts';
import { websiteOperator } from '../../../../examples/operators/website.ts';
import { Website } from '../../../../examples/operators/website-kind.ts';
import { deployments } from '../support/operator-cluster.ts';
import { OperatorProcess, patienceMs } from '../support/operator-process.ts';

const deploy = join(import.meta.dirname, '../../../../examples/operators/deployed/deploy');
const files = ['namespace', 'dns', 'websites.example.com', 'rbac', 'operator'].map((file) =>
  join(deploy, `${file}.yaml`),
);
const name = 'website-operator';
const account = `system:serviceaccount:${name}:${name}`;
const groups = ['system:serviceaccounts', `system:serviceaccounts:${name}`];
const lease = { name, namespace: name };

const asked = new AccessLog();
const server = new ApiServer({
  resources: catalog,
  rbac: true,
  tokens: { operator: { name: account, groups }, admin: { name: 'admin', groups: ['system:masters'] } },
  onAccess: ({ user, access }) => {
    if (user === account) asked.add(access);
  },
});
const folder = mkdtempSync(join(tmpdir(), 'kube-rx-deployed-'));
const processes: OperatorProcess[] = [];
let admin: Client;
let url: string;
let ca: string;

beforeAll(async () => {
  const listener = await server.listen({ tls: true });
  url = listener.url;
  ca = listener.certificateAuthority ?? '';
  const text = kubeconfig('admin');
  admin = Client.fromConfig(await resolveContext(await Kubeconfig.parse([{ file: 'admin', text }])));
  await applyAll(admin, await readManifests(files));
  await Api.all(admin, Namespace).create({ metadata: { name: 'shop' } });
}, patienceMs);

afterAll(async () => {
  await Promise.all(processes.map((one) => one.kill()));
  await admin.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

function kubeconfig(token: 'operator' | 'admin'): string {
  return formatKubeconfig({ server: url, ca, user: token, credentials: { token }, namespace: name });
}

async function start(of: string): Promise<OperatorProcess> {
  const operator = await OperatorProcess.start(of, folder, kubeconfig('operator'));
  processes.push(operator);
  return operator;
}

const sites = (): Api<Website> => Api.namespaced(admin, Website, 'shop');
const create = (site: string, host: string) =>
  sites().create({ metadata: { name: site }, spec: { host: `${host}.example.com` } });
const records = async () =>
  Object.keys((await Api.namespaced(admin, ConfigMap, 'dns').get('dns')).data ?? {});
const holder = async () => (await Api.namespaced(admin, Lease, name).get(name)).spec?.holderIdentity;

/** Resolves once the operator has said so of what the website is now. */
async function says(site: string, reason: string): Promise<void> {
  await eventually(
    `${site} says ${reason}`,
    async () => {
      await deployments(admin);
      const { metadata, status } = await sites().get(site);
      const ready = getCondition(status ? { status } : {}, 'Ready');
      return ready?.reason === reason && ready.observedGeneration === metadata.generation;
    },
    patienceMs,
  );
}

async function leaderAmong(operators: readonly OperatorProcess[]): Promise<OperatorProcess> {
  let leaders: readonly OperatorProcess[] = [];
  await eventually(
    'one leads',
    async () => {
      const isLeading = await Promise.all(operators.map((one) => one.isLeader()));
      leaders = operators.filter((_, index) => isLeading[index]);
      expect(leaders.length).toBeLessThan(2);
      return leaders.length === 1;
    },
    patienceMs,
  );
  return leaders[0] as OperatorProcess;
}

describe('the deployed operator', () => {
  test(
    'does its work, hands over to its standby when it ends, and loses no website',
    async () => {
      const [one, two] = [await start('one'), await start('two')];
      const first = await leaderAmong([one, two]);
      const second = first === one ? two : one;
      await create('front', 'front');
      await says('front', 'Available');
      await create('twin', 'front');
      await says('twin', 'HostTaken');
      expect((await second.ask('/readyz?verbose')).text).toContain('[+]controller/website-operator ok');

      const before = await holder();
      expect(await first.terminate()).toBe('exit code 0');
      // It has given the Lease back, or the other one has it by now.
      expect(await holder()).not.toBe(before);
      await sites().patch.merge('twin', { spec: { host: 'twin.example.com' } });
      await says('twin', 'Available');
      await says('front', 'Available');
      expect(await second.isLeader()).toBe(true);
    },
    4 * patienceMs,
  );

  test(
    'is replaced one by one with one leader at most, and goes on with all websites',
    async () => {
      const old = processes.filter((each) => each.isRunning);
      const next = [await start('three'), await start('four')];
      const seen = watchLeaders([...old, ...next]);
      for (const each of old) expect(await each.terminate()).toBe('exit code 0');
      await leaderAmong(next);
      await Api.namespaced(admin, Deployment, 'shop').delete('front');
      await sites().patch.merge('twin', { spec: { replicas: 3 } });
      await says('twin', 'Available');
      await says('front', 'Available');
      expect((await Api.namespaced(admin, Deployment, 'shop').get('twin')).spec?.replicas).toBe(3);
      expect(await seen()).toBe(1);
      expect(await records()).toEqual(['front.example.com', 'twin.example.com']);
    },
    4 * patienceMs,
  );

  test(
    'lets go of websites that are deleted',
    async () => {
      for (const site of ['front', 'twin']) await sites().delete(site);
      await eventually('they are gone', async () => (await sites().list()).length === 0, patienceMs);
      expect(await records()).toEqual([]);
    },
    2 * patienceMs,
  );

  // It runs with its rights alone, so what it lacked it would have missed above.
  test('needs the rights of its manifest, no more and no less', async () => {
    const declared = websiteOperator(admin).access;
    // Of what a run asks for seldom: an Event that is told again, a read after an answer that was lost.
    const all = [...asked.accesses, ...declared, ...eventAccess(), ...leaseAccess(lease)];
    const manifests = await readManifests(join(deploy, 'rbac.yaml'));
    const { missing, excess, unknownRoles } = compareRoles(
      manifests.map(({ object }) => object),
      all,
      { named: ['configmaps', 'leases.coordination.k8s.io'], namespace: name },
    );
    expect({
      missing: missing.map(describeAccess),
      excess: excess.map(describeExcess),
      unknownRoles,
    }).toEqual({ missing: [], excess: [], unknownRoles: [] });
  });
});

/** Asks again and again until it is called, and gives the most that led at one time. */
function watchLeaders(operators: readonly OperatorProcess[]): () => Promise<number> {
  let [most, isOver] = [0, false];
  let before: readonly OperatorProcess[] = [];
  const watching = (async () => {
    while (!isOver) {
      const isLeading = await Promise.all(operators.map((each) => each.isLeader().catch(() => false)));
      const leaders = operators.filter((_, index) => isLeading[index]);
      // Their answers are of different moments. Who led in the round before as well led in between.
      most = Math.max(most, leaders.filter((each) => before.includes(each)).length);
      before = leaders;
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return most;
  };
}
