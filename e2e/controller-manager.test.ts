// kube-controller-manager beside the API server: what a control plane that runs it does, and what one without does not.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await ControlPlane.start({ controllerManager: true });
});

afterAll(async () => {
  await controlPlane.stop();
});

const statusOf = async (path: string): Promise<number> => (await controlPlane.request(path)).status;

describe('a control plane with kube-controller-manager', () => {
  test('makes the ServiceAccount of a namespace, and finishes the namespace when it is deleted', async () => {
    const path = '/api/v1/namespaces/short-lived';
    await controlPlane.request('/api/v1/namespaces', { body: { metadata: { name: 'short-lived' } } });
    await eventually(
      'its ServiceAccount is there',
      async () => (await statusOf(`${path}/serviceaccounts/default`)) === 200,
    );
    await controlPlane.request(`${path}/configmaps`, { body: { metadata: { name: 'left-behind' } } });
    await controlPlane.request(path, { method: 'DELETE' });
    await eventually('the namespace is gone', async () => (await statusOf(path)) === 404);
  });

  test('is stopped and started again beside a running API server', async () => {
    const [, , pid] = controlPlane.pids;
    await controlPlane.stopControllerManager();
    const path = '/api/v1/namespaces/waiting';
    await controlPlane.request('/api/v1/namespaces', { body: { metadata: { name: 'waiting' } } });
    await controlPlane.startControllerManager();
    expect(controlPlane.pids[2]).not.toBe(pid);
    await eventually(
      'what waited for it is done',
      async () => (await statusOf(`${path}/serviceaccounts/default`)) === 200,
    );
  });
});
