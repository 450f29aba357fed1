// Holds an object until what was done for it is undone.

import {
  DecodeError,
  isConflict,
  isInvalid,
  isObjectNotFound,
  type JsonPatchOperation,
  type KubeObject,
  objectKey,
  quotedText,
} from '@kube-rx/core';
import { Action } from '../controller/action.ts';
import type { ReconcileContext } from '../controller/context.ts';
import type { RunResult } from '../controller/controller-options.ts';
import { actionOf } from '../controller/verdict.ts';
import {
  additionOf,
  type FinalizerStep,
  finalizerStep,
  hasSameFinalizers,
  removalOf,
  requireFinalizerName,
} from './finalizer-step.ts';

/** What it needs of a run: a test can hand it in. */
export type FinalizerContext<K extends KubeObject> = Pick<ReconcileContext<K>, 'api' | 'ref' | 'signal'>;

export interface FinalizerOptions<K extends KubeObject> {
  /** Qualified by a domain of yours, as `shop.example/website`. */
  readonly name: string;
  /** Makes the world as the object says. The object that it is given has the finalizer. */
  readonly apply: (object: K) => RunResult;
  /**
   * Undoes all of that. It may run again after it has succeeded, and must succeed where things are gone already: see
   * `ignoreNotFound`. If it throws, the object stays. So it does if it returns anything but `Action.done()`, as
   * `Action.requeueAfter(5000)`: it is not over yet.
   */
  readonly cleanup: (object: K) => RunResult;
}

/**
 * Runs `apply` for an object that stays, `cleanup` for one that is to be deleted, and lets it go after that.
 *
 * Guarantees, which are those of kube-rs: once `apply` has begun, the object is not gone before a `cleanup` has
 * succeeded. Other finalizers stay, in their order. After the removal nothing is written: return at once what this
 * returns.
 *
 * Caveats: whoever takes the finalizer away by hand, or deletes the object's data in etcd, takes the guarantee with it.
 * While the controller is not running, the object cannot go. So use no finalizer where there is nothing outside of the
 * object's own children to be undone: owner references are enough for those.
 *
 * @throws InvalidRequestError for a name without a domain; DecodeError where the server takes the finalizer and does not
 * keep it; what `apply`, `cleanup` or a request throws.
 * @example
 * const reconcile = (site: Website, context: ReconcileContext<Website>) =>
 *   finalizer(context, site, {
 *     name: 'shop.example/website',
 *     apply: () => dns.set(site.spec.host),
 *     cleanup: () => dns.remove(site.spec.host),
 *   });
 */
export async function finalizer<K extends KubeObject>(
  context: FinalizerContext<K>,
  object: K,
  options: FinalizerOptions<K>,
): Promise<Action> {
  const { name, apply, cleanup } = options;
  requireFinalizerName(name);
  const held = await written(context, object, { name, step: 'add', patchOf: additionOf });
  if (held === undefined) return Action.done();
  switch (finalizerStep(held, name)) {
    case 'apply':
      return actionOf(await apply(held));
    case 'cleanup': {
      // What is no answer must not let the object go.
      const action = actionOf(await cleanup(held));
      if (action.type === 'done') await written(context, held, { name, step: 'cleanup', patchOf: removalOf });
      return action;
    }
    case 'add':
      throw notKept(held, name);
    case 'nothing':
      return Action.done();
  }
}

/** Without this, nothing would ever be done for the object, and nobody would know why. */
function notKept({ metadata }: KubeObject, name: string): DecodeError {
  const message =
    `finalizer ${quotedText(name)} of ${quotedText(objectKey(metadata.name, metadata.namespace))}: the server took it, ` +
    'and answered with an object without it: an admission webhook may take it away';
  return new DecodeError(message, { fault: 'protocol' });
}

interface FinalizerWrite {
  readonly name: string;
  /** Which step it is of: another one has nothing to write. */
  readonly step: FinalizerStep;
  readonly patchOf: (object: KubeObject, name: string) => JsonPatchOperation[];
}

// Whoever else changes the list does so once or twice in the life of an object.
const attempts = 5;

/** The object once nothing is to be written to it any more; undefined where it is gone, or a namesake is there. */
async function written<K extends KubeObject>(
  { api, ref, signal }: FinalizerContext<K>,
  object: K,
  { name, step, patchOf }: FinalizerWrite,
): Promise<K | undefined> {
  const objects = api(ref.resource);
  let current = object;
  for (let attempt = 1; finalizerStep(current, name) === step; attempt += 1) {
    try {
      return await objects.patch.json(object.metadata.name, patchOf(current, name), { signal });
    } catch (error) {
      if (isObjectNotFound(error)) return undefined;
      if (!(isInvalid(error) || isConflict(error)) || attempt === attempts) throw error;
      const found = await objects.getOptional(object.metadata.name, { signal });
      if (found === undefined || found.metadata.uid !== object.metadata.uid) return undefined;
      // Not a test of the patch has failed then: the server refuses the object for another reason.
      const isSame = finalizerStep(found, name) === step && hasSameFinalizers(found, current);
      if (isSame && isInvalid(error)) throw error;
      current = found;
    }
  }
  return current;
}
