// The subresources besides status, each a small verb of its own.

import {
  arrayAt,
  isJsonObject,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  valueAt,
  valueAtPath,
  withKey,
} from '../json/json.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { newUid, timestamp } from '../server-context.ts';
import {
  badRequest,
  conflict,
  invalid,
  methodNotAllowed,
  notFound,
  notImplemented,
  required,
  StatusError,
  unclassified,
} from '../status-error.ts';
import { type StoredObject, storageKey } from '../storage/stored-object.ts';
import { type DeleteOptions, deleteAtOnce, deleteObject } from '../strategy/delete.ts';
import { updateObject } from '../strategy/update.ts';
import { type Answer, jsonAnswer } from './answer.ts';
import { bodyText, contentType, decodeBody, decodePatch } from './body.ts';
import { type Call, objectAnswer } from './write.ts';
import { parseWriteQuery } from './write-query.ts';

export function subresourceAnswer(call: Call, name: string): Answer {
  switch (name) {
    case 'scale':
      return scale(call);
    case 'eviction':
      return evict(call);
    case 'binding':
      return bind(call);
    case 'token':
      return issueToken(call);
    case 'approval':
      return approve(call);
    case 'finalize':
      return finalize(call);
    default:
      throw notImplemented(`the subresource ${JSON.stringify(name)}`);
  }
}

function target({ served, namespace, name }: Call): StoredObject {
  const stored = served.store.get(storageKey(name, namespace));
  if (!stored) throw notFound(served.resource, name);
  return stored;
}

// Scale: the number of replicas, whatever kind holds it.

function scale(call: Call): Answer {
  const { request, query, server, served } = call;
  const stored = target(call);
  const current = scaleOf(call, stored.object);
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return jsonAnswer(200, current);
    case 'PUT':
    case 'PATCH': {
      const next = request.method === 'PUT' ? decodeBody(request, 'Scale') : patchedScale(call, current);
      const version = stringAt(objectAt(next, 'metadata'), 'resourceVersion') ?? '';
      if (version !== '' && version !== String(stored.revision))
        throw conflict(
          served.resource,
          stored.name,
          'the object has been modified; please apply your changes to the latest version and try again',
        );
      const replicas = numberAt(objectAt(next, 'spec'), 'replicas') ?? 0;
      if (replicas < 0 || !Number.isInteger(replicas))
        throw badRequest('spec.replicas must be a whole number of at least 0');
      const object = mergePatch(stored.object, { spec: { replicas } });
      if (!isJsonObject(object)) throw badRequest('the object cannot be scaled');
      const options = parseWriteQuery(
        query,
        request.headers,
        request.method === 'PUT' ? 'UpdateOptions' : 'PatchOptions',
      );
      const updated = updateObject(server, served, stored, object, {
        ...options,
        part: 'main',
        verb: 'patch',
      });
      return jsonAnswer(200, scaleOf(call, updated));
    }
    default:
      throw methodNotAllowed(undefined, request.method);
  }
}

function patchedScale({ request }: Call, current: JsonObject): JsonObject {
  const type = contentType(request);
  if (type !== 'application/merge-patch+json' && type !== 'application/strategic-merge-patch+json')
    throw notImplemented(`patches of type ${type} of a scale`);
  const patched = mergePatch(current, decodePatch(bodyText(request)));
  return isJsonObject(patched) ? patched : current;
}

function scaleOf({ served }: Call, object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const labels =
    valueAtPath(object, ['spec', 'selector', 'matchLabels']) ?? valueAtPath(object, ['spec', 'selector']);
  const selector = isJsonObject(labels)
    ? Object.entries(labels)
        .map(([key, value]) => `${key}=${typeof value === 'string' ? value : ''}`)
        .toSorted()
        .join(',')
    : '';
  const keep = ['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp'];
  const replicas = numberAt(objectAt(object, 'spec'), 'replicas');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: Object.fromEntries(
      keep.flatMap((key): [string, string][] => {
        const value = stringAt(metadata, key);
        return value === undefined ? [] : [[key, value]];
      }),
    ),
    // Without defaulting a workload that says nothing has one replica.
    spec: { replicas: replicas ?? (served.custom ? 0 : 1) },
    status: {
      replicas: numberAt(objectAt(object, 'status'), 'replicas') ?? 0,
      ...(selector !== '' && { selector }),
    },
  };
}

// Eviction: a delete that disruption budgets may refuse.

function evict(call: Call): Answer {
  const { request, server, served, namespace } = call;
  if (request.method !== 'POST') throw methodNotAllowed(undefined, request.method);
  const eviction = decodeBody(request, 'Eviction');
  const stored = target(call);
  const budget = blockingBudget(call, stored);
  if (budget !== undefined)
    throw new StatusError(
      429,
      'TooManyRequests',
      "Cannot evict pod as it would violate the pod's disruption budget.",
      {
        causes: [
          {
            reason: 'DisruptionBudget',
            message: `The disruption budget ${budget} needs more healthy pods in ${namespace}`,
          },
        ],
      },
    );
  const options = objectAt(eviction, 'deleteOptions');
  const wanted: DeleteOptions = {
    ...deleteAtOnce,
    gracePeriodSeconds: numberAt(options, 'gracePeriodSeconds'),
  };
  deleteObject(server, served, stored, wanted);
  return jsonAnswer(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

function blockingBudget({ server, namespace }: Call, pod: StoredObject): string | undefined {
  const budgets = server.registry.find('policy', 'v1', 'poddisruptionbudgets');
  if (!budgets) return undefined;
  for (const [, stored] of budgets.store.snapshot.entries(`${namespace}/`, `${namespace}0`)) {
    const budget = stored.object;
    const labels = objectAt(objectAt(objectAt(budget, 'spec'), 'selector'), 'matchLabels');
    const selected = Object.entries(labels).every(([key, value]) => pod.labels[key] === value);
    if (selected && (numberAt(objectAt(budget, 'status'), 'disruptionsAllowed') ?? 0) <= 0)
      return stored.name;
  }
  return undefined;
}

// Binding: a pod gets its node, once.

function bind(call: Call): Answer {
  const { request, query, server, served } = call;
  if (request.method !== 'POST') throw methodNotAllowed(undefined, request.method);
  const binding = decodeBody(request, 'Binding');
  const options = parseWriteQuery(query, request.headers, 'CreateOptions');
  const stored = target(call);
  const pod = stored.object;
  const node = stringAt(objectAt(binding, 'target'), 'name') ?? '';
  if (node === '') throw invalid({ group: '', kind: 'Binding' }, stored.name, [required('target.name')]);
  const bound = valueAtPath(pod, ['spec', 'nodeName']);
  if (typeof bound === 'string' && bound !== '')
    throw conflict(
      { group: '', plural: 'pods/binding' },
      stored.name,
      `pod ${stored.name} is already assigned to node ${JSON.stringify(bound)}`,
    );
  const next = withKey(pod, 'spec', { ...objectAt(pod, 'spec'), nodeName: node });
  updateObject(server, served, stored, next, { ...options, part: 'main', verb: 'patch' });
  return jsonAnswer(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

// Token: something that looks like one, for clients that only carry it around. It opens nothing.

function issueToken(call: Call): Answer {
  const { request, server, namespace, name } = call;
  if (request.method !== 'POST') throw methodNotAllowed(undefined, request.method);
  const { uid } = target(call);
  const asked = decodeBody(request, 'TokenRequest');
  const seconds = numberAt(objectAt(asked, 'spec'), 'expirationSeconds') ?? 3_600;
  if (seconds < 600) throw unclassified('may not specify a duration less than 10 minutes');
  const now = Math.floor(server.clock.now() / 1000);
  const claims = {
    iss: 'kube-rx',
    sub: `system:serviceaccount:${namespace}:${name}`,
    iat: now,
    exp: now + seconds,
    jti: newUid(server),
    'kubernetes.io': { namespace, serviceaccount: { name, uid } },
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
  return jsonAnswer(201, {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, creationTimestamp: timestamp(server) },
    spec: { ...objectAt(asked, 'spec'), expirationSeconds: seconds },
    status: { token, expirationTimestamp: timestamp(server, seconds * 1000) },
  });
}

// Approval: the conditions of a certificate signing request.

function approve(call: Call): Answer {
  const { request, query, server, served } = call;
  const stored = target(call);
  if (request.method === 'GET' || request.method === 'HEAD') return objectAnswer(200, call, stored.object);
  if (request.method !== 'PUT') throw methodNotAllowed(undefined, request.method);
  const options = parseWriteQuery(query, request.headers, 'UpdateOptions');
  const asked = decodeBody(request, 'CertificateSigningRequest');
  const conditions = arrayAt(objectAt(asked, 'status'), 'conditions');
  const next = { ...stored.object, status: { ...objectAt(stored.object, 'status'), conditions } };
  return objectAnswer(
    200,
    call,
    updateObject(server, served, stored, next, { ...options, part: 'status', verb: 'patch' }),
  );
}

// Finalize: a namespace's own finalizers, whose end is its end.

function finalize(call: Call): Answer {
  const { request, server, served } = call;
  if (request.method !== 'PUT') throw methodNotAllowed(undefined, request.method);
  const stored = target(call);
  const asked = decodeBody(request, 'Namespace');
  const finalizers = valueAt(objectAt(asked, 'spec'), 'finalizers') ?? [];
  const next = withKey(stored.object, 'spec', { ...objectAt(stored.object, 'spec'), finalizers });
  const metadata = objectAt(next, 'metadata');
  const over =
    arrayAt(objectAt(next, 'spec'), 'finalizers').length === 0 &&
    arrayAt(metadata, 'finalizers').length === 0 &&
    stringAt(metadata, 'deletionTimestamp') !== undefined;
  const object = over ? served.store.remove(stored).object : served.store.put(next).object;
  server.afterWrite(served, object, over);
  return objectAnswer(200, call, object);
}
