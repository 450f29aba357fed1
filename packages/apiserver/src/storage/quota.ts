// Bounds what the server keeps, as it shares the memory of the process that it runs in. A write beyond the quota is a
// 507 with the words of etcd, where the real server answers 500. Deletions and updates that free room still pass.
// https://etcd.io/docs/v3.6/op-guide/maintenance/#space-quota

import { StatusError } from '../status-error.ts';

export interface QuotaLimits {
  readonly bytes: number;
  readonly objects: number;
}

export class Quota {
  readonly #limits: QuotaLimits;
  #bytes = 0;
  #objects = 0;

  constructor(limits: QuotaLimits) {
    this.#limits = limits;
  }

  /** Throws a 507 where so much more is too much. */
  require(bytes: number, objects: number): void {
    if (bytes > 0 && this.#bytes + bytes > this.#limits.bytes)
      throw exceeded(`${this.#limits.bytes} bytes of objects`);
    if (objects > 0 && this.#objects + objects > this.#limits.objects)
      throw exceeded(`${this.#limits.objects} objects`);
  }

  /** Negative for what goes. */
  count(bytes: number, objects: number): void {
    this.#bytes += bytes;
    this.#objects += objects;
  }
}

function exceeded(limit: string): StatusError {
  const message = `etcdserver: mvcc: database space exceeded: the embedded API server keeps no more than ${limit}; delete some first`;
  return new StatusError(507, 'InsufficientStorage', message);
}
