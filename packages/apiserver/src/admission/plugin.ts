// One rule of admission, as the plugins of kube-apiserver are: first all change the object, then all judge it.

import type { JsonObject } from '../json/json.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { AdmissionAttributes } from './attributes.ts';

/** What an object to be written goes through. A plugin sees the object as the plugins before it have left it. */
export interface AdmissionPlugin {
  /** As in `--enable-admission-plugins`, such as `LimitRanger`. */
  readonly name: string;
  /**
   * The object as it should be; the same one where nothing changes. May refuse as well.
   *
   * @throws StatusError where the write is refused.
   */
  readonly mutate?: (attributes: AdmissionAttributes & { readonly object: JsonObject }) => JsonObject;
  /** @throws StatusError where the write is refused. */
  readonly validate?: (attributes: AdmissionAttributes) => void;
}

/** Told of the object as it is stored, before anything else is done. */
export type Settlement = (written: StoredObject) => void;

/** Judges when nobody else has anything to say, and counts what is let in. */
export interface LastPlugin {
  readonly name: string;
  /**
   * What to do once the write is made; it is not called where it is not made after all.
   *
   * @throws StatusError where the write is refused.
   */
  readonly validate: (attributes: AdmissionAttributes) => Settlement | undefined;
}
