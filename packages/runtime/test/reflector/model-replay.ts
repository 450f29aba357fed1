// The contents of a store as a consumer infers them from the changes that it is told.

import type { DynamicObject } from '@kube-rx/core';
import type { Change } from '../../src/reflector/change.ts';
import { print } from '../support/model-contents.ts';

export class Replay {
  /** Changes that contradict the ones before them. */
  readonly contradictions: string[] = [];
  readonly #believed = new Map<string, { readonly printed: string; readonly uid: string | undefined }>();

  hear({ type, key, object, encoded, finalStateUnknown }: Change<DynamicObject>): void {
    const printed = print(object);
    const believed = this.#believed.get(key);
    const require = (isSo: boolean, what: string): void => {
      if (!isSo) this.contradictions.push(`${type} ${printed}: ${what} ${believed?.printed}`);
    };
    require(encoded.key === key && print(encoded.object) === printed, 'is not what its bytes say');
    if (type === 'added') require(!believed, 'was there already:');
    else require(believed?.uid === object.metadata.uid, 'was not there, but');
    if (type === 'updated') require(believed?.printed !== printed, 'is no news after');
    if (finalStateUnknown) require(type === 'deleted' && believed !== undefined, 'its state is known');
    if (type === 'deleted') this.#believed.delete(key);
    else this.#believed.set(key, { printed, uid: object.metadata.uid });
  }

  uidOf(key: string): string | undefined {
    return this.#believed.get(key)?.uid;
  }

  print(): string[] {
    return Array.from(this.#believed.values(), ({ printed }) => printed).sort();
  }
}
