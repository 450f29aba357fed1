// Changes of a status of which a server stores nothing, as where the schema of a custom resource lacks a field: the object
// stays as it was, so every run would send the same again.

import { type KubeObject, printExactJson } from '@kube-rx/core';
import { hashOf } from '../apply/contents.ts';

/**
 * The last such change of each key, for the version of the object that it left as it was. Another version may come of
 * another schema, so the change is sent once more then.
 */
export class UnstoredChanges {
  readonly #last = new Map<string, string>();

  has(key: string, object: KubeObject, status: object): boolean {
    const last = this.#last.get(key);
    return last !== undefined && last === changeOf(object, status);
  }

  note(key: string, object: KubeObject, status: object): void {
    this.#last.set(key, changeOf(object, status));
  }

  /** The object of this key is gone. */
  forget(key: string): void {
    this.#last.delete(key);
  }
}

function changeOf({ metadata: { uid = '', resourceVersion = '' } }: KubeObject, status: object): string {
  return hashOf(printExactJson([uid, resourceVersion, status], { inexact: 'print as float' }));
}
