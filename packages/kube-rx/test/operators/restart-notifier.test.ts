// The restart notifier of examples/operators, on two API servers in memory.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client, type Controller } from 'kube-rx';
import { Pod } from 'kube-rx/k8s';
import { restartNotifier } from '../../../../examples/operators/restart-notifier.ts';
import { OperatorCluster } from '../support/operator-cluster.ts';

describe('the restart notifier', () => {
  let east: OperatorCluster;
  let west: { readonly server: ApiServer; readonly client: Client };
  let controller: Controller<Pod>;
  let told: string[];
  let refusals: number;
  /** The cluster whose notifications never end. */
  let hanging: string | undefined;

  beforeEach(async () => {
    [told, refusals, hanging] = [[], 0, undefined];
    east = new OperatorCluster([pod('web-0', 5), pod('web-1', 3)]);
    const server = new ApiServer({ clock: east.clock });
    server.seed([pod('web-0', 4, 'OOMKilled')]);
    west = { server, client: new Client(server.service, { clock: east.clock }) };
    controller = restartNotifier(east.client, {
      ...east.options,
      cluster: 'east',
      threshold: 3,
      notify: ({ cluster, namespace, pod, container, restarts, reason }) => {
        if (cluster === hanging) return new Promise<void>(() => undefined);
        if (refusals > 0) {
          refusals -= 1;
          throw new Error('the pager does not answer');
        }
        told.push(`${cluster}: ${namespace}/${pod} ${container} ${restarts} ${reason ?? ''}`.trim());
        return undefined;
      },
    });
    await east.run(controller);
  });

  afterEach(async () => {
    await east[Symbol.asyncDispose]();
    await west.client.close();
    await west.server.close();
  });

  const restart = async (client: Client, name: string, restartCount: number): Promise<void> => {
    await Api.namespaced(client, Pod, 'shop').status.patch.merge(name, status(restartCount));
    await east.rest();
  };

  test('tells of what has restarted more often than the threshold, once', async () => {
    expect(told).toEqual(['east: shop/web-0 app 5']);
    await east.clock.advance(3_600_000);
    expect(told).toHaveLength(1);
  });

  test('tells of one cluster while notifications of another hang', async () => {
    controller.addCluster('west', west.client);
    await east.rest();
    hanging = 'east';
    for (const name of ['web-0', 'web-1']) await restart(east.client, name, 9);
    await restart(west.client, 'web-0', 9);
    expect(told.slice(-1)).toEqual(['west: shop/web-0 app 9']);
  });

  test('tells of each restart from then on', async () => {
    await restart(east.client, 'web-1', 4);
    await restart(east.client, 'web-1', 5);
    expect(told.slice(1)).toEqual(['east: shop/web-1 app 4', 'east: shop/web-1 app 5']);
  });

  test('tells of a cluster that joins, and no more of it once it has left', async () => {
    controller.addCluster('west', west.client);
    await east.rest();
    expect(told.slice(1)).toEqual(['west: shop/web-0 app 4 OOMKilled']);
    await controller.removeCluster('west');
    await restart(west.client, 'web-0', 9);
    expect(told).toHaveLength(2);
  });

  test('goes on with one cluster while the other is away', async () => {
    controller.addCluster('west', west.client);
    await east.rest();
    west.server.faults.inject({ fault: { type: 'refuse' } });
    west.server.disconnect();
    await restart(east.client, 'web-1', 7);
    expect(told.at(-1)).toBe('east: shop/web-1 app 7');
    west.server.faults.clear();
    await restart(west.client, 'web-0', 8);
    await east.clock.advance(120_000);
    expect(told.at(-1)).toBe('west: shop/web-0 app 8');
  });

  test('begins anew with a Pod of the same name', async () => {
    const pods = Api.namespaced(east.client, Pod, 'shop');
    await pods.delete('web-0', { gracePeriodSeconds: 0 });
    east.server.seed([pod('web-0', 4)]);
    await east.rest();
    expect(told.at(-1)).toBe('east: shop/web-0 app 4');
  });

  test('asks again where nobody could be told', async () => {
    refusals = 3;
    await restart(east.client, 'web-1', 6);
    expect(told.at(-1)).toBe('east: shop/web-1 app 6');
  });

  test('says nothing of a Pod whose kubelet has said nothing yet', async () => {
    const spec = { containers: [{ name: 'app', image: 'app:1' }] };
    await Api.namespaced(east.client, Pod, 'shop').create({ metadata: { name: 'new' }, spec });
    await east.rest();
    expect(told).toHaveLength(1);
  });

  test('writes nothing', async () => {
    const before = east.server.revision;
    await east.clock.advance(3_600_000);
    expect(east.server.revision).toBe(before);
  });
});

function pod(name: string, restartCount: number, reason?: string) {
  const spec = { containers: [{ name: 'app', image: 'app:1' }] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec,
    ...status(restartCount, reason),
  };
}

function status(restartCount: number, reason?: string) {
  const lastState = reason === undefined ? {} : { terminated: { exitCode: 137, reason } };
  const one = { name: 'app', image: 'app:1', imageID: '', ready: true, restartCount, lastState };
  return { status: { containerStatuses: [one] } };
}
