// One rule of admission, as the plugins of kube-apiserver are: first all change the object, then all judge it.

import type { JsonObject } from '../json/json.ts';
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
