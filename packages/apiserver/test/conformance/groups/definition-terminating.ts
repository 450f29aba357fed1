// A definition that is being deleted, while an object with a finalizer holds it up, and while it has one of its own.

import { type CustomKind, customKind } from '../custom-kind.ts';
import { definitions } from '../objects.ts';
import type { Session } from '../session.ts';

const version = {
  name: 'v1',
  served: true,
  storage: true,
  schema: {
    openAPIV3Schema: {
      type: 'object',
      properties: {
        spec: { type: 'object', properties: { size: { type: 'integer' } } },
        status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
  subresources: {
    status: {},
    scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' },
  },
};

export async function group(t: Session): Promise<void> {
  const kind = await customKind(t, [version]);
  const at = (name = ''): string => kind.at('v1', name);
  await t.post(at(), kind.object('free', { spec: { size: 1 } }), { quiet: true });
  const held = { ...kind.object('held', { spec: { size: 1 } }), metadata: holding('held') };
  await t.post(at(), held, { quiet: true });
  await t.delete(kind.definition, {}, { only: ['spec'] });
  await ended(t, kind, 'True');
  await marked(t, at('held'));
  await t.get(kind.definition, {}, { only: ['status'] });
  await t.get(at());
  await t.get(`/apis/${kind.group}/v1`);
  await t.get(`/apis/${kind.group}`);
  await t.post(at(), kind.object('late'));
  await t.post(at(), kind.object('late', { spec: { size: 'x' } }));
  await t.post(at(), kind.object('late', { spec: { size: 2 } }), { query: { dryRun: 'All' } });
  await t.post(at(), { ...kind.object(''), metadata: { generateName: 'late-' } });
  await t.post(at(), kind.object('held'));
  await t.post(at(), kind.object('Bad Name'));
  await t.post(at(), { kind: 'Other' });
  await t.apply(at('late'), kind.object('late', { spec: { size: 2 } }));
  await t.put(at('late'), kind.object('late'));
  await t.merge(at('late'), { spec: { size: 2 } });
  await t.apply(at('held'), kind.object('held', { spec: { size: 1 } }));
  await t.merge(at('held'), { spec: { size: 3 } });
  await t.merge(at('held'), { metadata: { finalizers: ['example.com/held', 'example.com/other'] } });
  await t.merge(`${at('held')}/status`, { status: { size: 4 } });
  await t.merge(`${at('held')}/scale`, { spec: { replicas: 5 } });
  await t.get(`${at('held')}/scale`);
  await t.get(at(), { watch: true, timeoutSeconds: 1, resourceVersion: 0 });
  await t.delete(at('held'));
  await t.delete(at());
  await t.merge(kind.definition, { metadata: { labels: { a: 'b' } } }, { only: ['status'] });
  await t.delete(kind.definition, {}, { only: ['spec'] });
  await t.merge(at('held'), { metadata: { finalizers: null } });
  await gone(t, kind.definition);
  await t.get(at());
  await heldItself(t);
}

function holding(name: string): object {
  return { name, finalizers: ['example.com/held'] };
}

/** A definition with a finalizer of its own stays when its objects have gone. */
async function heldItself(t: Session): Promise<void> {
  const kind = await customKind(t, [version]);
  const at = (name = ''): string => kind.at('v1', name);
  await t.merge(kind.definition, { metadata: { finalizers: ['example.com/own'] } }, { only: ['kind'] });
  await t.post(at(), kind.object('free', { spec: { size: 1 } }), { quiet: true });
  await t.delete(kind.definition, {}, { only: ['spec'] });
  await ended(t, kind, 'False');
  await t.get(kind.definition, {}, { only: ['status'] });
  await t.get(at());
  await t.get(`/apis/${kind.group}/v1`);
  await t.post(at(), kind.object('late'));
  await t.apply(at('later'), kind.object('later', { spec: { size: 2 } }));
  await t.delete(at(), {}, { only: ['kind'] });
  await t.merge(kind.definition, { metadata: { finalizers: null } }, { quiet: true });
  await gone(t, kind.definition);
  await t.get(definitions, { fieldSelector: `metadata.name=widgets.${kind.group}` });
}

/** Waits until the condition Terminating has this status. */
async function ended(t: Session, kind: CustomKind, status: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { object } = await t.get(kind.definition, {}, { quiet: true });
    const text = JSON.stringify(object['status']);
    if (text.includes(`"type":"Terminating","status":"${status}"`) && !text.includes('Pending')) return;
  }
}

/** Waits until the object is being deleted. */
async function marked(t: Session, path: string): Promise<void> {
  for (let tries = 0; tries < 20_000; tries += 1)
    if (JSON.stringify((await t.get(path, {}, { quiet: true })).object).includes('deletionTimestamp')) return;
  throw new Error(`${path} is not deleted`);
}

async function gone(t: Session, path: string): Promise<void> {
  for (let tries = 0; tries < 20_000; tries += 1)
    if ((await t.get(path, {}, { quiet: true })).status === 404) return;
  throw new Error(`${path} does not go`);
}
