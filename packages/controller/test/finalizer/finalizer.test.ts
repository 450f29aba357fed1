import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import {
  type HttpResponse,
  type HttpService,
  InvalidRequestError,
  type KubeObject,
  ObjectRef,
  type Resource,
} from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import { type FinalizerOptions, finalizer } from '../../src/finalizer/finalizer.ts';
import { ignoreNotFound } from '../../src/finalizer/ignore-not-found.ts';

const name = 'shop.example/website';
const foreign = 'a.example/x';

/** Somebody who is faster: called before each request of the finalizer; what it returns is the answer. */
type Meanwhile = (method: string) => Promise<HttpResponse | undefined>;

function start(metadata: Partial<KubeObject['metadata']> = {}) {
  const server = new ApiServer();
  server.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
  const people = Api.namespaced(new Client(server.service), ConfigMap, 'shop');
  const asked: string[] = [];
  let meanwhile: Meanwhile = () => Promise.resolve(undefined);
  const service: HttpService = async (request, options) => {
    asked.push(request.method);
    return (await meanwhile(request.method)) ?? server.service(request, options);
  };
  const client = new Client(service);
  const done: string[] = [];
  const told = (what: string): Promise<void> => Promise.resolve(void done.push(what));
  const context = {
    ref: ObjectRef.of(ConfigMap, 'site', 'shop'),
    signal: new AbortController().signal,
    api: <T extends KubeObject>(resource: Resource<T>): Api<T> =>
      Api.all(client, resource).inNamespace('shop'),
  };
  return {
    people,
    asked,
    done,
    context,
    onRequest: (act: Meanwhile) => {
      meanwhile = act;
    },
    create: () => people.create({ metadata: { name: 'site', ...metadata } }),
    setFinalizers: (finalizers: readonly string[] | null) =>
      people.patch.merge('site', { metadata: { finalizers } }),
    run: (object: ConfigMap, options: Partial<FinalizerOptions<ConfigMap>> = {}) =>
      finalizer(context, object, {
        name,
        apply: ({ metadata: { finalizers = [] } }) => told(`apply ${finalizers.join()}`),
        cleanup: () => told('cleanup'),
        ...options,
      }),
  };
}

/** What happens before the first request, and no other. */
function once(act: () => Promise<unknown>): Meanwhile {
  let left = 1;
  return async () => {
    if (left-- > 0) await act();
    return undefined;
  };
}

describe('a finalizer', () => {
  test('is on the object before anything is done for it, in the same run', async () => {
    const { create, run, done, people, asked } = start();
    expect(await run(await create())).toEqual(Action.done());
    expect(done).toEqual([`apply ${name}`]);
    expect((await people.get('site')).metadata.finalizers).toEqual([name]);
    expect(asked).toEqual(['PATCH']);
  });

  test('writes nothing where it is on the object already', async () => {
    const { create, run, asked, done } = start({ finalizers: [foreign, name] });
    await run(await create());
    expect([asked, done]).toEqual([[], [`apply ${foreign},${name}`]]);
  });

  test('hands on what apply asks for', async () => {
    const { create, run } = start();
    const apply = (): Promise<Action> => Promise.resolve(Action.requeueAfter(5));
    expect(await run(await create(), { apply })).toEqual(Action.requeueAfter(5));
  });

  test('cleans up, and lets the object go, and writes nothing after that', async () => {
    const { create, run, people, done, asked } = start({ finalizers: [name] });
    await people.delete(await create());
    expect(await run(await people.get('site'))).toEqual(Action.done());
    expect([done, asked]).toEqual([['cleanup'], ['PATCH']]);
    expect(await people.getOptional('site')).toBeUndefined();
  });

  test('takes no other finalizer away, and keeps their order', async () => {
    const all = ['a.example/1', name, 'a.example/2', 'a.example/3'];
    const { create, run, people } = start({ finalizers: all });
    await people.delete(await create());
    await run(await people.get('site'));
    expect((await people.get('site')).metadata.finalizers).toEqual(all.filter((each) => each !== name));
  });

  test('keeps the object where cleanup fails, and says why', async () => {
    const { create, run, people, asked } = start({ finalizers: [name] });
    await people.delete(await create());
    const failing = run(await people.get('site'), {
      cleanup: (): Promise<void> => Promise.reject(new Error('no DNS')),
    });
    await expect(failing).rejects.toThrow('no DNS');
    expect((await people.get('site')).metadata.finalizers).toEqual([name]);
    expect(asked).toEqual([]);
  });

  test.each([null, false, 5, {}])(
    'keeps the object where cleanup returns what is no Action: %j',
    async (answer) => {
      const { create, run, people, asked } = start({ finalizers: [name] });
      await people.delete(await create());
      const cleanup = (): Promise<Action> => Promise.resolve(answer as unknown as Action);
      await expect(run(await people.get('site'), { cleanup })).rejects.toThrow('must return an Action');
      expect((await people.get('site')).metadata.finalizers).toEqual([name]);
      expect(asked).toEqual([]);
    },
  );

  test.each([Action.requeueAfter(5000), Action.backoff(), Action.terminal('by hand')])(
    'keeps the object where cleanup says that it is not over: %j',
    async (action) => {
      const { create, run, people, asked } = start({ finalizers: [name] });
      await people.delete(await create());
      expect(
        await run(await people.get('site'), { cleanup: (): Promise<Action> => Promise.resolve(action) }),
      ).toEqual(action);
      expect(asked).toEqual([]);
    },
  );

  test('does nothing for an object that is going without it', async () => {
    const { create, run, people, done, asked } = start({ finalizers: [foreign] });
    await people.delete(await create());
    expect(await run(await people.get('site'))).toEqual(Action.done());
    expect([done, asked]).toEqual([[], []]);
  });

  test('is not added to an object that is being deleted, though the view does not know it yet', async () => {
    const { create, run, people, done } = start({ finalizers: [foreign] });
    const stale = await create();
    await people.delete('site');
    expect(await run(stale)).toEqual(Action.done());
    expect(done).toEqual([]);
    expect((await people.get('site')).metadata.finalizers).toEqual([foreign]);
  });

  test('is neither added to a namesake nor taken from one', async () => {
    const { create, run, people, done, setFinalizers } = start({ finalizers: [name] });
    const first = await create();
    await setFinalizers(null);
    await people.delete('site');
    await create();
    const deletionTimestamp = '2026-04-22T10:00:00Z';
    await run({ ...first, metadata: { ...first.metadata, deletionTimestamp } });
    expect(done).toEqual(['cleanup']);
    expect((await people.get('site')).metadata.finalizers).toEqual([name]);
    await run({ ...first, metadata: { ...first.metadata, finalizers: [] } });
    expect(done).toEqual(['cleanup']);
  });

  test('is added behind one that somebody else adds at the same time', async () => {
    const { create, run, done, onRequest, setFinalizers } = start();
    const object = await create();
    onRequest(once(() => setFinalizers([foreign])));
    await run(object);
    expect(done).toEqual([`apply ${foreign},${name}`]);
  });

  test('is found where it stands when others have left meanwhile, without a second cleanup', async () => {
    const { create, run, people, done, onRequest, setFinalizers } = start({
      finalizers: [foreign, name, 'a.example/y'],
    });
    await people.delete(await create());
    const object = await people.get('site');
    onRequest(once(() => setFinalizers([name, 'a.example/y'])));
    await run(object);
    expect(done).toEqual(['cleanup']);
    expect((await people.get('site')).metadata.finalizers).toEqual(['a.example/y']);
  });

  test('gives up after five tries where the list never stands still', async () => {
    const { create, run, asked, done, onRequest, setFinalizers } = start();
    const object = await create();
    let writes = 0;
    onRequest(async (method) => {
      writes += 1;
      if (method === 'PATCH') await setFinalizers([`a.example/${writes}`]);
      return undefined;
    });
    await expect(run(object)).rejects.toThrow(/patch configmaps shop\/site/);
    expect(asked.filter((method) => method === 'PATCH')).toHaveLength(5);
    expect(done).toEqual([]);
  });

  test('tells at once of a refusal that is not about its list', async () => {
    const { create, run, asked, done, onRequest } = start();
    const object = await create();
    onRequest((method) => Promise.resolve(method === 'PATCH' ? refusal('spec.host is required') : undefined));
    await expect(run(object)).rejects.toThrow(/spec\.host is required/);
    expect([asked, done]).toEqual([['PATCH', 'GET'], []]);
  });

  test('that a webhook takes away is an error, and nothing is done', async () => {
    const { create, run, done, onRequest } = start();
    const object = await create();
    const body = { apiVersion: 'v1', kind: 'ConfigMap', ...object };
    onRequest(() => Promise.resolve(answer(200, body)));
    await expect(run(object)).rejects.toThrow(/answered with an object without it: an admission webhook/);
    expect(done).toEqual([]);
  });

  test('refuses a name without a domain before anything is done', async () => {
    const { create, run, done, asked } = start();
    await expect(run(await create(), { name: 'website' })).rejects.toThrow(InvalidRequestError);
    expect([done, asked]).toEqual([[], []]);
  });
});

describe('finalizer deadlock', () => {
  test('finalizer deadlock: cleanup succeeds where what it would remove is gone', async () => {
    const { create, run, people, context } = start({ finalizers: [name] });
    await people.delete(await create());
    const removed: unknown[] = [];
    await run(await people.get('site'), {
      cleanup: async () => void removed.push(await ignoreNotFound(context.api(ConfigMap).delete('child'))),
    });
    expect(removed).toEqual([undefined]);
    expect(await people.getOptional('site')).toBeUndefined();
  });

  test('finalizer deadlock: an object that is gone at the removal is a success, and so is a second cleanup', async () => {
    const { create, run, people, done, setFinalizers } = start({ finalizers: [name] });
    await people.delete(await create());
    const object = await people.get('site');
    await setFinalizers(null);
    expect(await run(object)).toEqual(Action.done());
    expect(await run(object)).toEqual(Action.done());
    expect(done).toEqual(['cleanup', 'cleanup']);
  });

  test('finalizer deadlock: a 404 that names no object is tried again, as the object would wait for ever', async () => {
    const { create, run, people, onRequest } = start({ finalizers: [name] });
    await people.delete(await create());
    const object = await people.get('site');
    const unknownPath = refusal('the server could not find the requested resource', 404);
    onRequest((method) => Promise.resolve(method === 'PATCH' ? unknownPath : undefined));
    await expect(run(object)).rejects.toThrow(/could not find the requested resource/);
  });

  test('finalizer deadlock: what is missing is ignored, and nothing else', async () => {
    const { people } = start();
    expect(await ignoreNotFound(people.get('none'))).toBeUndefined();
    expect(await ignoreNotFound(Promise.resolve(1))).toBe(1);
    await expect(ignoreNotFound(Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });
});

/** As a server that finds something else wrong with the stored object. */
function refusal(message: string, code = 422): HttpResponse {
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: code === 422 ? 'Invalid' : 'NotFound',
    code,
    message,
  };
  return answer(code, status);
}

function answer(status: number, body: object): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
  };
}
