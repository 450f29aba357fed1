// Why a composite does nothing for an object.

import { KubeError } from '@kube-rx/core';

/**
 * - `threw`, `nonsense`: the function threw, or gave what is no list of objects.
 * - `empty`: it wants nothing, and the object has children.
 * - `twice`: it names one object twice.
 * - `undeclared`: it wants an object of a kind that is not among `children`.
 * - `namespace`: it wants an object where the parent cannot own it.
 * - `foreign`: an object of that name has another controller.
 * - `unsynced`: a cache of children is not complete yet.
 * - `immutable`: the server refuses a change of an object, and would take the same as a new one.
 */
export type CompositeFault =
  | 'threw'
  | 'nonsense'
  | 'empty'
  | 'twice'
  | 'undeclared'
  | 'namespace'
  | 'foreign'
  | 'unsynced'
  | 'immutable';

/**
 * What is wanted of an object's children cannot be done. None of them was deleted.
 *
 * @example if (error instanceof CompositeError && error.fault === 'empty') console.log('set allowEmpty');
 */
export class CompositeError extends KubeError {
  override readonly name = 'CompositeError';
  readonly fault: CompositeFault;

  constructor(fault: CompositeFault, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.fault = fault;
  }
}
