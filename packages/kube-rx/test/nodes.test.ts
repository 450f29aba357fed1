// Nodes and workloads, against the embedded server on a virtual clock.

import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { ApiServer, defaultResources } from '@kube-rx/apiserver';
import type { HttpResponse } from '@kube-rx/core';
import {
  Api,
  Client,
  cordon,
  DrainError,
  type DrainOptions,
  type DrainProgress,
  drain,
  restart,
  TransportError,
  uncordon,
  VirtualClock,
} from 'kube-rx';
import { ConfigMap, Deployment, Namespace, Node, Pod, PodDisruptionBudget } from 'kube-rx/k8s';

const spec = { nodeName: 'node-7', containers: [{ name: 'web', image: 'web:1' }] };
const ownerReferences = [
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u', controller: true },
];

class World {
  readonly clock = new VirtualClock();
  readonly server = new ApiServer({
    clock: this.clock,
    resources: [...defaultResources, PodDisruptionBudget],
  });
  /** What the next evictions come to, instead of being carried out. */
  readonly interruptions: (() => HttpResponse)[] = [];
  readonly client = new Client(
    async (request, options) => {
      const interrupt = request.path.endsWith('/eviction') ? this.interruptions.shift() : undefined;
      return interrupt ? interrupt() : this.server.service(request, options);
    },
    { clock: this.clock },
  );
  readonly pods = Api.namespaced(this.client, Pod, 'shop');
  readonly nodes = Api.all(this.client, Node);
  readonly budgets = Api.namespaced(this.client, PodDisruptionBudget, 'shop');
  readonly progress: DrainProgress[] = [];

  constructor() {
    this.server.seed([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-7' } },
    ]);
  }

  /** A running pod of a controller; it stays while it has a finalizer. */
  async run(name: string, { finalizers = [] as string[], on = 'node-7' } = {}): Promise<Pod> {
    const metadata = { name, labels: { app: 'web' }, ownerReferences, finalizers };
    await this.pods.create({ metadata, spec: { ...spec, nodeName: on } });
    return this.pods.status.patch.merge(name, { status: { phase: 'Running' } });
  }

  async allow(disruptionsAllowed: number): Promise<void> {
    const budget =
      (await this.budgets.getOptional('web')) ??
      (await this.budgets.create({
        metadata: { name: 'web' },
        spec: { selector: { matchLabels: { app: 'web' } } },
      }));
    const counts = { currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 };
    const observedGeneration = budget.metadata.generation ?? 1;
    await this.budgets.status.replace('web', {
      ...budget,
      status: { ...counts, disruptionsAllowed, observedGeneration },
    });
  }

  drain(options: DrainOptions = {}): Promise<unknown> {
    const onProgress = (step: DrainProgress): number => this.progress.push(step);
    // No kubelet is there to end a pod that has time to end.
    return drain(this.client, 'node-7', { onProgress, gracePeriodSeconds: 0, ...options }).catch(
      (error: unknown) => error,
    );
  }

  /** As `evicting shop/web-0`. */
  get steps(): string[] {
    return this.progress.map((step) => ('pod' in step ? `${step.type} ${step.pod}` : step.type));
  }

  names(): Promise<string[]> {
    return this.pods.list().then((page) => page.map(({ metadata }) => metadata.name));
  }
}

describe('a node', () => {
  test('is cordoned and uncordoned, once each', async () => {
    const { client, nodes } = new World();
    const cordoned = await cordon(client, 'node-7');
    expect(cordoned.spec?.unschedulable).toBe(true);
    expect((await cordon(client, 'node-7')).metadata.resourceVersion).toBe(cordoned.metadata.resourceVersion);
    await uncordon(client, 'node-7', { dryRun: true });
    expect((await nodes.get('node-7')).spec?.unschedulable).toBe(true);
    expect((await uncordon(client, 'node-7')).spec?.unschedulable).toBeUndefined();
    await expect(cordon(client, 'node-9')).rejects.toThrow('nodes "node-9" not found');
  });

  test('is drained of its own pods alone', async () => {
    const world = new World();
    await world.run('web-0');
    await world.run('web-1');
    await world.run('other', { on: 'node-8' });
    expect(await world.drain()).toEqual({ removed: ['shop/web-0', 'shop/web-1'], abandoned: [] });
    expect(await world.names()).toEqual(['other']);
    expect((await world.nodes.get('node-7')).spec?.unschedulable).toBe(true);
    expect(world.steps.sort()).toEqual([
      'cordoned',
      'evicting shop/web-0',
      'evicting shop/web-1',
      'gone shop/web-0',
      'gone shop/web-1',
    ]);
  });

  test('is drained of selected pods', async () => {
    const world = new World();
    await world.run('web-0');
    await world.run('web-1');
    await world.pods.patch.merge('web-1', { metadata: { labels: { app: 'api' } } });
    await world.drain({ podSelector: { app: 'api' } });
    expect(await world.names()).toEqual(['web-0']);
  });

  test('keeps all its pods where one of them forbids the drain', async () => {
    const world = new World();
    await world.run('web-0');
    await world.pods.create({ metadata: { name: 'lone' }, spec });
    const error = await world.drain();
    expect(error).toBeInstanceOf(DrainError);
    expect(error).toMatchObject({
      message:
        'drain node-7: cannot delete Pods that declare no controller (use force to override): shop/lone; nothing was evicted, and the node is cordoned',
      refusals: [{ pods: ['shop/lone'] }],
    });
    expect(await world.names()).toEqual(['lone', 'web-0']);
    expect(world.steps).toEqual(['cordoned']);
  });

  test('waits until its pods are gone, looking every second', async () => {
    const world = new World();
    await world.run('web-0', { finalizers: ['example.com/wait'] });
    const drained = world.drain();
    await world.clock.advance(30_000);
    expect(world.steps).toEqual(['cordoned', 'evicting shop/web-0']);
    await world.pods.patch.merge('web-0', { metadata: { finalizers: null } });
    await world.clock.advance(1000);
    expect(await drained).toMatchObject({ removed: ['shop/web-0'] });
    expect(world.clock.pending).toBe(0);
  });

  test('takes a namesake with another uid for a pod that is gone, and leaves it alone', async () => {
    const world = new World();
    await world.run('web-0');
    await world.allow(0);
    const drained = world.drain();
    await world.clock.advance(1000);
    await world.pods.delete('web-0', { gracePeriodSeconds: 0 });
    const namesake = await world.run('web-0', { on: 'node-8' });
    await world.clock.advance(5000);
    expect(await drained).toMatchObject({ removed: ['shop/web-0'] });
    expect((await world.pods.get('web-0')).metadata.uid).toBe(namesake.metadata.uid);
  });

  test('asks again every five seconds while a budget forbids the eviction', async () => {
    const world = new World();
    await world.run('web-0');
    await world.allow(0);
    const drained = world.drain();
    await world.clock.advance(14_999);
    const blocked = world.progress.filter((step) => step.type === 'blocked');
    expect(blocked.map(({ retryInMs }) => retryInMs)).toEqual([5000, 5000, 5000]);
    expect(String(blocked[0]?.error)).toContain("would violate the pod's disruption budget");
    await world.allow(1);
    await world.clock.advance(1);
    expect(await drained).toMatchObject({ removed: ['shop/web-0'] });
  });

  test('asks again where an eviction was lost with its connection, or the server was busy', async () => {
    const world = new World();
    await world.run('web-0');
    const busy = {
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      code: 503,
      reason: 'ServiceUnavailable',
    };
    const headers = { 'content-type': 'application/json', 'retry-after': '7' };
    world.interruptions.push(
      () => {
        throw new TransportError('cut', { code: 'ECONNRESET' });
      },
      () => ({ status: 503, headers, body: Readable.from([Buffer.from(JSON.stringify(busy))]) }),
    );
    const drained = world.drain();
    await world.clock.advance(12_000);
    expect(await drained).toMatchObject({ removed: ['shop/web-0'] });
    const blocked = world.progress.filter((step) => step.type === 'blocked');
    expect(blocked.map(({ retryInMs }) => retryInMs)).toEqual([5000, 7000]);
  });

  test('is given up after the timeout, by what held it up', async () => {
    const world = new World();
    await world.run('web-0', { finalizers: ['example.com/wait'] });
    await world.run('web-1', { finalizers: ['example.com/wait'] });
    await world.allow(1);
    const drained = world.drain({ timeout: 20_000 });
    await world.clock.advance(20_000);
    const error = await drained;
    expect(error).toBeInstanceOf(DrainError);
    expect(String(error)).toMatch(/not all pods have left within 20000 ms: .*429 TooManyRequests/);
    expect(String(error)).toContain('is still there');
    expect(error).toMatchObject({ pending: ['shop/web-0', 'shop/web-1'] });
    expect(world.clock.pending).toBe(0);
  });

  test('is given up when the signal fires', async () => {
    const world = new World();
    await world.run('web-0');
    await world.allow(0);
    const abort = new AbortController();
    const drained = world.drain({ signal: abort.signal });
    await world.clock.advance(2000);
    abort.abort();
    expect(await drained).toMatchObject({ name: 'AbortError' });
    expect(world.clock.pending).toBe(0);
  });

  test('stops where its listener throws', async () => {
    const world = new World();
    await world.run('web-0');
    await world.allow(0);
    const bug = new Error('bug');
    const drained = world.drain({
      onProgress: ({ type }) => {
        if (type === 'blocked') throw bug;
      },
    });
    await world.clock.advance(10_000);
    expect(String(await drained)).toContain('bug');
    expect(world.clock.pending).toBe(0);
  });

  test('is drained past its budgets where it is told to delete', async () => {
    const world = new World();
    await world.run('web-0');
    await world.allow(0);
    expect(await world.drain({ disableEviction: true })).toMatchObject({ removed: ['shop/web-0'] });
    expect(world.steps).toEqual(['cordoned', 'deleting shop/web-0', 'gone shop/web-0']);
  });

  test('waits for a namespace that ends to delete its pods', async () => {
    const world = new World();
    await world.run('web-0', { finalizers: ['example.com/wait'] });
    await Api.all(world.client, Namespace).delete('shop');
    const drained = world.drain();
    await world.clock.advance(20_000);
    expect(world.steps).not.toContain('failed shop/web-0');
    await world.pods.patch.merge('web-0', { metadata: { finalizers: null } });
    await world.clock.advance(6000);
    expect(await drained).toMatchObject({ removed: ['shop/web-0'] });
  });

  test('does not wait for a pod that has been going for long', async () => {
    const world = new World();
    await world.run('web-0', { finalizers: ['example.com/wait'] });
    const drained = world.drain({ skipDeletedAfterMs: 30_000 });
    await world.clock.advance(40_000);
    expect(await drained).toMatchObject({ removed: [], abandoned: ['shop/web-0'] });
  });

  test('keeps everything in a dry run', async () => {
    const world = new World();
    await world.run('web-0');
    expect(await world.drain({ dryRun: true })).toMatchObject({ removed: ['shop/web-0'] });
    expect(await world.names()).toEqual(['web-0']);
    expect((await world.nodes.get('node-7')).spec?.unschedulable).toBeUndefined();
  });
});

describe('a workload', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: spec.containers } };

  test('is restarted by kubectl’s annotation', async () => {
    const { client, clock } = new World();
    const deployments = Api.namespaced(client, Deployment, 'shop');
    await deployments.create({
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: { app: 'web' } }, template },
    });
    const annotation = 'kubectl.kubernetes.io/restartedAt';
    const restarted = await restart(deployments, 'web');
    expect(restarted.spec?.template?.metadata?.annotations).toEqual({ [annotation]: '2023-11-14T22:13:20Z' });
    await expect(restart(deployments, 'web')).rejects.toThrow('within the past second');
    await clock.advance(1000);
    await restart(deployments, 'web');
    await deployments.patch.merge('web', { spec: { paused: true } });
    await clock.advance(1000);
    await expect(restart(deployments, 'web')).rejects.toThrow('it is paused');
  });

  test('of another kind is refused', async () => {
    const configs = Api.namespaced(new World().client, ConfigMap, 'shop');
    const untyped: Api = configs;
    await expect(restart(untyped, 'web')).rejects.toThrow('only deployments, daemonsets and statefulsets');
  });
});
