// The same request to both servers, and what differs in their answers.

import type { HttpService } from '@kube-rx/core';
import { type JsonObject } from '../../../src/json/json.ts';
import { reasonFor } from '../accepted.ts';
import { type Difference, differences } from '../compare.ts';
import { type Answer, type Exchange, Session } from '../session.ts';
import { type Found, findingOf } from './finding.ts';
import type { Request } from './request.ts';

export interface Terms {
  readonly namespace: string;
  counts(difference: Difference): boolean;
  found(found: Found): void;
}

export class Pair {
  readonly #real: Session;
  readonly #embedded: Session;
  readonly #terms: Terms;

  /** How many were answered by both. */
  get requests(): number {
    return this.#real.exchanges.length;
  }

  constructor(services: Services, terms: Terms) {
    this.#real = new Session(services.real, terms.namespace);
    this.#embedded = new Session(services.embedded, terms.namespace);
    this.#terms = terms;
  }

  /** `requestTo`: what is asked of a server that has the object. True where both answer the same. */
  async send(requestTo: (at: 0 | 1) => Request, note = ''): Promise<boolean> {
    const requests = [requestTo(0), requestTo(1)] as const;
    const ends = await Promise.allSettled(
      [this.#real, this.#embedded].map((session, at) => {
        const { method, path, ask } = requests[at] ?? requests[0];
        return session.send(method, path, ask);
      }),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) {
      if (isHangUp(failed.reason)) return false;
      throw failed.reason;
    }
    const [real, embedded] = [this.#real.exchanges.at(-1), this.#embedded.exchanges.at(-1)];
    if (!real || !embedded) return true;
    const differing = differences([real], [embedded]).filter(
      (difference) => this.#terms.counts(difference) && !isAccepted(difference, note),
    );
    if (differing.length === 0 || isBusy(real)) return true;
    this.#terms.found(
      findingOf({ differing, request: requests[1], note, statuses: [real.status, embedded.status] }),
    );
    return false;
  }

  /** The object as each server has it; undefined where one has none. */
  async read(path: string): Promise<readonly [JsonObject, JsonObject] | undefined> {
    const [real, embedded] = await Promise.all(
      [this.#real, this.#embedded].map((session) => session.get(path, {}, { quiet: true })),
    );
    if (real?.status !== 200 || embedded?.status !== 200) return undefined;
    return [objectOf(real), objectOf(embedded)];
  }

  async remove(path: string): Promise<void> {
    await Promise.all([this.#real.remove(path), this.#embedded.remove(path)]);
  }

  async quietly(act: (session: Session) => Promise<unknown>): Promise<void> {
    await Promise.all([act(this.#real), act(this.#embedded)]);
  }
}

export interface Services {
  readonly real: HttpService;
  readonly embedded: HttpService;
}

function objectOf({ object }: Answer): JsonObject {
  return object as JsonObject;
}

/** The real server panics and says nothing. */
function isHangUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

/** Where a part of the real server has written meanwhile. */
function isBusy({ status, body }: Exchange): boolean {
  return status === 409 && JSON.stringify(body).includes('the object has been modified');
}

function isAccepted(difference: Difference, note: string): boolean {
  // It keeps and checks what leaders are coordinated by.
  const isOfElection =
    difference.request.includes('/leases') &&
    /strategy|preferredHolder/.test(note + JSON.stringify(difference));
  return isOfElection || reasonFor(difference) !== undefined;
}
