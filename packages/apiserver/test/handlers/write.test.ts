import { describe, expect, test } from '@jest/globals';
import { configMap, configMaps, definition, pod, TestServer } from '../support/test-server.ts';

const pods = '/api/v1/namespaces/default/pods';

describe('create', () => {
  test('fills in what only the server knows', async () => {
    const server = new TestServer();
    const { status, body } = await server.post(
      configMaps,
      configMap('a', { k: 'v' }, { uid: 'mine', selfLink: 'x' }),
    );
    expect(status).toBe(201);
    expect(body).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        name: 'a',
        namespace: 'default',
        uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        resourceVersion: '6',
        creationTimestamp: '2023-11-14T22:13:20Z',
        managedFields: [expect.objectContaining({ manager: 'unknown', operation: 'Update' })],
      },
      data: { k: 'v' },
    });
  });

  test('makes a name from generateName', async () => {
    const { body } = await new TestServer().post(configMaps, { metadata: { generateName: 'web-' } });
    expect(body.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2-9]{5}$/);
    expect(body.metadata.generateName).toBe('web-');
  });

  test('starts generation at 1 where the kind has one, and drops a status', async () => {
    const { body } = await new TestServer().post(pods, { ...pod('a'), status: { phase: 'Running' } });
    expect(body.metadata.generation).toBe(1);
    expect(body.status.phase).toBe('Pending');
  });

  test('counts one revision over all kinds', async () => {
    const server = new TestServer();
    const first = await server.post(configMaps, configMap('a'));
    const second = await server.post(pods, pod('a'));
    expect(Number(second.body.metadata.resourceVersion)).toBe(
      Number(first.body.metadata.resourceVersion) + 1,
    );
  });

  const refused: readonly {
    readonly title: string;
    readonly path: string;
    readonly body: unknown;
    readonly code: number;
    readonly reason: string | undefined;
    readonly message: string;
  }[] = [
    {
      title: 'a second object of one name',
      path: configMaps,
      body: configMap('taken'),
      code: 409,
      reason: 'AlreadyExists',
      message: 'configmaps "taken" already exists',
    },
    {
      title: 'a namespace that does not exist',
      path: '/api/v1/namespaces/no/configmaps',
      body: configMap('a'),
      code: 404,
      reason: 'NotFound',
      message: 'namespaces "no" not found',
    },
    {
      title: 'a resourceVersion',
      path: configMaps,
      body: configMap('a', {}, { resourceVersion: '1' }),
      code: 500,
      reason: undefined,
      message: 'resourceVersion should not be set on objects to be created',
    },
    {
      title: 'another namespace than the path',
      path: configMaps,
      body: configMap('a', {}, { namespace: 'b' }),
      code: 400,
      reason: 'BadRequest',
      message: 'the namespace of the provided object does not match the namespace sent on the request',
    },
    {
      title: 'no name',
      path: configMaps,
      body: configMap(''),
      code: 422,
      reason: 'Invalid',
      message: 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    },
    {
      title: 'a label that is none',
      path: configMaps,
      body: configMap('a', {}, { labels: { a: 'b c' } }),
      code: 422,
      reason: 'Invalid',
      message: expect.stringContaining('metadata.labels: Invalid value: "b c"') as never,
    },
    {
      title: 'labels that are no map of strings',
      path: configMaps,
      body: configMap('a', {}, { labels: { a: 1 } }),
      code: 400,
      reason: 'BadRequest',
      message: expect.stringContaining('cannot unmarshal') as never,
    },
  ];

  test.each(refused)('refuses $title', async ({ path, body, code, reason, message }) => {
    const server = new TestServer();
    await server.post(configMaps, configMap('taken'));
    const reply = await server.post(path, body);
    expect(reply.status).toBe(code);
    expect(reply.body).toMatchObject({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      code,
      message,
    });
    expect(reply.body.reason).toBe(reason);
  });

  test('says why a name is none', async () => {
    const { status, body } = await new TestServer().post(configMaps, configMap('A_b'));
    expect(status).toBe(422);
    expect(body.details).toMatchObject({
      name: 'A_b',
      kind: 'ConfigMap',
      causes: [{ reason: 'FieldValueInvalid', field: 'metadata.name' }],
    });
    expect(body.message).toMatch(
      /^ConfigMap "A_b" is invalid: metadata\.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain must/,
    );
  });

  test('stores nothing on a dry run', async () => {
    const server = new TestServer();
    expect((await server.post(configMaps, configMap('a'), { dryRun: 'All' })).status).toBe(201);
    expect((await server.get(`${configMaps}/a`)).status).toBe(404);
  });

  test('reads YAML', async () => {
    const server = new TestServer();
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: "1"\n';
    const reply = await server.ask('POST', configMaps, {
      body: yaml,
      headers: { 'content-type': 'application/yaml' },
    });
    expect(reply.body.data).toEqual({ k: '1' });
  });

  test.each([
    ['text/plain', 415, 'UnsupportedMediaType'],
    ['application/json', 400, 'BadRequest'],
  ])('answers a body that is no JSON as %s with %d', async (type, code, reason) => {
    const reply = await new TestServer().ask('POST', configMaps, {
      body: '{',
      headers: { 'content-type': type },
    });
    expect(reply.body).toMatchObject({ code, reason });
  });

  test('refuses a body over 3 MiB', async () => {
    const reply = await new TestServer().post(configMaps, configMap('a', { k: 'x'.repeat(3 * 1024 * 1024) }));
    expect(reply.body).toMatchObject({ code: 413, message: 'Request entity too large: limit is 3145728' });
  });
});

describe('update', () => {
  test('takes the newest version, and says what happened to an older one', async () => {
    const server = new TestServer();
    const { body: first } = await server.post(configMaps, configMap('a'));
    expect((await server.put(`${configMaps}/a`, { ...first, data: { k: '1' } })).status).toBe(200);
    const late = await server.put(`${configMaps}/a`, { ...first, data: { k: '2' } });
    expect(late.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
      reason: 'Conflict',
      details: { name: 'a', kind: 'configmaps' },
      code: 409,
    });
  });

  test('keeps the resourceVersion where nothing changes', async () => {
    const server = new TestServer();
    const { body: first } = await server.post(configMaps, configMap('a', { k: 'v' }));
    const { body: again } = await server.put(`${configMaps}/a`, configMap('a', { k: 'v' }));
    expect(again).toEqual(first);
  });

  test('counts the generation by changes of the spec alone', async () => {
    const server = new TestServer();
    await server.post(pods, pod('a'));
    const labelled = await server.patch(`${pods}/a`, 'merge', { metadata: { labels: { l: '1' } } });
    expect(labelled.body.metadata.generation).toBe(1);
    const changed = await server.patch(`${pods}/a`, 'merge', { spec: { activeDeadlineSeconds: 9 } });
    expect(changed.body.metadata.generation).toBe(2);
  });

  test('leaves the status to its subresource, and the rest to the object', async () => {
    const server = new TestServer();
    await server.post(pods, pod('a'));
    const main = await server.patch(`${pods}/a`, 'merge', { status: { phase: 'Running' } });
    expect(main.body.status.phase).toBe('Pending');
    const status = await server.patch(`${pods}/a/status`, 'merge', {
      status: { phase: 'Running' },
      spec: { nodeName: 'n' },
    });
    expect(status.body.status.phase).toBe('Running');
    expect(status.body.spec['nodeName']).toBeUndefined();
    expect(status.body.metadata.generation).toBe(1);
  });

  test('needs a resourceVersion for a custom resource', async () => {
    const server = new TestServer();
    await server.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition('webs', 'Web'));
    const webs = '/apis/example.com/v1/namespaces/default/webs';
    const web = { apiVersion: 'example.com/v1', kind: 'Web', metadata: { name: 'a' } };
    await server.post(webs, web);
    const reply = await server.put(`${webs}/a`, web);
    expect(reply.body.message).toBe(
      'webs.example.com "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    );
  });

  test('creates what does not exist only for the kinds that allow it', async () => {
    const server = new TestServer();
    expect((await server.put(`${configMaps}/a`, configMap('a'))).status).toBe(404);
    const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
    expect((await server.put(`${leases}/a`, { metadata: { name: 'a' } })).status).toBe(201);
  });

  test('does not rename', async () => {
    const server = new TestServer();
    await server.post(configMaps, configMap('a'));
    const reply = await server.put(`${configMaps}/a`, configMap('b'));
    expect(reply.body.message).toBe('the name of the object (b) does not match the name on the URL (a)');
  });
});

describe('patch', () => {
  test.each([
    [true, 'bool'],
    [[], 'array'],
    [null, 'null'],
  ])('that is %j is refused in the words of the real server', async (body, found) => {
    const { body: status } = await new TestServer().patch(`${configMaps}/a`, 'merge', body);
    const why = `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`;
    expect(status).toMatchObject({ code: 400, message: `error decoding patch: ${why}` });
  });

  test('applies operations all or nothing', async () => {
    const server = new TestServer();
    await server.post(configMaps, configMap('a', { k: 'v' }));
    const failed = await server.patch(`${configMaps}/a`, 'json', [
      { op: 'add', path: '/data/x', value: '1' },
      { op: 'test', path: '/data/k', value: 'other' },
    ]);
    expect(failed.body).toMatchObject({ code: 422, reason: 'Invalid' });
    expect((await server.get(`${configMaps}/a`)).body.data).toEqual({ k: 'v' });
  });

  test('is refused on an old resourceVersion', async () => {
    const server = new TestServer();
    await server.post(configMaps, configMap('a'));
    const reply = await server.patch(`${configMaps}/a`, 'merge', {
      metadata: { resourceVersion: '1' },
      data: { k: 'v' },
    });
    expect(reply.body.reason).toBe('Conflict');
  });

  test('answers a type it does not know with the types it knows', async () => {
    const server = new TestServer();
    await server.post(configMaps, configMap('a'));
    const reply = await server.ask('PATCH', `${configMaps}/a`, {
      body: {},
      headers: { 'content-type': 'text/plain' },
    });
    expect(reply.body).toMatchObject({ code: 415, reason: 'UnsupportedMediaType' });
  });
});

describe('delete', () => {
  test('answers with a Status, or with the object for kinds that return it', async () => {
    const server = new TestServer();
    const { body: created } = await server.post(configMaps, configMap('a'));
    const { body } = await server.delete(`${configMaps}/a`);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'a', kind: 'configmaps', uid: created.metadata.uid },
    });
    await server.post(pods, pod('a'));
    expect((await server.delete(`${pods}/a`)).body.kind).toBe('Pod');
  });

  test('waits for finalizers, and goes with the last one', async () => {
    const server = new TestServer();
    await server.post(configMaps, configMap('a', {}, { finalizers: ['example.com/hold'] }));
    const { body: held } = await server.delete(`${configMaps}/a`);
    expect(held.metadata).toMatchObject({
      deletionTimestamp: '2023-11-14T22:13:20Z',
      deletionGracePeriodSeconds: 0,
    });
    const added = await server.patch(`${configMaps}/a`, 'merge', {
      metadata: { finalizers: ['example.com/hold', 'example.com/b'] },
    });
    expect(added.body.reason).toBe('Invalid');
    await server.patch(`${configMaps}/a`, 'merge', { metadata: { finalizers: null } });
    expect((await server.get(`${configMaps}/a`)).status).toBe(404);
  });

  test.each([
    ['uid', { uid: 'other' }, /the UID in the precondition \(other\) does not match the UID in record/],
    [
      'resourceVersion',
      { resourceVersion: '1' },
      /the ResourceVersion in the precondition \(1\) does not match/,
    ],
  ])('refuses another %s than the precondition names', async (_what, preconditions, message) => {
    const server = new TestServer();
    await server.post(configMaps, configMap('a'));
    const reply = await server.delete(`${configMaps}/a`, { preconditions });
    expect(reply.body).toMatchObject({ code: 409, reason: 'Conflict' });
    expect(reply.body.message).toMatch(message);
  });

  test('gives a scheduled pod its grace period', async () => {
    const server = new TestServer();
    await server.post(pods, pod('a', { nodeName: 'n' }));
    const { body } = await server.delete(`${pods}/a`);
    expect(body.metadata).toMatchObject({
      deletionGracePeriodSeconds: 30,
      deletionTimestamp: '2023-11-14T22:13:50Z',
    });
    await server.delete(`${pods}/a`, { gracePeriodSeconds: 0 });
    expect((await server.get(`${pods}/a`)).status).toBe(404);
  });

  test('removes a collection by selector, and lists what went', async () => {
    const server = new TestServer();
    await server.post(configMaps, configMap('a', {}, { labels: { l: '1' } }));
    await server.post(configMaps, configMap('b'));
    const { body } = await server.delete(configMaps, undefined, { labelSelector: 'l=1' });
    expect(body.items.map(({ metadata }) => metadata.name)).toEqual(['a']);
    const left = await server.get(configMaps);
    expect(left.body.items).toHaveLength(1);
  });
});

describe('a namespace', () => {
  test('takes what it holds along, and nothing new meanwhile', async () => {
    const server = new TestServer();
    await server.post('/api/v1/namespaces', { metadata: { name: 'shop' } });
    await server.post(
      '/api/v1/namespaces/shop/configmaps',
      configMap('a', {}, { finalizers: ['example.com/hold'] }),
    );
    const { body } = await server.delete('/api/v1/namespaces/shop');
    expect(body.status.phase).toBe('Terminating');
    await server.clock.advance(1);
    const refused = await server.post('/api/v1/namespaces/shop/configmaps', configMap('b'));
    expect(refused.body).toMatchObject({ code: 403, reason: 'Forbidden' });
    await server.patch('/api/v1/namespaces/shop/configmaps/a', 'merge', { metadata: { finalizers: null } });
    await server.clock.advance(1);
    expect((await server.get('/api/v1/namespaces/shop')).status).toBe(404);
  });

  test('default may not be deleted', async () => {
    const { body } = await new TestServer().delete('/api/v1/namespaces/default');
    expect(body.message).toBe('namespaces "default" is forbidden: this namespace may not be deleted');
  });
});
