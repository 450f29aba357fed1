// The same requests about a kind of two versions to any server: what it answers.

import { type HttpMethod, type HttpService, readBody } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { settled } from '../support/settled.ts';
import {
  answerTo,
  type ConversionServer,
  converted,
  group,
  type Reply,
  widgetDefinition,
} from './conversion-server.ts';

export interface ConversionStep {
  readonly step: string;
  readonly status: number;
  readonly warning: string | undefined;
  readonly body: unknown;
}

interface Sent {
  readonly method: HttpMethod;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly accept?: string;
  readonly body?: unknown;
}

const merge = 'application/merge-patch+json';
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const definition = `${definitions}/widgets.${group}`;

export async function playConversions(
  service: HttpService,
  webhook: ConversionServer,
): Promise<ConversionStep[]> {
  const { url } = webhook;
  const steps: ConversionStep[] = [];
  const send = async (sent: Sent) => {
    const { method, path, query = {}, type = 'application/json', accept, body } = sent;
    const headers = {
      authorization: 'Bearer admin-token',
      'content-type': type,
      'user-agent': 'test/1',
      ...(accept !== undefined && { accept }),
    };
    const content = body === undefined ? {} : { body: jsonCodec.encode(body as never) };
    const response = await service({ method, path, query: Object.entries(query), headers, ...content });
    const text = new TextDecoder().decode(await readBody(response.body));
    const lines = text.split('\n').filter((line) => line !== '');
    const isStream = query['watch'] !== undefined;
    const parse = (line: string): unknown => (line.startsWith('{') ? JSON.parse(line) : line);
    return {
      status: response.status,
      warning: response.headers['warning'],
      body: isStream ? lines.map(parse) : parse(text),
    };
  };
  const step = async (name: string, sent: Sent): Promise<void> => {
    const answer = await send(sent);
    steps.push({ step: name, ...answer, body: settled(answer.body, changing, url) });
  };
  const define = async (options: {
    storage: 'v1' | 'v2';
    reviews?: readonly string[];
    clientConfig?: object;
  }): Promise<void> => {
    const body = widgetDefinition({ webhook, ...options });
    const { status, body: old } = await send({ method: 'GET', path: definition });
    if (status === 404) await send({ method: 'POST', path: definitions, body });
    else {
      const { metadata } = old as { metadata: { resourceVersion: string } };
      const { name, resourceVersion } = { name: `widgets.${group}`, ...metadata };
      await send({ method: 'PUT', path: definition, body: { ...body, metadata: { name, resourceVersion } } });
    }
  };
  const v1 = `/apis/${group}/v1/namespaces/default/widgets`;
  const v2 = `/apis/${group}/v2/namespaces/default/widgets`;
  const widget = (place: string, spec: object, more: object = {}): object => {
    const [version, name] = place.split('/');
    return { apiVersion: `${group}/${version}`, kind: 'Widget', metadata: { name, ...more }, spec };
  };
  const version = async (path: string): Promise<string> => {
    const { body } = await send({ method: 'GET', path });
    return (body as { metadata: { resourceVersion: string } }).metadata.resourceVersion;
  };
  // A definition is served a moment later, and its watch caches are filled a moment after that.
  const served = async (path: string): Promise<void> => {
    for (let round = 0; round < 600; round += 1) {
      const watched = await send({
        method: 'GET',
        path,
        query: { watch: '1', timeoutSeconds: '1', resourceVersion: '0' },
      });
      const { status } = await send({ method: 'GET', path, query: { resourceVersion: '0' } });
      if (status === 200 && watched.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${path} is not served`);
  };

  await define({ storage: 'v1' });
  await served(v1);
  await served(v2);
  await step('create as stored', {
    method: 'POST',
    path: v1,
    body: widget('v1/a', { size: '3x4', replicas: 2 }),
  });
  await step('get as stored', { method: 'GET', path: `${v1}/a` });
  await step('get converted', { method: 'GET', path: `${v2}/a` });
  await step('create converted', {
    method: 'POST',
    path: v2,
    body: widget(
      'v2/b',
      { width: 5, height: 6, count: 1, gone: true },
      { labels: { app: 'b' }, annotations: { x: 'y' } },
    ),
  });
  await step('what was stored of it', { method: 'GET', path: `${v1}/b` });
  await step('create again', { method: 'POST', path: v2, body: widget('v2/b', { width: 5, height: 6 }) });
  await step('a dry run', {
    method: 'POST',
    path: v2,
    query: { dryRun: 'All' },
    body: widget('v2/dry', { width: 7, height: 8 }),
  });
  await step('create an invalid one', {
    method: 'POST',
    path: v2,
    body: widget('v2/c', { width: 5000, height: 6 }),
  });
  await step('an unknown field', {
    method: 'POST',
    path: v2,
    query: { fieldValidation: 'Strict' },
    body: widget('v2/c', { size: '1x1' }),
  });
  await step('list as stored', { method: 'GET', path: v1 });
  await step('list converted', { method: 'GET', path: v2 });
  await step('list of all namespaces', { method: 'GET', path: `/apis/${group}/v2/widgets` });
  await step('the first page', { method: 'GET', path: v2, query: { limit: '1' } });
  await step('list by a label of the stored version', {
    method: 'GET',
    path: v1,
    query: { labelSelector: 'shown=new' },
  });
  await step('list by a label of the converted version', {
    method: 'GET',
    path: v2,
    query: { labelSelector: 'shown=new' },
  });
  await step('list by a field of the version', {
    method: 'GET',
    path: v2,
    query: { fieldSelector: 'spec.width=5' },
  });
  await step('list by a field of the stored version', {
    method: 'GET',
    path: v1,
    query: { fieldSelector: 'spec.size=3x4' },
  });
  await step('list by a field of another version', {
    method: 'GET',
    path: v2,
    query: { fieldSelector: 'spec.size=3x4' },
  });
  await step('table as stored', { method: 'GET', path: v1, accept: table });
  await step('table converted', { method: 'GET', path: v2, accept: table });
  await step('table of one', { method: 'GET', path: `${v2}/a`, accept: table });
  await step('metadata of one', {
    method: 'GET',
    path: `${v2}/a`,
    accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  });
  await step('update converted', {
    method: 'PUT',
    path: `${v2}/a`,
    body: widget(
      'v2/a',
      { width: 30, height: 40, count: 2, note: 'n' },
      { resourceVersion: await version(`${v2}/a`) },
    ),
  });
  await step('update with an old version', {
    method: 'PUT',
    path: `${v2}/a`,
    body: widget('v2/a', { width: 1, height: 1 }, { resourceVersion: '1' }),
  });
  await step('update in the version of another path', {
    method: 'PUT',
    path: `${v2}/a`,
    body: widget('v1/a', { size: '1x1' }),
  });
  await step('merge patch converted', {
    method: 'PATCH',
    path: `${v2}/a`,
    type: merge,
    query: { fieldManager: 'me' },
    body: { spec: { width: 31 } },
  });
  await step('JSON patch converted', {
    method: 'PATCH',
    path: `${v2}/a`,
    type: 'application/json-patch+json',
    query: { fieldManager: 'me' },
    body: [{ op: 'replace', path: '/spec/height', value: 41 }],
  });
  await step('strategic patch', {
    method: 'PATCH',
    path: `${v2}/a`,
    type: 'application/strategic-merge-patch+json',
    body: { spec: { width: 32 } },
  });
  await step('a patch that is invalid', {
    method: 'PATCH',
    path: `${v2}/a`,
    type: merge,
    body: { spec: { width: 'wide' } },
  });
  await step('as stored after it', { method: 'GET', path: `${v1}/a` });
  const apply = (path: string, body: object, more: Readonly<Record<string, string>> = {}): Sent => ({
    method: 'PATCH',
    path,
    type: 'application/apply-patch+yaml',
    query: { fieldManager: 'owner', ...more },
    body,
  });
  await step(
    'apply that creates',
    apply(`${v2}/applied`, widget('v2/applied', { width: 2, height: 3, note: 'mine' })),
  );
  await step(
    'apply in the other version',
    apply(`${v1}/applied`, widget('v1/applied', { size: '2x3', note: 'mine' })),
  );
  await step('apply that gives up a field', apply(`${v1}/applied`, widget('v1/applied', { size: '2x3' })));
  await step('an update by another in the other version', {
    method: 'PATCH',
    path: `${v2}/applied`,
    type: merge,
    query: { fieldManager: 'other' },
    body: { spec: { width: 9 } },
  });
  await step('apply with a conflict', apply(`${v1}/applied`, widget('v1/applied', { size: '4x4' })));
  await step(
    'apply by force',
    apply(`${v1}/applied`, widget('v1/applied', { size: '4x4' }), { force: 'true' }),
  );
  await step('get the status', { method: 'GET', path: `${v2}/a/status` });
  await step('patch the status', {
    method: 'PATCH',
    path: `${v2}/a/status`,
    type: merge,
    body: { status: { phase: 'Up', replicas: 2 } },
  });
  await step('scale as stored', { method: 'GET', path: `${v1}/a/scale` });
  await step('scale converted', { method: 'GET', path: `${v2}/a/scale` });
  await step('change the scale', {
    method: 'PATCH',
    path: `${v2}/a/scale`,
    type: merge,
    body: { spec: { replicas: 5 } },
  });
  await step('what the scale did', { method: 'GET', path: `${v1}/a` });
  const started = await version(`${v1}/a`);
  await send({ method: 'PATCH', path: `${v1}/a`, type: merge, body: { spec: { size: '50x60' } } });
  await send({ method: 'POST', path: v1, body: widget('v1/w', { size: '50x1' }) });
  await send({ method: 'PATCH', path: `${v2}/w`, type: merge, body: { spec: { width: 51 } } });
  await send({ method: 'DELETE', path: `${v2}/w` });
  const watch = { watch: '1', timeoutSeconds: '1' };
  await step('watch converted', { method: 'GET', path: v2, query: { ...watch, resourceVersion: started } });
  await step('watch as stored', { method: 'GET', path: v1, query: { ...watch, resourceVersion: started } });
  await step('watch by a field', {
    method: 'GET',
    path: v2,
    query: { ...watch, resourceVersion: started, fieldSelector: 'spec.width=50' },
  });
  await step('watch from the present state', {
    method: 'GET',
    path: v2,
    query: { ...watch, resourceVersion: '0' },
  });
  await step('watch as a table', {
    method: 'GET',
    path: v2,
    accept: table,
    query: { ...watch, resourceVersion: started },
  });
  await step('delete with a precondition that fails', {
    method: 'DELETE',
    path: `${v2}/b`,
    body: { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: 'other' } },
  });
  await step('delete in the foreground', {
    method: 'DELETE',
    path: `${v2}/b`,
    query: { propagationPolicy: 'Foreground' },
  });
  await step('take its finalizer away', {
    method: 'PATCH',
    path: `${v2}/b`,
    type: merge,
    body: { metadata: { finalizers: null } },
  });
  await step('it is gone', { method: 'GET', path: `${v2}/b` });
  await step('delete converted', { method: 'DELETE', path: `${v2}/applied` });

  const failing = async (name: string, reply: Reply): Promise<void> => {
    webhook.reply = reply;
    await step(name, { method: 'GET', path: `${v2}/a` });
    webhook.reply = undefined;
  };
  const changed =
    (change: (object: ReturnType<typeof converted>) => unknown): Reply =>
    (review, response) => {
      response.end(
        answerTo(
          review,
          review.request.objects.map((one) => change(converted(review, one))),
        ),
      );
    };
  await failing('a failure', (review, response) => {
    response.end(answerTo(review, [], { result: { status: 'Failure', message: 'no way' } }));
  });
  await failing('a failure without words', (review, response) => {
    response.end(answerTo(review, [], { result: { status: 'Failure' } }));
  });
  await failing('no result', (review, response) => {
    response.end(answerTo(review, [], { result: undefined }));
  });
  await failing('no response', ({ apiVersion, kind }, response) => {
    response.end(JSON.stringify({ apiVersion, kind }));
  });
  await failing('another uid', (review, response) => {
    response.end(answerTo(review, review.request.objects, { uid: 'other' }));
  });
  await failing('another kind of answer', ({ apiVersion }, response) => {
    response.end(JSON.stringify({ apiVersion, kind: 'Other' }));
  });
  await failing('no object', (review, response) => {
    response.end(answerTo(review, []));
  });
  await failing('two objects', (review, response) => {
    response.end(answerTo(review, [...review.request.objects, ...review.request.objects]));
  });
  await failing('the same version', (review, response) => {
    response.end(answerTo(review, review.request.objects));
  });
  await failing(
    'another kind',
    changed((one) => ({ ...one, kind: 'Gadget' })),
  );
  await failing(
    'no kind',
    changed(() => ({ kind: '' })),
  );
  await failing(
    'another name',
    changed((one) => ({ ...one, metadata: { ...one.metadata, name: 'z' } })),
  );
  await failing(
    'another namespace',
    changed((one) => ({ ...one, metadata: { ...one.metadata, namespace: 'z' } })),
  );
  await failing(
    'an object of another uid',
    changed((one) => ({ ...one, metadata: { ...one.metadata, uid: 'z' } })),
  );
  await failing(
    'no metadata',
    changed(({ apiVersion, kind }) => ({ apiVersion, kind })),
  );
  await failing(
    'metadata that is none',
    changed((one) => ({ ...one, metadata: 7 })),
  );
  await failing(
    'labels that are none',
    changed((one) => ({ ...one, metadata: { ...one.metadata, labels: 'x' } })),
  );
  await failing(
    'a label that is a number',
    changed((one) => ({ ...one, metadata: { ...one.metadata, labels: { a: 7 } } })),
  );
  await failing(
    'a label that is none',
    changed((one) => ({ ...one, metadata: { ...one.metadata, labels: { 'a b': 'x' } } })),
  );
  await failing(
    'an annotation that is none',
    changed((one) => ({ ...one, metadata: { ...one.metadata, annotations: { 'a b': 'x' } } })),
  );
  await failing(
    'other metadata, which is ignored',
    changed((one) => ({
      ...one,
      metadata: { ...one.metadata, generation: 99, finalizers: ['a/b'], annotations: { made: 'up' } },
    })),
  );
  await failing(
    'fields that the version does not have',
    changed((one) => ({ ...one, spec: { ...one.spec, size: 'z', width: 1 }, extra: 1 })),
  );
  await failing(
    'a value of a wrong type',
    changed((one) => ({ ...one, spec: { ...one.spec, width: 'wide' } })),
  );
  const review = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'ConversionReview' };
  for (const [name, body] of Object.entries({
    'what is no JSON': 'none',
    'a list': '[]',
    'half an object': '{',
    'an empty object': '{}',
    'an answer without a kind': JSON.stringify({ apiVersion: review.apiVersion }),
    'an answer of another group': JSON.stringify({ ...review, apiVersion: 'example.com/v1' }),
    'an answer of another version': JSON.stringify({ ...review, apiVersion: 'apiextensions.k8s.io/v1beta1' }),
    'a definition as an answer': JSON.stringify({ ...review, kind: 'CustomResourceDefinition' }),
    'objects that are none': JSON.stringify({ ...review, response: { convertedObjects: 'x' } }),
    'a result that is none': JSON.stringify({ ...review, response: { convertedObjects: [], result: 7 } }),
  }))
    await failing(name, (_, response) => {
      response.end(body);
    });
  for (const [name, object] of Object.entries({
    text: 'x',
    nothing: null,
    'a list': [],
    'an empty object': {},
  }))
    await failing(`${name} as an object`, (asked, response) => {
      response.end(answerTo(asked, [object]));
    });
  await failing('half an answer', (_, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{', () => {
      response.destroy();
    });
  });
  await failing('no answer', (_, response) => {
    response.destroy();
  });
  await failing('an error', (_, response) => {
    response.writeHead(500).end('{}');
  });
  await failing('a page that is not there', (_, response) => {
    response.writeHead(404).end('{}');
  });
  await failing('nothing', (_, response) => {
    response.end();
  });
  webhook.reply = (review, response) => {
    response.end(answerTo(review, [], { result: { status: 'Failure', message: 'down' } }));
  };
  await step('create while it fails', {
    method: 'POST',
    path: v2,
    body: widget('v2/f', { width: 1, height: 1 }),
  });
  await step('delete while it fails', { method: 'DELETE', path: `${v2}/a` });
  await step('scale while it fails', { method: 'GET', path: `${v2}/a/scale` });
  await step('as stored while it fails', { method: 'GET', path: `${v1}/a` });
  await step('update as stored while it fails', {
    method: 'PATCH',
    path: `${v1}/a`,
    type: merge,
    body: { spec: { note: 'kept' } },
  });
  webhook.reply = undefined;

  await define({ storage: 'v2', reviews: ['v1beta1', 'v1'] });
  const old = await version(`${v1}/a`);
  await served(v1);
  await served(v2);
  await step('stored in the old version', { method: 'GET', path: `${v1}/a` });
  await step('the same in the new storage version', { method: 'GET', path: `${v2}/a` });
  const { body: present } = await send({ method: 'GET', path: `${v2}/a` });
  await step('a write that changes nothing migrates', { method: 'PUT', path: `${v2}/a`, body: present });
  const moved = await version(`${v1}/a`);
  steps.push({ step: 'it has a new version', status: 0, warning: undefined, body: moved !== old });
  await step('after it', { method: 'GET', path: `${v1}/a` });
  await send({ method: 'PUT', path: `${v2}/a`, body: (await send({ method: 'GET', path: `${v2}/a` })).body });
  steps.push({
    step: 'and keeps it',
    status: 0,
    warning: undefined,
    body: (await version(`${v1}/a`)) === moved,
  });
  await failing('v1beta1 takes another uid', (review, response) => {
    response.end(answerTo(review, review.request.objects, { uid: 'other' }));
  });
  await step('create in the old version', {
    method: 'POST',
    path: v1,
    body: widget('v1/o', { size: '1x2' }),
  });
  await step('list in the new version', { method: 'GET', path: v2 });
  await step('list in the old version', { method: 'GET', path: v1 });
  await step('delete all', { method: 'DELETE', path: v1 });
  await step('nothing is left', { method: 'GET', path: v2 });
  return steps;
}

const changing = new Set([
  'uid',
  'creationTimestamp',
  'resourceVersion',
  'time',
  'deletionTimestamp',
  'continue',
]);
