// Which namespaces a cache holds.

import type { FieldSelectorInput, LabelSelectorInput } from '@kube-rx/core';
import type { Observable } from 'rxjs';

/**
 * - names: these, whether they exist or not.
 * - an observable of names: always those that it told last. A `BehaviorSubject` is a set that a program changes.
 * - selectors: the namespaces that have these labels and fields, as they come and go.
 * - `allowed`: the whole cluster if that may be listed, else each namespace that may be.
 */
export type NamespaceSelection =
  | readonly string[]
  | Observable<readonly string[]>
  | { readonly labelSelector?: LabelSelectorInput; readonly fieldSelector?: FieldSelectorInput }
  | 'allowed';

export interface ScopeOptions {
  /** Which namespaces to hold, each by a watch of its own. Default: what the source is of, by one watch. */
  readonly namespaces?: NamespaceSelection;
  /** Of `allowed`: after how many milliseconds to try again what was forbidden. Default 300,000. */
  readonly probeInterval?: number;
}

export function isNames(namespaces: NamespaceSelection): namespaces is readonly string[] {
  return Array.isArray(namespaces);
}
