// Server-side apply that sends nothing where it would change nothing.
//
// An apply sets the fields that it names, and removes those that its manager named before and names no more. So it is
// not enough that the wanted values are there: a field that is no longer wanted must go. The rule:
//
// 1. This process applied the same bytes to this very object (by uid) last, the answer is known, and nothing has
//    happened to the object since but writes of its status: its version is that of the answer, or all else that it says
//    is what the answer said. What the server made of the bytes, by defaults and admission, is in the answer, so
//    nothing is compared with it but the server's own words. Bytes with something empty in them count as applied once an
//    apply of them has left the version as it was: a server that empties a list drops it, and makes the empty list that
//    was asked for only the next time.
// 2. Or the object comes with its managed fields, and by them this manager owns exactly the fields that are wanted, and
//    each has the wanted value. This needs no memory. Caches drop managed fields unless told otherwise.
//
// In every other case it is sent: after a restart, after a failed apply, where the cache has only a part of the object,
// for a namesake, and for what names a uid or a resourceVersion. Where the object that was observed is no longer the
// newest, the change that makes it so leads to another run.
//
// The rule takes for granted that a manager's name belongs to one controller. Another one that applies by the same name
// is noticed by what it changes, not by what it owns without a change.

import type { Api } from '@kube-rx/client';
import {
  type ApplyIntent,
  type KubeObject,
  objectKey,
  parseExactJson,
  printExactJson,
  type Resource,
  resourceName,
} from '@kube-rx/core';
import type { AppliedMemory, AppliedRecord } from './applied-memory.ts';
import { hashContents, hashOf, unlessTooDeep } from './contents.ts';
import { type DesiredIntent, desiredIntent, type Parent } from './desired-intent.ts';
import type { DesiredOptions } from './desired-options.ts';
import { ownsExactly } from './owned-fields.ts';

/** An object as a cache has it. `EncodedObject` is one. */
export interface ObservedObject<K extends KubeObject = KubeObject> {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly object: K;
}

/** What an apply needs of the run that it is a part of. */
export interface ApplyContext {
  /** The key of the run. */
  readonly key: string;
  /** The object that the run is about. */
  readonly parent: Parent;
  readonly fieldManager: string;
  readonly memory: AppliedMemory;
  readonly signal?: AbortSignal | undefined;
  api<K extends KubeObject>(resource: Resource<K>, namespace: string | undefined): Api<K>;
  /** The whole object in the cache of a source; undefined where there is none, or no source that has all of it. */
  observe<K extends KubeObject>(resource: Resource<K>, key: string): ObservedObject<K> | undefined;
  /** Whether the controller owns the objects of this resource. */
  owns(resource: Resource): boolean;
}

/**
 * The object as it is stored then: the answer, or the observed one where nothing was sent.
 *
 * @throws InvalidRequestError for what no server would accept, before anything is sent.
 * @throws ApiError (`isConflict`) where another manager owns a field, if `force` is false.
 */
export async function applyDesired<K extends KubeObject>(
  context: ApplyContext,
  { resource, desired }: { readonly resource: Resource<K>; readonly desired: object },
  { force = true, controlled = context.owns(resource) }: DesiredOptions = {},
): Promise<K> {
  const { key, parent, memory, fieldManager, signal } = context;
  const intent = desiredIntent(resource, desired, { parent, controlled });
  const text = printExactJson(intent.body);
  const objectKeyText = objectKey(intent.name, intent.namespace);
  const subject: Subject<K> = {
    resource,
    intent,
    text,
    hash: hashOf(text),
    id: `${resourceName(resource)} ${objectKeyText}`,
    observed: context.observe(resource, objectKeyText),
  };
  if (subject.observed && changesNothing(context, subject, subject.observed)) return subject.observed.object;
  const attempt = memory.begin(key, subject.id);
  try {
    const api = context.api(resource, intent.namespace);
    const body = intent.body as ApplyIntent<K>;
    const options = { fieldManager, ...(force && { force }), signal };
    const answer = await api.apply<string, string, K>(intent.name, body, options);
    const record = recordOf(subject, answer);
    if (record) attempt.succeed(record);
    else attempt.fail();
    return answer;
  } catch (error) {
    attempt.fail();
    throw error;
  }
}

interface Subject<K extends KubeObject> {
  readonly resource: Resource<K>;
  readonly intent: DesiredIntent;
  /** The intent as JSON, and its hash. */
  readonly text: string;
  readonly hash: string;
  /** Names the object among all that the key applies to. */
  readonly id: string;
  readonly observed: ObservedObject<K> | undefined;
}

function changesNothing<K extends KubeObject>(
  { key, memory, fieldManager: manager }: ApplyContext,
  { resource, intent, text, hash, id }: Subject<K>,
  observed: ObservedObject<K>,
): boolean {
  if (intent.isConditional) return false;
  const record = memory.find(key, id);
  if (record?.intent === hash && record.uid === observed.uid) {
    if (record.resourceVersion === observed.resourceVersion) return true;
    if (record.contents !== undefined && record.contents === hashContents(resource, observed.object)) {
      memory.renew(key, id, observed.resourceVersion);
      return true;
    }
  }
  if (observed.object.metadata.managedFields === undefined) return false;
  const parsed = parseExactJson(text) as Readonly<Record<string, unknown>>;
  return (
    unlessTooDeep(() => ownsExactly(resource, { intent: parsed, observed: observed.object, manager })) ??
    false
  );
}

function recordOf<K extends KubeObject>(
  { resource, text, hash, observed }: Subject<K>,
  answer: KubeObject,
): AppliedRecord | undefined {
  const { uid, resourceVersion } = answer.metadata;
  if (uid === undefined || resourceVersion === undefined) return undefined;
  const changedNothing = observed?.uid === uid && observed.resourceVersion === resourceVersion;
  if (mayHaveEmpty.test(text) && !changedNothing) return undefined;
  return { uid, intent: hash, resourceVersion, contents: hashContents(resource, answer) };
}

// An empty list or map, or a null; now and then the text of a string.
const mayHaveEmpty = /[[{:,](?:\[\]|\{\}|null)/;
