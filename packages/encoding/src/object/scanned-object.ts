// An object as it arrived: a view of the bytes it came in, which decodes them once.

import type { KubeObject, ObjectMeta } from '@kube-rx/core';
import { JsonObject } from './json-object.ts';

export class ScannedObject<K extends KubeObject> extends JsonObject<K> {
  #value: K | undefined;

  get value(): K | undefined {
    return this.#value;
  }

  get metadata(): ObjectMeta {
    return this.object.metadata;
  }

  /** Where it ends in the bytes that it was scanned from. */
  get end(): number {
    return this.json.end;
  }

  leave(): this {
    return this;
  }

  protected remember(object: K): void {
    this.#value = object;
  }
}
