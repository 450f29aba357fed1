// The operator of examples/operators/deployed on a real API server: its manifests are taken without a warning, and the
// program does its work there with the rights of these alone.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, applyAll, Client, discovery, Kubeconfig, readManifests, resolveContext } from '@kube-rx/client';
import { ignoreNotFound } from '@kube-rx/controller';
import { getCondition, isControlledBy } from '@kube-rx/core';
import { CustomResourceDefinition } from '@kube-rx/crd';
import { ConfigMap, Deployment, Namespace, Pod } from '@kube-rx/k8s';
import { ReplicaSet } from '@kube-rx/k8s/apps/v1';
import { Lease } from '@kube-rx/k8s/coordination.k8s.io/v1';
import { uninstall } from '../examples/operators/deployed/uninstall.ts';
import { Website } from '../examples/operators/website-kind.ts';
import { OperatorProcess, patienceMs } from '../packages/kube-rx/test/support/operator-process.ts';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const deploy = join(import.meta.dirname, '../examples/operators/deployed/deploy');
const files = ['namespace', 'dns', 'websites.example.com', 'rbac', 'operator'];
const name = 'website-operator';
const user = {
  name: `system:serviceaccount:${name}:${name}`,
  token: 'operator-token',
  groups: ['system:serviceaccounts', `system:serviceaccounts:${name}`],
};

const folder = mkdtempSync(join(tmpdir(), 'kube-rx-deployed-'));
const warnings: string[] = [];
const running: OperatorProcess[] = [];
let controlPlane: ControlPlane;
let admin: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start({ controllerManager: true, users: [user] });
  const text = controlPlane.kubeconfig({});
  const config = await resolveContext(await Kubeconfig.parse([{ file: 'e2e.kubeconfig', text }]));
  admin = Client.fromConfig(config, { onWarning: (text) => void warnings.push(text) });
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.kill()));
  await admin.close();
  await controlPlane.stop();
  rmSync(folder, { recursive: true });
});

async function start(of: string): Promise<OperatorProcess> {
  const kubeconfig = controlPlane.kubeconfig({ user, namespace: name });
  const operator = await OperatorProcess.start(of, folder, kubeconfig);
  running.push(operator);
  return operator;
}

const sites = (): Api<Website> => Api.namespaced(admin, Website, 'default');
const records = async () =>
  Object.keys((await Api.namespaced(admin, ConfigMap, 'dns').get('dns')).data ?? {});

async function becomes(reason: string): Promise<void> {
  const isSo = async () => {
    const { metadata, status } = await sites().get('front');
    const ready = getCondition(status ? { status } : {}, 'Ready');
    return ready?.reason === reason && ready.observedGeneration === metadata.generation;
  };
  await eventually(`the website says ${reason}`, isSo, patienceMs);
}

describe('the deployed operator on a real server', () => {
  test('has manifests that the server takes, word for word, without a warning', async () => {
    const manifests = await readManifests(files.map((file) => join(deploy, `${file}.yaml`)));
    await applyAll(admin, manifests);
    for (const { object } of manifests) {
      const { name: of, namespace } = object.metadata;
      const { apiVersion = '', kind = '' } = object;
      const resource = await discovery(admin).resolveKind({ apiVersion, kind });
      const api =
        namespace === undefined ? Api.all(admin, resource) : Api.namespaced(admin, resource, namespace);
      await api.patch.merge(of, object, { dryRun: true, fieldValidation: 'Strict' });
    }
    expect(warnings).toEqual([]);
  });

  test('has a Deployment whose Pods are let in by the restricted level', async () => {
    const deployment = await Api.namespaced(admin, Deployment, name).get(name);
    const pods = Api.namespaced(admin, Pod, name);
    await eventually('there are two Pods', async () => (await pods.list()).length === 2, patienceMs);
    const [set] = await Api.namespaced(admin, ReplicaSet, name).list();
    expect(set !== undefined && isControlledBy(set, deployment)).toBe(true);
    const refused = pods.create({
      metadata: { name: 'lax' },
      // The ServiceAccount `default` may not be there yet.
      spec: { serviceAccountName: name, containers: [{ name: 'a', image: 'a' }] },
    });
    await expect(refused).rejects.toThrow(/restricted/);
  });

  test(
    'does its work with its rights alone, and hands over',
    async () => {
      const [one, two] = [await start('one'), await start('two')];
      await sites().create({ metadata: { name: 'front' }, spec: { host: 'front.example.com' } });
      await becomes('Deploying');
      expect(await records()).toEqual(['front.example.com']);
      const leaderIsOne = await one.isLeader();
      const [leader, standby] = leaderIsOne ? [one, two] : [two, one];
      expect(await leader.terminate()).toBe('exit code 0');
      await sites().patch.merge('front', { spec: { host: 'new.example.com' } });
      await eventually(
        'the new host is published',
        async () => (await records()).join() === 'new.example.com',
        patienceMs,
      );
      expect(await standby.isLeader()).toBe(true);
      expect((await Api.namespaced(admin, Lease, name).get(name)).spec?.leaseTransitions).toBeGreaterThan(0);
    },
    4 * patienceMs,
  );

  test(
    'is taken away, and nothing is stuck',
    async () => {
      // There is no kubelet that would end the Pods. A Pod that no node has may go by itself, once it is marked.
      const pods = Api.namespaced(admin, Pod, name);
      const told: string[] = [];
      const ended = uninstall(admin, { timeout: patienceMs, tell: (line) => void told.push(line) });
      const endPods = eventually(
        'the operator is gone',
        async () => {
          for (const { metadata } of await pods.list())
            if (metadata.deletionTimestamp !== undefined)
              await ignoreNotFound(pods.delete(metadata.name, { gracePeriodSeconds: 0 }));
          return told.includes('the operator is gone');
        },
        2 * patienceMs,
      );
      const [isDone] = await Promise.all([ended, endPods]);
      expect(isDone).toBe(true);
      expect(await records()).toEqual([]);
      const definitions = await Api.all(admin, CustomResourceDefinition).list();
      expect(definitions).toHaveLength(0);
      const namespaces = Api.all(admin, Namespace);
      await eventually(
        'the namespace is gone',
        async () => (await namespaces.getOptional(name)) === undefined,
        2 * patienceMs,
      );
    },
    6 * patienceMs,
  );
});
