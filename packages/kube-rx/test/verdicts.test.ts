// Whatever a server sends, each call ends with a value of the shape that was promised, or with an error of ours.

import { fc } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { Api, Client, compose, discovery, retryLayer, warningsLayer, warnOnce } from '@kube-rx/client';
import {
  ApiError,
  defineResource,
  type HttpRequest,
  type HttpResponse,
  type KubeObject,
  VirtualClock,
} from '@kube-rx/core';
import { answers, discoveries, frames, type HostileAnswer, lists, objects } from './support/hostile.ts';
import { responseOf } from './support/hostile-response.ts';
import { expectSane } from './support/sane-error.ts';

const ConfigMaps = defineResource({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  scope: 'Namespaced',
  subresources: ['status', 'scale', 'token'],
});

/** Answers by the list, over and over. */
function clientOf(list: readonly HostileAnswer[]): Client {
  let count = 0;
  const service = (request: HttpRequest): Promise<HttpResponse> => {
    count += 1;
    const next = list[count % list.length];
    if (count > 200 || next === undefined) throw new Error(`asks without end for ${request.path}`);
    return Promise.resolve(responseOf(next));
  };
  const told = warnOnce((text) => expect(text.length).toBeLessThan(2000));
  const layers = [
    warningsLayer(told),
    retryLayer({ attempts: 1, clock: new VirtualClock(), random: () => 0 }),
  ];
  return new Client(compose(layers, service), { timeout: 0 });
}

async function sane<T>(call: () => Promise<T>, check: (value: T) => void): Promise<void> {
  let value: T;
  try {
    value = await call();
  } catch (error) {
    expectSane(error);
    return;
  }
  check(value);
}

function isObject(value: KubeObject): void {
  expect(typeof value.metadata).toBe('object');
  expect(Array.isArray(value.metadata)).toBe(false);
  expect([undefined, null, 'ConfigMap', 'Scale']).toContain(value.kind);
}

const anything = (): void => undefined;
type Verb = (api: Api) => Promise<void>;
const body = { metadata: { name: 'a' } };

const verbs: Readonly<Record<string, Verb>> = {
  get: (api) => sane(() => api.get('a'), isObject),
  getOptional: (api) =>
    sane(
      () => api.getOptional('a'),
      (value) => value && isObject(value),
    ),
  create: (api) => sane(() => api.create(body), isObject),
  replace: (api) => sane(() => api.replace('a', body), isObject),
  apply: (api) => sane(() => api.apply('a', {}, { fieldManager: 'm' }), isObject),
  patch: (api) => sane(() => api.patch.merge('a', {}), isObject),
  delete: (api) =>
    sane(
      () => api.delete('a'),
      ({ type }) => expect(type).toMatch(/^(object|status)$/),
    ),
  deleteCollection: (api) => sane(() => api.deleteCollection(), anything),
  status: (api) => sane(() => api.status.get('a'), isObject),
  scale: (api) => sane(() => api.scale.get('a'), isObject),
  token: (api) => sane(() => api.subresource('token').create('a', {}), anything),
};

describe('whatever a server answers', () => {
  test.each(Object.entries(verbs))('%s gives an object or an error', async (_, call) => {
    await fc.assert(
      fc.asyncProperty(answers(objects), (answer) =>
        call(Api.namespaced(clientOf([answer]), ConfigMaps, 'shop')),
      ),
      { numRuns: 150 },
    );
  });

  test('list and listAll give objects or an error, and end', async () => {
    const some = fc.array(answers(lists), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(some, async (list) => {
        await sane(
          () => Api.all(clientOf(list), ConfigMaps).list(),
          (page) => {
            expect(typeof page.resourceVersion).toBe('string');
            for (const object of page) isObject(object);
          },
        );
        await sane(async () => {
          let count = 0;
          for await (const object of Api.all(clientOf(list), ConfigMaps).listAll()) {
            isObject(object);
            count += 1;
            if (count > 20) break;
          }
        }, anything);
      }),
      { numRuns: 200 },
    );
  });

  test('a watch gives events or an error, and ends', async () => {
    const streams = fc.array(frames, { maxLength: 4 }).map((all) => `${all.join('\n')}\n`);
    await fc.assert(
      fc.asyncProperty(answers(streams), async (answer) => {
        await sane(async () => {
          for await (const event of Api.all(clientOf([answer]), ConfigMaps).watch()) {
            expect(event.type).toMatch(/^(ADDED|MODIFIED|DELETED|BOOKMARK|ERROR)$/);
            // What a reader does with an ERROR of its own watch.
            if (event.type === 'ERROR') expectSane(new ApiError('the watch ended', { status: event.status }));
          }
        }, anything);
      }),
      { numRuns: 300 },
    );
  });

  test('discovery finds resources whose members are what they should be, or fails', async () => {
    const some = fc.array(answers(discoveries), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(some, async (list) => {
        const known = discovery(clientOf(list));
        await sane(
          () => known.served(),
          ({ resources, unavailable }) => {
            for (const { group, version, kind, plural, singular, ...row } of resources) {
              const all = [
                group,
                version,
                kind,
                plural,
                singular,
                ...row.shortNames,
                ...row.categories,
                ...row.verbs,
              ];
              expect(all.filter((member) => typeof member !== 'string')).toEqual([]);
            }
            expect(unavailable.filter((name) => typeof name !== 'string')).toEqual([]);
          },
        );
        for (const name of ['wd', 'widgets.example.com', 'Widget'])
          await sane(() => known.resolve(name), anything);
        await sane(() => known.resolveAll('all'), anything);
      }),
      { numRuns: 300 },
    );
  });

  test('a text and a version are given, or an error', async () => {
    const request: HttpRequest = { method: 'GET', path: '/healthz', query: [], headers: {} };
    await fc.assert(
      fc.asyncProperty(answers(objects), async (answer) => {
        await sane(
          () => clientOf([answer]).requestText(request),
          (text) => expect(typeof text).toBe('string'),
        );
        await sane(
          () => clientOf([answer]).serverVersion(),
          ({ gitVersion }) => expect(typeof gitVersion).toBe('string'),
        );
      }),
      { numRuns: 150 },
    );
  });
});
