// The logs of many containers, from the embedded server, in virtual time.

import { afterEach, describe, expect, test } from '@jest/globals';
import { ApiServer, type RunningContainer } from '@kube-rx/apiserver';
import { Api, Client, TransportError } from '@kube-rx/client';
import {
  type DynamicObject,
  defineResource,
  type HttpResponse,
  type HttpService,
  ObjectRef,
  onAbort,
  settle,
  VirtualClock,
} from '@kube-rx/core';
import type { LogLine, LogsOptions, LogTrouble } from '../../src/logs/log-options.ts';
import { logs } from '../../src/logs/logs.ts';
import type { PodTarget } from '../../src/pods/pod-selection.ts';
import { Deployment, Pod } from '../support/workloads.ts';

const CronJob = defineResource<DynamicObject>({
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  scope: 'Namespaced',
});

const Job = defineResource<DynamicObject>({
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  scope: 'Namespaced',
});

const Service = defineResource({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  scope: 'Namespaced',
});

const labels = { app: 'web' };
const deployment = ObjectRef.of(Deployment, 'web', 'shop');

const running = { state: { running: {} }, restartCount: 0 };

const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 403, reason: 'Forbidden' };
const forbidden: HttpResponse = {
  status: 403,
  headers: { 'content-type': 'application/json' },
  body: {
    async *[Symbol.asyncIterator]() {
      await Promise.resolve();
      yield new TextEncoder().encode(JSON.stringify(status));
    },
  },
};

class Shop {
  readonly clock = new VirtualClock();
  readonly server = new ApiServer({ clock: this.clock });
  /** Targets of reads of logs. */
  readonly reads: string[] = [];
  /** Breaks off every open read of a log. */
  cut: () => void = () => undefined;
  /** How many reads are open. */
  isOpen = 0;
  /** How many watches are open. */
  watches = 0;
  /** The Pod whose log is refused. */
  refused = '';
  readonly client: Client;
  readonly pods: Api<Pod>;

  constructor() {
    this.server.seed([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'x' }] } },
        },
      },
    ]);
    const service: HttpService = async (request, options) => {
      if (this.refused !== '' && request.path.endsWith(`/${this.refused}/log`)) return forbidden;
      const response = await this.server.service(request, options);
      if (request.query.some(([name]) => name === 'watch')) {
        this.watches += 1;
        onAbort(options?.signal, () => (this.watches -= 1));
      }
      if (!request.path.endsWith('/log')) return response;
      this.reads.push(request.query.map((pair) => pair.join('=')).join('&'));
      return { ...response, body: this.#breakable(response.body, options?.signal) };
    };
    this.client = new Client(service, { clock: this.clock });
    this.pods = Api.namespaced(this.client, Pod, 'shop');
    open.push(this.client, this.server);
  }

  /** A Pod whose containers run. */
  async add(
    name: string,
    containers: readonly string[] = ['web'],
    more: object = {},
  ): Promise<RunningContainer[]> {
    const each = containers.map((container) => ({ name: container, image: 'x' }));
    await this.pods.create({
      metadata: { name, labels, ...more },
      spec: { nodeName: 'node-1', containers: each },
    });
    const fakes = containers.map((container) => this.server.containers.run(`shop/${name}`, container));
    await this.setStatus(
      name,
      containers.map((container) => ({ name: container, ...running })),
    );
    return fakes;
  }

  async setStatus(name: string, containerStatuses: readonly object[], phase = 'Running'): Promise<void> {
    await this.pods.subresource('status').patch.merge(name, { status: { phase, containerStatuses } });
  }

  async *#breakable(
    body: AsyncIterable<Uint8Array>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array> {
    const broken = Promise.withResolvers<never>();
    broken.promise.catch(() => undefined);
    onAbort(signal, () => broken.reject(new DOMException('left', 'AbortError')));
    const before = this.cut;
    this.cut = () => {
      before();
      broken.reject(new TransportError('cut', { code: 'ECONNRESET' }));
    };
    const bytes = body[Symbol.asyncIterator]();
    this.isOpen += 1;
    try {
      for (;;) {
        const next = await Promise.race([bytes.next(), broken.promise]);
        if (next.done) return;
        yield next.value;
      }
    } finally {
      this.isOpen -= 1;
      void bytes.return?.();
    }
  }
}

/** Reads for itself; `lines` is what came, as `web-0/web: text`. */
function follow(shop: Shop, options: LogsOptions = {}, target: PodTarget = deployment) {
  const lines: string[] = [];
  const troubles: LogTrouble[] = [];
  const stream = logs(shop.client, target, {
    follow: true,
    random: () => 0,
    onTrouble: (trouble) => troubles.push(trouble),
    ...options,
  });
  const done = (async () => {
    for await (const { pod, container, line } of stream) lines.push(`${pod}/${container}: ${line}`);
    return 'ended';
  })().catch((error: unknown) => error);
  return { lines, troubles, stream, done };
}

async function collect(
  shop: Shop,
  options: LogsOptions = {},
  target: PodTarget = deployment,
): Promise<string[]> {
  const { lines, done } = follow(shop, { ...options, follow: false }, target);
  const outcome = await done;
  if (outcome !== 'ended') throw outcome;
  return lines.sort();
}

describe('the logs that there are', () => {
  test('of all containers of all Pods of a Deployment, then the end', async () => {
    const shop = new Shop();
    const [web, side] = await shop.add('web-0', ['web', 'side']);
    const [other] = await shop.add('web-1');
    web?.log('one', 'two');
    side?.log('aside');
    other?.log('three');
    expect(await collect(shop)).toEqual([
      'web-0/side: aside',
      'web-0/web: one',
      'web-0/web: two',
      'web-1/web: three',
    ]);
  });

  test('by labels, of one container, with a tail and with times', async () => {
    const shop = new Shop();
    const [web, side] = await shop.add('web-0', ['web', 'side']);
    web?.log('one', 'two');
    side?.log('aside');
    const target = { namespace: 'shop', labelSelector: { app: 'web' } };
    const options = { container: 'web', tailLines: 1, timestamps: true };
    const all: LogLine[] = [];
    for await (const line of logs(shop.client, target, options)) all.push(line);
    expect(all).toEqual([
      {
        namespace: 'shop',
        pod: 'web-0',
        container: 'web',
        line: 'two',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
  });

  test('of a CronJob: of the Pods of its Jobs, and no others', async () => {
    const shop = new Shop();
    const owner = (kind: string, name: string, uid: string) => ({
      ownerReferences: [{ apiVersion: 'batch/v1', kind, name, uid, controller: true }],
    });
    const job = {
      template: { spec: { containers: [{ name: 'web', image: 'x' }], restartPolicy: 'Never' } },
    };
    const make = async (kind: string, name: string, more: object = {}): Promise<string> => {
      const [resource, spec] =
        kind === 'Job' ? [Job, job] : [CronJob, { schedule: '@daily', jobTemplate: { spec: job } }];
      const made = await Api.namespaced(shop.client, resource, 'shop').create({
        metadata: { name, ...more },
        spec,
      });
      return made.metadata.uid ?? '';
    };
    const cronJob = await make('CronJob', 'nightly');
    const own = await make('Job', 'nightly-1', owner('CronJob', 'nightly', cronJob));
    const other = await make('Job', 'other');
    for (const [job, uid] of [
      ['nightly-1', own],
      ['other', other],
    ] as const) {
      const more = { labels: { 'batch.kubernetes.io/job-name': job }, ...owner('Job', job, uid) };
      const [container] = await shop.add(`${job}-x`, ['web'], more);
      container?.log(job);
    }
    expect(await collect(shop, {}, ObjectRef.of(CronJob, 'nightly', 'shop'))).toEqual([
      'nightly-1-x/web: nightly-1',
    ]);
  });

  test('leave out containers that have not begun', async () => {
    const shop = new Shop();
    const [web] = await shop.add('web-0');
    web?.log('one');
    await shop.pods.create({
      metadata: { name: 'web-1', labels },
      spec: { containers: [{ name: 'web', image: 'web' }] },
    });
    expect(await collect(shop)).toEqual(['web-0/web: one']);
  });

  test('fail for what is not there, and what has no Pods', async () => {
    const shop = new Shop();
    await expect(collect(shop, {}, ObjectRef.of(Deployment, 'none', 'shop'))).rejects.toThrow('404 NotFound');
    await expect(collect(shop, {}, ObjectRef.of(Pod, 'none', 'shop'))).rejects.toThrow('404 NotFound');
    const spec = { ports: [{ port: 80 }] };
    shop.server.seed([
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'bare', namespace: 'shop' }, spec },
    ]);
    await expect(collect(shop, {}, ObjectRef.of(Service, 'bare', 'shop'))).rejects.toThrow('has no selector');
  });

  test('fail where one cannot be read, unless somebody is told', async () => {
    const shop = new Shop();
    const [web] = await shop.add('web-0');
    await shop.add('web-1');
    web?.log('one');
    const forbid = (): void => {
      shop.refused = 'web-1';
    };
    forbid();
    const silent = logs(shop.client, deployment);
    const all = async (): Promise<void> => {
      while (!(await silent.next()).done);
    };
    await expect(all()).rejects.toThrow('403 Forbidden');
    forbid();
    const { lines, troubles, done } = follow(shop, { follow: false });
    expect(await done).toBe('ended');
    expect(lines).toEqual(['web-0/web: one']);
    expect(troubles).toMatchObject([{ pod: 'web-1', container: 'web', error: { name: 'ApiError' } }]);
  });
});

describe('logs that are followed', () => {
  test('give what is written, of Pods that come later too', async () => {
    const shop = new Shop();
    const [web] = await shop.add('web-0');
    web?.log('one');
    const { lines, stream } = follow(shop);
    await settle();
    web?.log('two');
    const [later] = await shop.add('web-1');
    later?.log('three');
    await settle();
    expect(lines).toEqual(['web-0/web: one', 'web-0/web: two', 'web-1/web: three']);
    await stream.return?.();
  });

  test('begin with a tail, and give all of what comes later', async () => {
    const shop = new Shop();
    const [web] = await shop.add('web-0');
    web?.log('old');
    const { lines, stream } = follow(shop, { tailLines: 0 });
    await settle();
    web?.log('new');
    const [later] = await shop.add('web-1');
    later?.log('first');
    await settle();
    expect(lines).toEqual(['web-0/web: new', 'web-1/web: first']);
    await stream.return?.();
  });

  test('go on after a break where they were, without a line lost or repeated', async () => {
    const shop = new Shop();
    const [web] = await shop.add('web-0');
    const { lines, troubles } = follow(shop);
    await settle();
    // All within one second, which is how exactly the server can begin.
    web?.log('one', 'two');
    await settle();
    shop.cut();
    web?.log('three');
    await settle();
    expect(troubles).toMatchObject([{ pod: 'web-0', error: { code: 'ECONNRESET' }, retryInMs: 400 }]);
    await shop.clock.advance(400);
    await settle();
    web?.log('four');
    await settle();
    expect(lines).toEqual(['one', 'two', 'three', 'four'].map((line) => `web-0/web: ${line}`));
    expect(shop.reads.at(-1)).toMatch(/sinceTime=/);
  });

  test('follow a container that is restarted', async () => {
    const shop = new Shop();
    const [web] = await shop.add('web-0');
    const { lines } = follow(shop);
    await settle();
    web?.log('before');
    await settle();
    web?.restart();
    await shop.clock.advance(5);
    web?.log('after');
    await shop.setStatus('web-0', [{ name: 'web', ...running, restartCount: 1 }]);
    await settle();
    await shop.clock.advance(1_000);
    await settle();
    expect(lines).toEqual(['web-0/web: before', 'web-0/web: after']);
  });

  /** A container that was restarted while nobody read its logs. */
  async function restartedDuringBreak(shop: Shop) {
    const [web] = await shop.add('web-0');
    const { lines } = follow(shop);
    await settle();
    web?.log('one');
    await settle();
    shop.cut();
    web?.log('last words');
    web?.restart();
    await shop.clock.advance(5);
    web?.log('anew');
    return { web, lines };
  }

  test('give the rest of a container that was restarted during a break', async () => {
    const shop = new Shop();
    const { lines } = await restartedDuringBreak(shop);
    await shop.setStatus('web-0', [{ name: 'web', ...running, restartCount: 1 }]);
    await settle();
    await shop.clock.advance(1_000);
    await settle();
    expect(lines).toEqual(['one', 'last words', 'anew'].map((line) => `web-0/web: ${line}`));
  });

  test('give the rest of a container that was restarted during a break, though its status is late', async () => {
    const shop = new Shop();
    const { web, lines } = await restartedDuringBreak(shop);
    await shop.clock.advance(1_000);
    await settle();
    await shop.setStatus('web-0', [{ name: 'web', ...running, restartCount: 1 }]);
    await settle();
    web?.log('more');
    await settle();
    expect(lines).toEqual(['one', 'last words', 'anew', 'more'].map((line) => `web-0/web: ${line}`));
  });

  test('go on where a server forbids for a moment what it allows', async () => {
    const shop = new Shop();
    const [web] = await shop.add('web-0');
    const { lines, troubles, done } = follow(shop);
    await settle();
    web?.log('one');
    await settle();
    shop.refused = 'web-0';
    shop.cut();
    await settle();
    await shop.clock.advance(400);
    await settle();
    shop.refused = '';
    web?.log('two');
    await shop.clock.advance(2_000);
    await settle();
    expect(lines).toEqual(['web-0/web: one', 'web-0/web: two']);
    expect(troubles.every(({ retryInMs }) => retryInMs !== undefined)).toBe(true);
    shop.refused = 'web-0';
    shop.cut();
    await settle();
    for (let at = 0; at < 3; at += 1) {
      await shop.clock.advance(10_000);
      await settle();
    }
    expect(troubles.at(-1)).toMatchObject({ pod: 'web-0', error: { name: 'ApiError' } });
    expect(troubles.at(-1)).not.toHaveProperty('retryInMs');
    expect(await Promise.race([done, Promise.resolve('goes on')])).toBe('goes on');
  });

  test('try no more for a Pod that has gone once nobody reads', async () => {
    const shop = new Shop();
    const [web] = await shop.add('web-0');
    const { stream, lines, troubles } = follow(shop);
    await settle();
    web?.log('one');
    await settle();
    await shop.pods.delete('web-0', { gracePeriodSeconds: 0 });
    await settle();
    shop.cut();
    await settle();
    expect(lines).toEqual(['web-0/web: one']);
    expect(troubles).toMatchObject([{ error: { code: 'ECONNRESET' }, retryInMs: 400 }]);
    await shop.clock.advance(1);
    expect(shop.clock.nextInMs).toBe(399);
    await stream.return?.();
    await settle();
    // The server has timers as well, which are due later.
    expect(shop.clock.nextInMs).not.toBe(399);
  });

  test('are told to nobody by whom they are not wanted: leaving closes every request', async () => {
    const shop = new Shop();
    const [web] = await shop.add('web-0');
    web?.log('one');
    for await (const { line } of logs(shop.client, deployment, { follow: true })) {
      expect(line).toBe('one');
      break;
    }
    await settle();
    expect(shop.isOpen).toBe(0);
    expect(shop.watches).toBe(0);
  });

  test('end with an AbortError once the signal fires', async () => {
    const shop = new Shop();
    await shop.add('web-0');
    const abort = new AbortController();
    const { done } = follow(shop, { signal: abort.signal });
    await settle();
    abort.abort();
    expect(await done).toMatchObject({ name: 'AbortError' });
  });

  test('of one Pod end when it has finished', async () => {
    const shop = new Shop();
    const [web] = await shop.add('web-0');
    const { lines, done } = follow(shop, {}, ObjectRef.of(Pod, 'web-0', 'shop'));
    await settle();
    web?.log('done');
    web?.stop();
    await shop.setStatus('web-0', [{ name: 'web', state: { terminated: { exitCode: 0 } } }], 'Succeeded');
    await settle();
    expect(await done).toBe('ended');
    expect(lines).toEqual(['web-0/web: done']);
  });

  test('refuse to follow more containers than were allowed, unless somebody is told', async () => {
    const shop = new Shop();
    await shop.add('web-0', ['a', 'b', 'c']);
    const told = follow(shop, { maxStreams: 2 });
    await settle();
    expect(told.troubles).toMatchObject([{ pod: 'web-0', container: 'c' }]);
    await told.stream.return?.();
    const silent = logs(shop.client, deployment, { follow: true, maxStreams: 2 });
    await expect(silent.next()).rejects.toThrow('at most 2 containers are followed at once');
  });
});
