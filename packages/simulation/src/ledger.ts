// All that was written to the server, and by whom: a subject is held to what it did, whatever it says of itself.

import { targetOf, type Verb } from '@kube-rx/apiserver';
import {
  type Clock,
  controllerOf,
  type DynamicObject,
  type HttpRequest,
  type HttpService,
  isStatus,
  type OwnerReference,
  objectKey,
  type ResponseBody,
  readBody,
  type Status,
} from '@kube-rx/core';

/** A write to one object that the server has taken. */
export interface LedgerEntry {
  /** The name of the client; `''` for what bypasses the network, as the workload. */
  readonly client: string;
  /** Virtual milliseconds. */
  readonly at: number;
  /** How often the server was restored before: versions of different epochs say nothing of each other. */
  readonly epoch: number;
  readonly verb: Verb;
  /** As `deployments.apps`. */
  readonly resource: string;
  readonly key: string;
  readonly uid: string;
  /** The version by this write; undefined where a deletion was answered without one. */
  readonly resourceVersion: string | undefined;
  /** Whether an earlier write of the object is known: of another one nothing is known before this. */
  readonly isKnown: boolean;
  /** The object's controller before this write. */
  readonly ownerBefore: OwnerReference | undefined;
  /** The object's controller after this write, or at last where it is gone. */
  readonly owner: OwnerReference | undefined;
  /** Whether the object's deletion has begun. */
  readonly leaving: boolean;
  /** Whether the object is gone by this write. */
  readonly gone: boolean;
  /** False for a write that changed nothing. */
  readonly effective: boolean;
  /** As the client sent it. */
  readonly request: HttpRequest;
}

const utf8 = new TextDecoder();

type Outcome = Pick<LedgerEntry, 'key' | 'uid' | 'resourceVersion' | 'owner' | 'leaving' | 'gone'>;

/**
 * Writes are told by their answers at the server's own door, so also those whose answers the network loses. Dry runs and
 * deletions of whole collections are left out.
 *
 * @example
 * const world = new World(42);
 * await world.write(world.random);
 * console.log(world.ledger.entries.length); // 1
 */
export class Ledger {
  readonly entries: LedgerEntry[] = [];
  /** Called with every entry as the server takes the write, and what it answers: the object as it is stored, mostly. */
  readonly onEntry: Set<(entry: LedgerEntry, answer: unknown) => void> = new Set();
  readonly #clock: Clock;
  // What was last written of the objects that are there, by uid.
  readonly #last = new Map<string, LedgerEntry>();
  #epoch = 0;
  #start = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The last write of each object that is there, by uid, as far as it was written in this epoch. */
  get objects(): ReadonlyMap<string, LedgerEntry> {
    return this.#last;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Begins an epoch: the server has gone back to an earlier state, at this revision. */
  restored(revision: number): void {
    this.#epoch += 1;
    this.#start = revision;
    this.#last.clear();
  }

  /** The service, whose writes are entered under the name of a client. */
  service(client: string, next: HttpService): HttpService {
    return async (request, options) => {
      const answer = await next(request, options);
      if (request.method === 'GET' || answer.status >= 300 || isDryRun(request)) return answer;
      const body = await readBody(answer.body);
      this.#enter(client, request, JSON.parse(utf8.decode(body)));
      return { ...answer, body: whole(body) };
    };
  }

  #enter(client: string, request: HttpRequest, answer: unknown): void {
    const { verb, resource, namespace, name } = targetOf(request);
    const outcome = isStatus(answer)
      ? statusOutcome(answer, objectKey(name, namespace))
      : objectOutcome(answer as DynamicObject, verb);
    if (resource === '' || outcome.uid === '') return;
    const before = this.#last.get(outcome.uid);
    const entry: LedgerEntry = {
      client,
      at: this.#clock.monotonic(),
      epoch: this.#epoch,
      verb,
      resource,
      ...outcome,
      owner: outcome.owner ?? (outcome.gone ? before?.owner : undefined),
      isKnown: before !== undefined,
      ownerBefore: before?.owner,
      effective: outcome.gone || this.#isChange(outcome, before),
      request,
    };
    if (outcome.gone) this.#last.delete(outcome.uid);
    else this.#last.set(outcome.uid, entry);
    this.entries.push(entry);
    for (const listener of this.onEntry) listener(entry, answer);
  }

  #isChange({ resourceVersion }: Outcome, before: Outcome | undefined): boolean {
    // What was there when the epoch began may have been written back as it was.
    if (!before) return resourceVersion === undefined || Number(resourceVersion) > this.#start;
    return before.resourceVersion !== resourceVersion;
  }
}

/** A deletion that is answered with a Status is done. */
function statusOutcome({ details }: Status, key: string): Outcome {
  return {
    key,
    uid: details?.uid ?? '',
    resourceVersion: undefined,
    owner: undefined,
    leaving: true,
    gone: true,
  };
}

function objectOutcome(object: DynamicObject, verb: Verb): Outcome {
  const { name, namespace, uid = '', resourceVersion, deletionTimestamp, finalizers = [] } = object.metadata;
  const leaving = deletionTimestamp !== undefined;
  return {
    key: objectKey(name, namespace),
    uid,
    resourceVersion,
    owner: controllerOf(object),
    leaving,
    // Some kinds, as Services, are answered as they were last.
    gone: (verb === 'delete' && !leaving) || (leaving && finalizers.length === 0),
  };
}

function isDryRun({ query }: HttpRequest): boolean {
  return query.some(([name]) => name === 'dryRun');
}

function whole(body: Uint8Array): ResponseBody {
  return {
    [Symbol.asyncIterator]: () => {
      const pieces = [body].values();
      return { next: () => Promise.resolve(pieces.next()) };
    },
  };
}
