import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import {
  ApiError,
  type DynamicObject,
  defineResource,
  type HttpService,
  readBody,
  settle,
  VirtualClock,
} from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { applyAll } from '../../src/apply/apply-all.ts';
import type { ApplyAllOptions, ApplyProgress } from '../../src/apply/apply-options.ts';
import { ApplyError, type ObjectResult } from '../../src/apply/apply-result.ts';
import { deleteAll } from '../../src/apply/delete-all.ts';
import { Client } from '../../src/client.ts';
import { parseManifests } from '../../src/manifests/manifest.ts';
import { ConfigMap, Deployment, Namespace } from '../support/tokens.ts';

const namespaceOf = (name: string): string =>
  `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name} } }\n`;
const configMap = (name: string, value = '1', namespace?: string): string =>
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}${namespace ? `, namespace: ${namespace}` : ''} }, data: { a: "${value}" } }\n`;
const deployment = (name: string, replicas = 1): string =>
  `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ${name} }, spec: { replicas: ${replicas}, selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: c, image: i }] } } } }\n`;
const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: websites.shop.example }
spec:
  group: shop.example
  scope: Namespaced
  names: { plural: websites, kind: Website }
  versions:
  - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }
`;
const website =
  '{ apiVersion: shop.example/v1, kind: Website, metadata: { name: a, namespace: shop }, spec: { host: h } }\n';

const documents = (...texts: string[]): string => texts.join('---\n');

/** A client that notes its requests, of a server of its own. */
function start(layer: (next: HttpService) => HttpService = (next) => next) {
  const server = new ApiServer();
  const asked: string[] = [];
  const service: HttpService = (request, options) => {
    asked.push(`${request.method} ${request.path.replace(/^\/apis?\//, '')}`);
    return layer(server.service)(request, options);
  };
  const clock = new VirtualClock();
  const client = new Client(service, { clock });
  const apply = (text: string, options: ApplyAllOptions = {}): Promise<ObjectResult[]> =>
    applyAll(client, parseManifests(text, 'f.yaml'), options);
  return { client, clock, asked, apply };
}

const summary = (results: readonly ObjectResult[]): string[] =>
  results.map(({ ref, outcome }) => `${ref.resource.kind} ${ref.namespace ?? ''}/${ref.name} ${outcome}`);

async function failure(applied: Promise<unknown>): Promise<ApplyError> {
  const error = await applied.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ApplyError) return error;
  throw new Error(`no ApplyError: ${String(error)}`);
}

/** Gives the first answer of discovery again, so many times. */
function hidesNewKinds(times: number): (next: HttpService) => HttpService {
  let first: Uint8Array | undefined;
  let asked = 0;
  return (next) => async (request, options) => {
    const response = await next(request, options);
    if (request.path !== '/apis') return response;
    const now = await readBody(response.body);
    first ??= now;
    asked += 1;
    return { ...response, body: Readable.from([asked > times ? now : first]) };
  };
}

describe('applyAll', () => {
  test('goes on past an object that somebody has nested very deep', async () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const stored = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"default","uid":"u","resourceVersion":"1"},"data":${deep}}`;
    const { apply } = start((next) => async (request, options) => {
      if (!request.path.endsWith('/configmaps/a')) return next(request, options);
      const headers = { 'content-type': 'application/json' };
      return { status: 200, headers, body: Readable.from([Buffer.from(stored)]) };
    });
    expect(summary(await apply(documents(configMap('a'), configMap('b'))))).toEqual([
      'ConfigMap default/a unchanged',
      'ConfigMap default/b created',
    ]);
  });

  test('applies namespaces, definitions, objects of the kinds that these define, and all else, in this order', async () => {
    const { apply, asked } = start();
    const text = documents(
      website,
      deployment('web'),
      configMap('a', '1', 'shop'),
      definition,
      namespaceOf('shop'),
    );
    expect(summary(await apply(text))).toEqual([
      'CustomResourceDefinition /websites.shop.example created',
      'Namespace /shop created',
      'ConfigMap shop/a created',
      'Website shop/a created',
      'Deployment default/web created',
    ]);
    const writes = asked
      .filter((request) => request.startsWith('PATCH'))
      .map((request) => request.split('/').at(-1));
    expect(writes.slice(0, 2).sort()).toEqual(['shop', 'websites.shop.example']);
    expect(writes[2]).toBe('a');
  });

  test('says what it has changed', async () => {
    const { apply } = start();
    await apply(documents(configMap('a'), configMap('b')));
    const again = documents(configMap('a'), configMap('b', '2'), configMap('c'));
    const outcomes = ['unchanged', 'configured', 'created'];
    expect((await apply(again, { dryRun: true })).map(({ outcome }) => outcome)).toEqual(outcomes);
    expect((await apply(again)).map(({ outcome }) => outcome)).toEqual(outcomes);
  });

  test('stores nothing in a dry run, and says what it could not try', async () => {
    const { apply, client, asked } = start();
    const text = documents(
      namespaceOf('shop'),
      configMap('a', '1', 'shop'),
      definition,
      website,
      configMap('b'),
    );
    const results = await apply(text, { dryRun: true, prune: 'set', wait: true });
    expect(results.map((one) => (one.outcome === 'skipped' ? one.reason : one.outcome))).toEqual([
      'created',
      'created',
      'its namespace shop is not there yet',
      'created',
      'its kind is defined by websites.shop.example, which is not there yet',
    ]);
    expect(await Api.all(client, ConfigMap).list()).toHaveLength(0);
    expect(await Api.all(client, Namespace).getOptional('shop')).toBeUndefined();
    expect(asked.filter((request) => request.startsWith('DELETE'))).toEqual([]);
  });

  test('takes objects of the program, and fills in the namespace of the options, of the client or none', async () => {
    const { client } = start();
    const objects = [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', namespace: 'ignored' } },
    ];
    expect(summary(await applyAll(client, objects, { namespace: 'shop' }))).toEqual([
      'Namespace /shop created',
      'ConfigMap shop/a created',
    ]);
    expect(summary(await applyAll(client, Promise.resolve(objects)))).toContain(
      'ConfigMap default/a created',
    );
  });

  test('writes nothing where something is wrong from the beginning, and says all that is', async () => {
    const { apply, asked } = start();
    const text = documents(
      configMap('fine'),
      '{ apiVersion: shop.example/v1, kind: Website, metadata: { name: a } }\n',
      configMap('twice'),
      configMap('elsewhere', '1', 'other'),
      configMap('a/b'),
      configMap('twice', '2', 'shop'),
    );
    await expect(apply(text, { namespace: 'shop' })).rejects.toMatchObject({
      name: 'ManifestError',
      problems: [
        'f.yaml:3 (document 2): the server has no kind "Website" in "shop.example/v1", and no CustomResourceDefinition here defines it',
        'f.yaml:7 (document 4): is for namespace "other", and all shall go to "shop"',
        expect.stringContaining('f.yaml:9 (document 5): '),
        'f.yaml:11 (document 6): is there a second time: the first is f.yaml:5 (document 3)',
      ],
    });
    expect(asked.filter((request) => !request.startsWith('GET'))).toEqual([]);
  });

  test('goes on after a failure, and says in the end what failed and why', async () => {
    const { apply } = start();
    await apply(configMap('contested'), { fieldManager: 'first' });
    const text = documents(configMap('contested', '2'), configMap('lost', '1', 'nowhere'), configMap('fine'));
    const { results, message } = await failure(apply(text));
    expect(summary(results)).toEqual([
      'ConfigMap default/contested failed',
      'ConfigMap nowhere/lost failed',
      'ConfigMap default/fine created',
    ]);
    expect(results[0]).toMatchObject({ conflicts: [{ manager: 'first', field: '.data.a' }] });
    expect(message).toMatch(
      /^2 of 3 objects failed: f\.yaml:1: .*first.*; f\.yaml:3 \(document 2\): .*nowhere/s,
    );
    const [forced] = await apply(configMap('contested', '2'), { force: true });
    expect(forced?.outcome).toBe('configured');
  });

  test('tries no more once the server does not answer', async () => {
    let isDown = false;
    const { apply } = start((next) => (request, options) => {
      if (request.method === 'PATCH' && request.path.endsWith('/b')) isDown = true;
      return isDown
        ? Promise.reject(new ApiError('down', { status: { code: 401, reason: 'Unauthorized' } }))
        : next(request, options);
    });
    const names = ['a', 'b', 'c', 'd'];
    const { results } = await failure(
      apply(documents(...names.map((name) => configMap(name))), { parallel: 1 }),
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['created', 'failed', 'skipped', 'skipped']);
  });

  test('does not wait for a definition that could not be applied', async () => {
    const broken = definition.replace('scope: Namespaced', 'scope: Namespaced\n  preserveUnknownFields: 5');
    const { apply } = start();
    const { results } = await failure(apply(documents(broken, namespaceOf('shop'), website)));
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'created', 'failed']);
  });

  test.each([
    ['until the server serves its kind', 5, 'created'],
    ['no longer than its timeout', Number.POSITIVE_INFINITY, 'failed'],
  ])('waits for a definition %s', async (_, questions, outcome) => {
    const hide = hidesNewKinds(questions);
    const { apply, clock } = start(hide);
    const over = new AbortController();
    const applied = apply(documents(namespaceOf('shop'), definition, website), { timeout: 10_000 })
      .catch((error: unknown) => (error instanceof ApplyError ? error.results : []))
      .finally(() => {
        over.abort();
      });
    while (!over.signal.aborted) {
      await settle();
      await clock.advance(100);
    }
    const results = await applied;
    expect(results.map((result) => result.outcome)).toEqual(['created', 'created', outcome]);
    const [, , last] = results;
    if (last?.outcome === 'failed')
      expect(last.error.message).toBe(
        'websites.shop.example shop/a: its definition websites.shop.example was not established within 10000 ms',
      );
  });

  test('ends with the signal', async () => {
    const { apply } = start();
    const controller = new AbortController();
    const applied = apply(documents(deployment('web')), {
      wait: true,
      signal: controller.signal,
      onProgress: ({ type }) => {
        if (type === 'waiting') controller.abort();
      },
    });
    await expect(applied).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('deleteAll', () => {
  test('deletes in the reverse order, and says what was not there', async () => {
    const { apply, client } = start();
    const text = documents(namespaceOf('shop'), definition, website, configMap('a', '1', 'shop'));
    await apply(text);
    const manifests = parseManifests(text, 'f.yaml');
    expect(summary(await deleteAll(client, manifests, { dryRun: true }))).toContain('Website shop/a deleted');
    expect(summary(await deleteAll(client, manifests))).toEqual([
      'Website shop/a deleted',
      'ConfigMap shop/a deleted',
      'Namespace /shop deleted',
      'CustomResourceDefinition /websites.shop.example deleted',
    ]);
    const again = await deleteAll(client, manifests);
    expect(again.filter(({ ref }) => ref.namespace).map(({ outcome }) => outcome)).toEqual([
      'absent',
      'absent',
    ]);
  });

  test('goes on after a failure', async () => {
    const { client, apply } = start(
      (next) => (request, options) =>
        request.method === 'DELETE' && request.path.endsWith('/a')
          ? Promise.reject(new ApiError('no', { status: { code: 403, reason: 'Forbidden' } }))
          : next(request, options),
    );
    const text = documents(configMap('a'), configMap('b'));
    await apply(text);
    const { results } = await failure(deleteAll(client, parseManifests(text, 'f.yaml')));
    expect(summary(results)).toEqual(['ConfigMap default/a failed', 'ConfigMap default/b deleted']);
  });
});

describe('applyAll that waits', () => {
  const rolledOut = {
    observedGeneration: 1,
    replicas: 1,
    updatedReplicas: 1,
    readyReplicas: 1,
    availableReplicas: 1,
  };

  test('resolves when everything is ready, and tells why not while it is not', async () => {
    const { apply, client, clock } = start();
    const told: string[] = [];
    const onProgress = (progress: ApplyProgress): void => {
      if (progress.type === 'waiting') told.push(progress.reason);
      if (progress.type === 'ready') told.push(`${progress.ref.name} is ready`);
    };
    const applied = apply(documents(deployment('web'), configMap('a')), { wait: true, onProgress });
    await settle();
    while (told.length < 2) await settle();
    expect(told).toEqual(['a is ready', 'its controller has not observed it yet']);
    const { status } = Api.namespaced(client, Deployment, 'default');
    await status.patch.merge('web', { status: { ...rolledOut, availableReplicas: 0 } });
    await clock.advance(1000);
    while (told.length < 3) await settle();
    expect(told[2]).toBe('0 of 1 updated replicas are available');
    await status.patch.merge('web', { status: rolledOut });
    await clock.advance(1000);
    expect(summary(await applied)).toEqual(['ConfigMap default/a created', 'Deployment default/web created']);
    expect(told[3]).toBe('web is ready');
  });

  test('fails with the reason of each object that is not ready in time', async () => {
    const { apply, clock } = start();
    const waiting = Promise.withResolvers<undefined>();
    const applied = failure(
      apply(documents(deployment('web'), configMap('a')), {
        wait: true,
        timeout: 5000,
        onProgress: ({ type }) => {
          if (type === 'waiting') waiting.resolve(undefined);
        },
      }),
    );
    await waiting.promise;
    await settle();
    for (let at = 0; at < 5; at += 1) await clock.advance(1000);
    const { results, message } = await applied;
    expect(results.map(({ outcome }) => outcome)).toEqual(['created', 'failed']);
    expect(message).toBe(
      '1 of 2 objects failed: f.yaml:1: deployments.apps default/web was not ready within 5000 ms: its controller has not observed it yet',
    );
  });

  test('fails at once where an object will never be ready', async () => {
    const { apply, client, clock } = start();
    const waiting = Promise.withResolvers<undefined>();
    const job =
      '{ apiVersion: batch/v1, kind: Job, metadata: { name: j }, spec: { template: { spec: { restartPolicy: Never, containers: [{ name: c, image: i }] } } } }\n';
    const applied = failure(
      apply(job, {
        wait: true,
        onProgress: ({ type }) => {
          if (type === 'waiting') waiting.resolve(undefined);
        },
      }),
    );
    await waiting.promise;
    await settle();
    const resource = defineResource<DynamicObject, 'status'>({
      group: 'batch',
      version: 'v1',
      kind: 'Job',
      plural: 'jobs',
      scope: 'Namespaced',
      subresources: ['status'],
    });
    const time = '2026-01-01T00:00:00Z';
    const conditions = [
      { type: 'FailureTarget', status: 'True', lastTransitionTime: time },
      { type: 'Failed', status: 'True', message: 'too many', lastTransitionTime: time },
    ];
    await Api.namespaced(client, resource, 'default').status.patch.merge('j', {
      status: { startTime: time, conditions },
    });
    await clock.advance(1000);
    const { message } = await applied;
    expect(message).toBe('1 of 1 objects failed: f.yaml:1: jobs.batch default/j: it failed: too many');
  });
});
