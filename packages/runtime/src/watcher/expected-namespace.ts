// Whether an answer is of the namespace that was asked for. Something on the way may give out the answer to another
// request: its objects would be told as if they were of this one, and its versions would hide what changes here.

import { DecodeError, type EncodedObject, type KubeObject, printable } from '@kube-rx/core';
import { quoteKey } from './initial-versions.ts';
import type { ListWatch } from './source.ts';

/** Serves one answer. Its first object tells of which request it is, so no other is looked at. */
export class ExpectedNamespace<K extends KubeObject> {
  // Undefined where any is right, or once an object has shown it.
  #namespace: string | undefined;

  constructor({ namespace }: Pick<ListWatch<K>, 'namespace'>) {
    this.#namespace = namespace;
  }

  /** The hot path. @throws DecodeError (`protocol`) for an object of another namespace. */
  check(encoded: EncodedObject<K> | undefined): void {
    if (this.#namespace === undefined || !encoded) return;
    const { namespace } = encoded;
    if (namespace !== '' && namespace !== this.#namespace)
      throw new DecodeError(
        `asked for what is in the namespace ${printable(this.#namespace, 63)}, but the answer has ${quoteKey(encoded.key)}: it is the answer to another request`,
        { fault: 'protocol' },
      );
    this.#namespace = undefined;
  }
}
