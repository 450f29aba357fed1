// The same requests to any server whose webhooks are all at one address: what it answers, and what it asks them.

import { type HttpMethod, type HttpService, readBody } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { settled } from '../support/settled.ts';
import { patching, type WebhookServer } from './webhook-server.ts';

export interface WebhookStep {
  readonly step: string;
  readonly status: number;
  readonly warning: string | undefined;
  readonly body: unknown;
  readonly reviews: readonly unknown[];
}

interface Sent {
  readonly method: HttpMethod;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly body?: unknown;
}

const registration = '/apis/admissionregistration.k8s.io/v1';
const everything = { apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'], operations: ['*'] };
const selected = { matchLabels: { watched: 'yes' } };

export async function playWebhooks(service: HttpService, webhook: WebhookServer): Promise<WebhookStep[]> {
  const { caBundle, url } = webhook;
  const steps: WebhookStep[] = [];
  let markers = 0;
  const send = async ({ method, path, query = {}, type = 'application/json', body }: Sent) => {
    const headers = { authorization: 'Bearer admin-token', 'content-type': type, 'user-agent': 'test/1' };
    const content = body === undefined ? {} : { body: jsonCodec.encode(body as never) };
    const response = await service({ method, path, query: Object.entries(query), headers, ...content });
    const text = new TextDecoder().decode(await readBody(response.body));
    return {
      status: response.status,
      warning: response.headers['warning'],
      body: JSON.parse(text) as unknown,
    };
  };
  const step = async (name: string, sent: Sent): Promise<void> => {
    webhook.reviews.length = 0;
    const answer = await send(sent);
    await cached(send, sent, answer.body);
    const reviews = webhook.reviews
      .filter(({ review }) => !review.request.userInfo.username.startsWith('system:'))
      .toSorted((a, b) => a.path.localeCompare(b.path))
      .map((one) => settled(one, changing, url));
    steps.push({ step: name, ...answer, body: settled(answer.body, changing, url), reviews });
  };
  const hook = (path: string, more: object = {}): object => ({
    name: `${path}.example.com`,
    clientConfig: { url: `${url}/${path}`, caBundle },
    rules: [everything],
    namespaceSelector: selected,
    objectSelector: { matchExpressions: [{ key: 'marker', operator: 'DoesNotExist' }] },
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    timeoutSeconds: 5,
    ...more,
  });
  const configure = async (kind: 'Mutating' | 'Validating', webhooks: readonly object[]): Promise<void> => {
    const path = `${registration}/${kind.toLowerCase()}webhookconfigurations`;
    await send({ method: 'DELETE', path: `${path}/w` });
    markers += 1;
    const marker = {
      ...hook(`marker-${markers}`),
      objectSelector: { matchLabels: { marker: 'yes' } },
    };
    await send({ method: 'POST', path, body: { metadata: { name: 'w' }, webhooks: [marker, ...webhooks] } });
    await marked(send, webhook, { marker: `/marker-${markers}`, seen: true });
  };
  await send({
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { metadata: { name: 'w', labels: { watched: 'yes' } } },
  });
  const maps = '/api/v1/namespaces/w/configmaps';
  const map = (name: string, more: object = {}): object => ({
    metadata: { name },
    data: { a: '1' },
    ...more,
  });

  await configure('Mutating', [hook('a', { reinvocationPolicy: 'IfNeeded' }), hook('b')]);
  webhook.replies.set('/b', ({ request: { operation } }) =>
    operation === 'CREATE' || operation === 'UPDATE'
      ? {
          ...patching({ op: 'add', path: '/metadata/labels', value: { b: 'was-here' } }),
          warnings: ['b warns'],
        }
      : { allowed: true },
  );
  await step('create', { method: 'POST', path: maps, body: map('m') });
  await step('create with a generated name', {
    method: 'POST',
    path: maps,
    body: { metadata: { generateName: 'g-' } },
    query: { dryRun: 'All' },
  });
  await step('update', { method: 'PUT', path: `${maps}/m`, body: map('m', { data: { a: '2' } }) });
  await step('merge patch', {
    method: 'PATCH',
    path: `${maps}/m`,
    type: 'application/merge-patch+json',
    query: { fieldManager: 'me' },
    body: { data: { a: '3' } },
  });
  await step('apply', {
    method: 'PATCH',
    path: `${maps}/m`,
    type: 'application/apply-patch+yaml',
    query: { fieldManager: 'me', force: 'true' },
    body: { apiVersion: 'v1', kind: 'ConfigMap', ...map('m') },
  });
  await step('apply that creates', {
    method: 'PATCH',
    path: `${maps}/n`,
    type: 'application/apply-patch+yaml',
    query: { fieldManager: 'me', force: 'true' },
    body: { apiVersion: 'v1', kind: 'ConfigMap', ...map('n') },
  });
  await step('delete', { method: 'DELETE', path: `${maps}/n`, query: { propagationPolicy: 'Background' } });
  await step('delete of a collection', {
    method: 'DELETE',
    path: maps,
    body: { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 },
  });
  webhook.replies.set('/b', () => patching({ op: 'remove', path: '/data/none' }));
  await step('a patch that fails', { method: 'POST', path: maps, body: map('p') });
  webhook.replies.set('/b', () => ({ ...patching(), patch: 'bm9uZQ==' }));
  await step('a patch that is none', { method: 'POST', path: maps, body: map('p') });
  webhook.replies.set('/b', () => ({ allowed: true, patchType: 'JSONPatch' }));
  await step('a type of patch without one', { method: 'POST', path: maps, body: map('p') });
  webhook.replies.set('/b', () => ({ uid: 'another', allowed: true }));
  await step('another uid', { method: 'POST', path: maps, body: map('p') });
  webhook.replies.set('/b', () => patching({ op: 'add', path: '/spec', value: { clusterIP: 7 } }));
  await step('a patch with a wrong type', {
    method: 'POST',
    path: '/api/v1/namespaces/w/services',
    body: { metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } },
  });
  webhook.replies.set('/b', () => ({ allowed: true }));
  await step('a service', {
    method: 'POST',
    path: '/api/v1/namespaces/w/services',
    body: { metadata: { name: 's' }, spec: { clusterIP: 'None', ports: [{ port: 80 }] } },
  });
  await send({ method: 'DELETE', path: `${registration}/mutatingwebhookconfigurations/w` });
  await marked(send, webhook, { marker: `/marker-${markers}`, seen: false });
  webhook.replies.clear();

  await configure('Validating', [hook('c'), hook('d', { admissionReviewVersions: ['v1beta1'] })]);
  webhook.replies.set('/d', () => ({ allowed: false }));
  await step('denied without a word', { method: 'POST', path: maps, body: map('v') });
  webhook.replies.set('/d', () => ({ allowed: false, status: { message: 'not so', code: 200 } }));
  await step('denied with a message', { method: 'POST', path: maps, body: map('v') });
  webhook.replies.set('/d', () => ({
    allowed: false,
    status: { message: 'taken', code: 409, reason: 'Conflict', details: { name: 'x', kind: 'y' } },
  }));
  await step('denied with a status', { method: 'POST', path: maps, body: map('v') });
  webhook.replies.set('/c', () => ({ ...patching({ op: 'add', path: '/data/b', value: '' }) }));
  webhook.replies.delete('/d');
  await step('a patch where none may be', { method: 'POST', path: maps, body: map('v') });
  for (const [status, body] of [
    [500, 'oops'],
    [404, ''],
    [200, ''],
    [403, '{"kind":"Status","apiVersion":"v1","status":"Failure","message":"go away","code":403}'],
  ] as const) {
    webhook.replies.set('/c', () => ({ raw: [status, body] }));
    await step(`an answer of ${status} ${body}`, { method: 'POST', path: maps, body: map('v') });
  }
  webhook.replies.delete('/c');
  await step('an invalid object', { method: 'POST', path: maps, body: { metadata: { name: 'Not A Name' } } });
  await step('taken', { method: 'POST', path: maps, body: map('v') });
  await step('taken already', { method: 'POST', path: maps, body: map('v') });
  await step('a wrong version', {
    method: 'PUT',
    path: `${maps}/v`,
    body: { metadata: { name: 'v', resourceVersion: '1' } },
  });
  const deployments = '/apis/apps/v1/namespaces/w/deployments';
  const labels = { app: 'd' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  await step('a deployment', {
    method: 'POST',
    path: deployments,
    body: { metadata: { name: 'd' }, spec: { selector: { matchLabels: labels }, template } },
  });
  await step('its scale', {
    method: 'PUT',
    path: `${deployments}/d/scale`,
    body: { metadata: { name: 'd' }, spec: { replicas: 3 } },
  });
  await step('its status', {
    method: 'PATCH',
    path: `${deployments}/d/status`,
    type: 'application/merge-patch+json',
    body: { status: { replicas: 1 } },
  });
  await step('a pod', {
    method: 'POST',
    path: '/api/v1/namespaces/w/pods',
    body: { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  });
  await step('its binding', {
    method: 'POST',
    path: '/api/v1/namespaces/w/pods/p/binding',
    body: { metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } },
  });
  await step('its eviction', {
    method: 'POST',
    path: '/api/v1/namespaces/w/pods/p/eviction',
    query: { dryRun: 'All' },
    body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p', namespace: 'w' } },
  });
  await step('the namespace', {
    method: 'PATCH',
    path: '/api/v1/namespaces/w',
    type: 'application/merge-patch+json',
    body: { metadata: { annotations: { a: 'b' } } },
  });
  await configure('Validating', [
    hook('e', { clientConfig: { url: 'https://127.0.0.1:1/e', caBundle } }),
    hook('f', { clientConfig: { url: 'https://127.0.0.1:1/f', caBundle }, failurePolicy: 'Ignore' }),
  ]);
  await step('nobody listens', { method: 'POST', path: maps, body: map('x') });
  await configure('Validating', [
    hook('g', { clientConfig: { service: { namespace: 'w', name: 'none', path: '/g' }, caBundle } }),
  ]);
  await step('a service that is none', { method: 'POST', path: maps, body: map('x') });
  const condition = (name: string, expression: string): object => ({ name, expression });
  await configure('Validating', [
    hook('conditions-a', { matchConditions: [condition('a', 'object.data.a == "1"')] }),
    hook('conditions-b', {
      matchConditions: [condition('a', 'true'), condition('b', 'request.operation != "CREATE"')],
    }),
    hook('conditions-c', {
      matchConditions: [condition('a', 'object.data.missing == "1"')],
      failurePolicy: 'Ignore',
    }),
  ]);
  await step('a condition that holds', { method: 'POST', path: maps, body: map('conditions') });
  await step('a condition of an update', {
    method: 'PUT',
    path: `${maps}/conditions`,
    body: map('conditions', { data: { a: '2' } }),
  });
  await configure('Validating', [
    hook('conditions-d', { matchConditions: [condition('a', 'object.data.missing == "1"')] }),
  ]);
  await step('a condition that breaks', { method: 'POST', path: maps, body: map('conditions-d') });
  await configure('Validating', []);
  await configure('Mutating', [
    hook('conditions-e', { matchConditions: [condition('a', 'object.data.missing == "1"')] }),
  ]);
  await step('a condition that breaks, without a name', {
    method: 'POST',
    path: maps,
    body: { metadata: { generateName: 'g-' } },
    query: { dryRun: 'All' },
  });
  await configure('Mutating', []);
  await configure('Validating', [hook('h', { clientConfig: { url: `${url}/h` } })]);
  await step('an authority that nobody knows', { method: 'POST', path: maps, body: map('x') });
  await configure('Validating', [hook('i', { timeoutSeconds: 1 })]);
  webhook.replies.set('/i', () => new Promise(() => undefined));
  await step('a webhook that is silent', { method: 'POST', path: maps, body: map('x') });
  await configure('Validating', [
    hook('j', {
      rules: [
        {
          ...everything,
          apiVersions: ['v2'],
          resources: ['horizontalpodautoscalers'],
          operations: ['CREATE'],
        },
      ],
    }),
  ]);
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' };
  await step('another version of a kind', {
    method: 'POST',
    path: '/apis/autoscaling/v1/namespaces/w/horizontalpodautoscalers',
    body: { metadata: { name: 'h' }, spec: { maxReplicas: 3, scaleTargetRef: target } },
  });
  return steps;
}

type Send = (sent: Sent) => Promise<{ readonly status: number; readonly body: unknown }>;

// The real server hears of a configuration a moment later.
async function marked(
  send: Send,
  webhook: WebhookServer,
  { marker, seen }: { marker: string; seen: boolean },
): Promise<void> {
  const body = { metadata: { name: 'marked', labels: { marker: 'yes' } } };
  for (let round = 0; round < 400; round += 1) {
    webhook.reviews.length = 0;
    await send({ method: 'POST', path: '/api/v1/namespaces/w/secrets', query: { dryRun: 'All' }, body });
    if (webhook.reviews.some(({ path }) => path === marker) === seen) return;
  }
  throw new Error(`the server never ${seen ? 'called' : 'left'} the webhook ${marker}`);
}

// A real server tries a change with the object of its watch cache first, and asks once more when that was old: a read of
// at least this version waits for the cache.
async function cached(send: Send, { path, query }: Sent, body: unknown): Promise<void> {
  const { metadata } = body as { readonly metadata?: { readonly resourceVersion?: string } };
  const { resourceVersion } = metadata ?? {};
  if (query?.['dryRun'] || !resourceVersion) return;
  const { status } = await send({
    method: 'GET',
    path: path.replace(/\/(?:scale|status)$/, ''),
    query: { resourceVersion },
  });
  if (status !== 200 && status !== 404)
    throw new Error(`the server does not reach version ${resourceVersion}`);
}

const changing = new Set([
  'uid',
  'creationTimestamp',
  'resourceVersion',
  'time',
  'lastTransitionTime',
  'startTime',
]);
