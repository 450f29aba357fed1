import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import {
  ApiError,
  apiVersionOf,
  DecodeError,
  type HttpRequest,
  InvalidRequestError,
  settle,
  VirtualClock,
} from '@kube-rx/core';
import { Client } from '../../src/client.ts';
import { type Discovery, discovery, UnknownResourceError } from '../../src/discovery/discovery.ts';
import type { JsonSource, UnavailableVersion } from '../../src/discovery/served-resources.ts';
import {
  AuthenticationError,
  clientClosed,
  DeadlineError,
  notKubernetes,
  TransportError,
} from '../../src/errors.ts';
import { definitions, names } from './kubectl-names.ts';

/** Answers paths from a table; what is not in it does not exist. */
function source(answers: Readonly<Record<string, unknown>>): JsonSource & { asked: string[] } {
  const asked: string[] = [];
  const request = ({ path }: HttpRequest): Promise<unknown> => {
    asked.push(path);
    const answer = answers[path];
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer === 503 || answer === undefined) {
      const code = answer === 503 ? 503 : 404;
      return Promise.reject(new ApiError(`${code}`, { status: { code } }));
    }
    return Promise.resolve(answer);
  };
  return { request, asked };
}

const verbs = ['get', 'list', 'watch'];
const podRow = {
  name: 'pods',
  singularName: 'pod',
  namespaced: true,
  kind: 'Pod',
  verbs,
  shortNames: ['po'],
};
const nodeRow = { name: 'nodes', singularName: '', namespaced: false, kind: 'Node', verbs };
const statusRow = { name: 'pods/status', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get'] };

const plain = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/api/v1': { kind: 'APIResourceList', groupVersion: 'v1', resources: [podRow, statusRow, nodeRow] },
  '/apis': {
    kind: 'APIGroupList',
    groups: [
      {
        name: 'autoscaling',
        versions: [{ version: 'v1' }, { version: 'v2' }],
        preferredVersion: { version: 'v2' },
      },
      { name: 'metrics.k8s.io', versions: [{ version: 'v1beta1' }] },
    ],
  },
  '/apis/autoscaling/v1': { resources: [{ name: 'hpas', namespaced: true, kind: 'Hpa', verbs }] },
  '/apis/autoscaling/v2': { resources: [{ name: 'hpas', namespaced: true, kind: 'Hpa', verbs }] },
  '/apis/metrics.k8s.io/v1beta1': 503,
};

describe('discovery', () => {
  test('asks each version of a server that knows only the plain form, the preferred one first', async () => {
    const { resources, unavailable } = await discovery(source(plain)).served();
    expect(resources.map(({ group, version, plural }) => [group, version, plural])).toEqual([
      ['', 'v1', 'pods'],
      ['', 'v1', 'nodes'],
      ['autoscaling', 'v2', 'hpas'],
      ['autoscaling', 'v1', 'hpas'],
    ]);
    expect(resources[0]).toEqual({
      group: '',
      version: 'v1',
      plural: 'pods',
      singular: 'pod',
      kind: 'Pod',
      scope: 'Namespaced',
      shortNames: ['po'],
      categories: [],
      verbs,
    });
    expect(resources[1]).toMatchObject({ scope: 'Cluster', singular: 'node' });
    expect(unavailable).toEqual(['metrics.k8s.io/v1beta1']);
  });

  const apisOf = (count: number) => {
    const groups = Array.from({ length: count }, (_, at) => ({
      name: `g${at}`,
      versions: [{ version: 'v1' }],
    }));
    return { ...plain, '/apis': { kind: 'APIGroupList', groups } };
  };

  test('asks a few dozen versions at a time, and keeps their order', async () => {
    const { request } = source(apisOf(500));
    let running = 0;
    const atOnce: number[] = [];
    const { unavailable } = await discovery({
      request: async (asked) => {
        atOnce.push((running += 1));
        await new Promise((resolve) => setImmediate(resolve));
        return request(asked).finally(() => (running -= 1));
      },
    }).served();
    expect(unavailable).toEqual(Array.from({ length: 500 }, (_, at) => `g${at}/v1`));
    expect(Math.max(...atOnce)).toBeLessThan(50);
  });

  test('asks no server that names more versions than any has', async () => {
    const many = source(apisOf(20_000));
    await expect(discovery(many).served()).rejects.toThrow(
      'GET /apis: the server does not say what it serves',
    );
    expect(many.asked).toEqual(['/api', '/apis', '/api/v1']);
  });

  test('asks again for the plain form where the aggregated one is not acceptable', async () => {
    const known = source(plain);
    const request: JsonSource['request'] = (asked, options) =>
      asked.headers['accept']?.includes('as=APIGroupDiscoveryList')
        ? Promise.reject(new ApiError('406', { status: { code: 406 } }))
        : known.request(asked, options);
    expect(await discovery({ request }).resolve('po')).toMatchObject({ plural: 'pods' });
  });

  test.each<[what: string, row: object, expected: object]>([
    ['no verbs', { verbs: undefined }, { verbs: [] }],
    ['verbs of null', { verbs: null }, { verbs: [] }],
    ['no short names', { shortNames: undefined }, { shortNames: [] }],
    ['short names of null', { shortNames: null, categories: null }, { shortNames: [], categories: [] }],
    ['no singular', { singularName: undefined }, { singular: 'pod' }],
    ['no word of namespaces', { namespaced: undefined }, { scope: 'Cluster' }],
  ])('takes a resource with %s', async (_, row, expected) => {
    const answers = { ...plain, '/api/v1': { resources: [{ ...podRow, ...row }] } };
    expect(await discovery(source(answers)).resolve('pods')).toMatchObject(expected);
  });

  test.each([
    ['no groups', { kind: 'APIGroupList', groups: null }],
    ['a group without versions', { kind: 'APIGroupList', groups: [{ name: 'a.dev', versions: null }] }],
    ['no groups in the aggregated form', { kind: 'APIGroupDiscoveryList', items: null }],
    [
      'a stale version without resources',
      {
        kind: 'APIGroupDiscoveryList',
        items: [
          {
            metadata: { name: 'metrics.k8s.io' },
            versions: [{ version: 'v1', freshness: 'Stale', resources: null }],
          },
        ],
      },
    ],
  ])('takes a server with %s', async (_, apis) => {
    const { resources } = await discovery(source({ ...plain, '/apis': apis })).served();
    expect(resources.map(({ plural }) => plural)).toEqual(['pods', 'nodes']);
  });

  test('needs two requests where the server knows the aggregated form', async () => {
    const core = {
      kind: 'APIGroupDiscoveryList',
      items: [
        {
          metadata: {},
          versions: [
            {
              version: 'v1',
              resources: [
                {
                  resource: 'pods',
                  responseKind: { kind: 'Pod' },
                  scope: 'Namespaced',
                  verbs,
                  shortNames: ['po'],
                },
                { resource: 'bindings', responseKind: null, subresources: [{ subresource: 'x' }] },
              ],
            },
          ],
        },
      ],
    };
    const groups = {
      kind: 'APIGroupDiscoveryList',
      items: [
        { metadata: { name: 'metrics.k8s.io' }, versions: [{ version: 'v1beta1', freshness: 'Stale' }] },
      ],
    };
    const server = source({ '/api': core, '/apis': groups });
    const { resources, unavailable } = await discovery(server).served();
    expect(server.asked).toEqual(['/api', '/apis']);
    expect(resources).toEqual([
      expect.objectContaining({ group: '', version: 'v1', plural: 'pods', singular: 'pod', kind: 'Pod' }),
    ]);
    expect(unavailable).toEqual(['metrics.k8s.io/v1beta1']);
  });

  test.each([
    ['/api', { kind: 'APIGroupDiscoveryList', items: [null] }],
    ['/apis', { kind: 'APIGroupList', groups: [null] }],
    ['/apis', { kind: 'APIGroupList', groups: {} }],
  ])('takes a %s of another shape for no Kubernetes API', async (path, answer) => {
    const served = discovery(source({ ...plain, [path]: answer })).served();
    await expect(served).rejects.toMatchObject({ code: notKubernetes });
  });

  test('lists a version as unavailable whose answer makes no sense, and a group without versions not at all', async () => {
    const groups = [
      { name: 'metrics.k8s.io', versions: [{ version: 'v1' }] },
      { name: 'x', versions: null },
    ];
    const nonsense = { resources: [{ name: 5, kind: 'Pod' }] };
    const answers = { '/apis': { kind: 'APIGroupList', groups }, '/apis/metrics.k8s.io/v1': nonsense };
    const { unavailable } = await discovery(source({ ...plain, ...answers })).served();
    expect(unavailable).toEqual(['metrics.k8s.io/v1']);
  });

  test.each([
    ['an error', new ApiError('503', { status: { code: 503 } })],
    ['a page of HTML', new TransportError('a login page', { code: notKubernetes })],
    ['garbage', new DecodeError('no JSON', { fault: 'malformed' })],
    ['nothing, on a connection that breaks', new TransportError('reset', { code: 'ECONNRESET' })],
    ['nothing, for too long', new DeadlineError('silent', { timeoutMs: 9 })],
    ['nothing, as its name leads elsewhere', new InvalidRequestError('a path must not have a segment ".."')],
  ])('goes on with all other versions where one answers %s, and says which and why', async (_, reason) => {
    const told: UnavailableVersion[] = [];
    const server = source({ ...plain, '/apis/metrics.k8s.io/v1beta1': reason });
    const known = discovery(server, { onUnavailable: (version) => void told.push(version) });
    expect(await known.resolve('hpas')).toMatchObject({ group: 'autoscaling', version: 'v2' });
    expect(told).toEqual([{ groupVersion: 'metrics.k8s.io/v1beta1', reason }]);
  });

  test.each([
    ['the client is closed', new TransportError('closed', { code: clientClosed })],
    ['there are no credentials', new AuthenticationError('no token')],
    ['the caller has left', Object.assign(new Error('left'), { name: 'AbortError' })],
  ])('fails where a version cannot be asked because %s', async (_, reason) => {
    const served = discovery(source({ ...plain, '/apis/metrics.k8s.io/v1beta1': reason })).served();
    await expect(served).rejects.toBe(reason);
  });

  test('fails with the reason where no version can be asked', async () => {
    const served = discovery(
      source({ '/api': plain['/api'], '/api/v1': 503, '/apis': { kind: 'APIGroupList' } }),
    ).served();
    await expect(served).rejects.toThrow('503');
  });

  test.each([
    ['does not serve', new ApiError('404', { status: { code: 404 } })],
    ['does not show to this user', new ApiError('403', { status: { code: 403 } })],
  ])('does without a root that the server %s, as a server of extensions has no /api', async (_, answer) => {
    const { resources } = await discovery(source({ ...plain, '/api': answer })).served();
    expect(resources.map(({ plural }) => plural)).toEqual(['hpas', 'hpas']);
    const neither = discovery(source({ '/api': answer, '/apis': answer })).served();
    await expect(neither).rejects.toThrow(answer.message === '403' ? '403' : 'no Kubernetes API server');
  });

  test('finds in the embedded server what it serves', async () => {
    const { resources } = await discovery(new Client(new ApiServer().service)).served();
    expect(resources[0]?.group).toBe('');
    expect(resources.find(({ plural }) => plural === 'deployments')).toMatchObject({
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      singular: 'deployment',
      shortNames: ['deploy'],
      scope: 'Namespaced',
    });
  });

  test.each([
    ['another kind of JSON', { '/api': { hello: 'world' }, '/apis': {} }],
    ['nothing at /api', {}],
    ['null', { '/api': null, '/apis': null }],
  ])('tells a server that is no Kubernetes API server: %s', async (_, answers) => {
    await expect(discovery(source(answers)).served()).rejects.toMatchObject({
      code: notKubernetes,
      message: expect.stringContaining('no Kubernetes API server: check the server URL'),
    });
  });

  test('resolves a name, and a category to all that is in it', async () => {
    const known = discovery(new Client(new ApiServer().service));
    expect(await known.resolve('deploy')).toMatchObject({ group: 'apps', plural: 'deployments' });
    expect(await known.resolve('Pod')).toMatchObject({ group: '', plural: 'pods' });
    const all = await known.resolveAll('all');
    expect(all.map(({ plural }) => plural)).toEqual(expect.arrayContaining(['pods', 'deployments']));
    expect(await known.resolveAll('po')).toEqual([await known.resolve('pods')]);
  });

  test('keeps what it learned, and asks again for a name that it does not know', async () => {
    const answers: Record<string, unknown> = { ...plain };
    const server = source(answers);
    const known = discovery(server);
    await known.resolve('pods');
    const asked = server.asked.length;
    await known.resolve('nodes');
    expect(server.asked).toHaveLength(asked);
    answers['/apis/metrics.k8s.io/v1beta1'] = { resources: [{ ...podRow, name: 'podmetrics' }] };
    expect(await known.resolve('podmetrics')).toMatchObject({ group: 'metrics.k8s.io' });
  });

  test('says of an unknown name what it could not ask', async () => {
    const unknown = discovery(source(plain)).resolve('podmetrics');
    await expect(unknown).rejects.toBeInstanceOf(UnknownResourceError);
    await expect(unknown).rejects.toMatchObject({
      resource: 'podmetrics',
      unavailable: ['metrics.k8s.io/v1beta1'],
    });
  });

  test('keeps nothing of an answer that failed', async () => {
    const answers: Record<string, unknown> = { ...plain, '/apis': 503 };
    const known = discovery(source(answers));
    await expect(known.resolve('pods')).rejects.toThrow('503');
    answers['/apis'] = plain['/apis'];
    expect(await known.resolve('pods')).toMatchObject({ plural: 'pods' });
  });

  test('asks again once its answers are older than ten minutes, or than maxAge says', async () => {
    for (const [options, age] of [
      [{}, 600_000],
      [{ maxAge: 5_000 }, 5_000],
    ] as const) {
      const clock = new VirtualClock();
      const server = source(plain);
      const known = discovery(server, { ...options, clock });
      await known.resolve('pods');
      await clock.advance(age - 1);
      await known.resolve('pods');
      expect(server.asked.filter((path) => path === '/api')).toHaveLength(1);
      await clock.advance(1);
      await known.resolve('pods');
      expect(server.asked.filter((path) => path === '/api')).toHaveLength(2);
    }
  });

  test('asks ten times at once for unknown names, then ten times a minute', async () => {
    const clock = new VirtualClock();
    const server = source(plain);
    const known = discovery(server, { clock, maxAge: Infinity });
    await known.resolve('pods');
    const askThousandTimes = async (): Promise<number> => {
      const before = server.asked.filter((path) => path === '/api').length;
      for (let at = 0; at < 1000; at += 1)
        await expect(known.resolve(`unknown${at}`)).rejects.toBeInstanceOf(UnknownResourceError);
      return server.asked.filter((path) => path === '/api').length - before;
    };
    expect(await askThousandTimes()).toBe(10);
    await clock.advance(60_000);
    expect(await askThousandTimes()).toBe(10);
    expect(await known.resolve('pods')).toMatchObject({ plural: 'pods' });
  });

  test('asks once for all who ask at the same time, of unknown names as well', async () => {
    const server = source(plain);
    const known = discovery(server);
    await Promise.all([known.resolve('pods'), known.resolve('nodes'), known.served()]);
    expect(server.asked.filter((path) => path === '/api')).toHaveLength(1);
    const unknown = ['a', 'b', 'c'].map((name) => known.resolve(name));
    for (const { status } of await Promise.allSettled(unknown)) expect(status).toBe('rejected');
    expect(server.asked.filter((path) => path === '/api')).toHaveLength(2);
  });

  test('tells nobody that a name is unknown by an answer that was on its way before', async () => {
    const server = source(plain);
    const gates: (() => void)[] = [];
    const known = discovery({
      request: async (asked) => {
        const answer = server.request(asked);
        if (asked.path === '/api') await new Promise<void>((resolve) => gates.push(resolve));
        return answer;
      },
    });
    const first = known.resolve('pods');
    await settle();
    const second = known.resolve('later');
    gates[0]?.();
    await first;
    await settle();
    expect(gates).toHaveLength(2);
    gates[1]?.();
    await expect(second).rejects.toBeInstanceOf(UnknownResourceError);
  });

  test('gives up its questions only when all who wait have left', async () => {
    let given: AbortSignal | undefined;
    const gate = Promise.withResolvers<undefined>();
    const server = source(plain);
    const known = discovery({
      request: async (asked, options) => {
        given = options?.signal;
        await gate.promise;
        return server.request(asked);
      },
    });
    const [one, other] = [new AbortController(), new AbortController()];
    const first = known.resolve('pods', { signal: one.signal });
    const second = known.resolve('pods', { signal: other.signal });
    await settle();
    one.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(given?.aborted).toBe(false);
    other.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    expect(given?.aborted).toBe(true);
    gate.resolve(undefined);
    expect(await known.resolve('pods')).toMatchObject({ plural: 'pods' });
  });

  test('forgets what it knows, and what is on its way, when it is told to', async () => {
    const server = source(plain);
    const known = discovery(server);
    const onItsWay = known.served();
    known.invalidate();
    await known.resolve('pods');
    await onItsWay;
    expect(server.asked.filter((path) => path === '/api')).toHaveLength(2);
    await known.resolve('pods');
    expect(server.asked.filter((path) => path === '/api')).toHaveLength(2);
    known.invalidate();
    await known.resolve('pods');
    expect(server.asked.filter((path) => path === '/api')).toHaveLength(3);
  });

  test('finds the resource of a type in the version that it names', async () => {
    const known = discovery(source(plain));
    expect(await known.resolveKind({ apiVersion: 'v1', kind: 'Pod' })).toMatchObject({ plural: 'pods' });
    expect(await known.resolveKind({ apiVersion: 'autoscaling/v1', kind: 'Hpa' })).toMatchObject({
      version: 'v1',
    });
    for (const [apiVersion, kind] of [
      ['autoscaling/v3', 'Hpa'],
      ['autoscaling/v1', 'hpa'],
      ['v1', 'Hpa'],
      ['v1/x/y', 'Pod'],
      ['', 'Pod'],
    ] as const)
      await expect(known.resolveKind({ apiVersion, kind })).rejects.toBeInstanceOf(UnknownResourceError);
  });

  // The server has not all groups of the table.
  const served = new Set([
    '',
    'apps',
    'apiextensions.k8s.io',
    'aaa.example',
    'v1.example',
    'yyy.example',
    'zzz.example',
  ]);
  const groupOf = (resource: string): string =>
    resource.includes('/') ? (resource.split('/')[0] ?? '') : '';
  const known = new Promise<Discovery>((resolve) => {
    const server = new ApiServer();
    server.seed(definitions);
    resolve(discovery(new Client(server.service)));
  });
  test.each(names.filter(([, resource]) => served.has(groupOf(resource))))(
    'takes %s for %s, as kubectl does',
    async (name, resource) => {
      const found = await (await known).resolve(name).then(
        (one) => `${apiVersionOf(one)} ${one.plural}`,
        (error: unknown) => (error instanceof UnknownResourceError ? 'unknown' : String(error)),
      );
      expect(found).toBe(resource);
    },
  );
});
