// One run of a composite: what is wanted is computed, applied, and what is wanted no more is deleted.

import { type Clock, type KubeObject, quotedText, type Resource } from '@kube-rx/core';
import type { Parent } from '../apply/desired-intent.ts';
import { Action } from '../controller/action.ts';
import { isThenable } from '../controller/verdict.ts';
import { finalizer } from '../finalizer/finalizer.ts';
import { finalizersOf } from '../finalizer/finalizer-step.ts';
import type { StatusChange } from '../status/status-of.ts';
import { applyChildren } from './apply-children.ts';
import { isLeaving, planChildren, requireSynced, waitsForOrphan } from './child-plan.ts';
import { type Children, KnownChildren } from './children.ts';
import { type CompositeContext, observedChildren } from './composite-context.ts';
import { CompositeError } from './composite-error.ts';
import { pruneChildren } from './prune.ts';
import { Recreations } from './replace-child.ts';
import { lookAgainMs, tearDown } from './teardown.ts';

/** What a function of a composite is given besides the object. */
export interface ChildrenView {
  readonly children: Children;
}

/** What the function of the status is given besides the object. */
export interface StatusView extends ChildrenView {
  /** For the times of conditions. */
  readonly clock: Clock;
}

export interface CompositeRules<K extends KubeObject> {
  readonly resource: Resource<K>;
  readonly children: readonly Resource[];
  readonly desired: (parent: K, view: ChildrenView) => unknown;
  readonly status: ((parent: K, view: StatusView) => StatusChange<K>) | undefined;
  readonly recreate: readonly Resource[];
  readonly allowEmpty: boolean;
  readonly teardown: 'garbage collection' | 'ordered';
  readonly finalizer: string;
}

/** The reconcile function of a composite. */
export function reconcileComposite<K extends KubeObject>(
  rules: CompositeRules<K>,
): (parent: K, context: CompositeContext<K>) => Promise<Action> {
  const recreations = new Recreations();
  return async (parent, context) => {
    const isHeld = finalizersOf(parent).includes(rules.finalizer);
    // One that was held by an earlier program has to be let go, whatever this one says.
    if (rules.teardown === 'ordered' || (isHeld && isLeaving(parent)))
      return finalizer(context, parent, {
        name: rules.finalizer,
        apply: (held) => applyDesiredState(context, held, { rules, recreations }),
        cleanup: (held) => tearDown(context, held, rules.children),
      });
    // The garbage collector deletes the children of an object that goes.
    if (isLeaving(parent)) return Action.done();
    return applyDesiredState(context, parent, { rules, recreations });
  };
}

interface CompositeState<K extends KubeObject> {
  readonly rules: CompositeRules<K>;
  readonly recreations: Recreations;
}

async function applyDesiredState<K extends KubeObject>(
  context: CompositeContext<K>,
  object: K,
  { rules, recreations }: CompositeState<K>,
): Promise<Action> {
  const { resource, children: kinds, recreate } = rules;
  const parent: Parent<K> = { resource, object };
  const owned = <T extends KubeObject>(of: Resource<T>): readonly T[] => context.children(of);
  const children = new KnownChildren({ parent: object, kinds, owned });
  const plan = told(context, () => {
    const observed = observedChildren(context);
    requireSynced(kinds, observed);
    const given = computed('desired', () => rules.desired(object, { children }));
    return planChildren(given, { parent, kinds, observed, allowEmpty: rules.allowEmpty });
  });
  try {
    await applyChildren(context, plan.wanted, { parent, recreate, recreations, children });
  } catch (error) {
    throw tell(context, error);
  }
  await pruneChildren(context, plan.unwanted, { parent, children });
  const { status } = rules;
  if (status) {
    const view: StatusView = { children, clock: context.clock };
    await context.status(told(context, () => computed('status', () => status(object, view))));
  }
  return waitsForOrphan(plan) ? Action.requeueAfter(lookAgainMs) : Action.done();
}

/** @throws CompositeError `threw` for what a function of the user throws, and `nonsense` for a promise. */
function computed<T>(name: 'desired' | 'status', compute: () => T): T {
  let given: T;
  try {
    given = compute();
  } catch (error) {
    const message = error instanceof Error ? quotedText(error.message, 500) : 'no Error';
    throw new CompositeError('threw', `the function ${name} threw ${message}`, { cause: error });
  }
  if (!isThenable(given)) return given;
  // What comes of it is not heard, and a rejection that nobody hears ends the process.
  Promise.resolve(given).catch(() => undefined);
  const why = 'it must be a pure function, and what it needs is its arguments';
  throw new CompositeError('nonsense', `the function ${name} gave a promise: ${why}`);
}

function told<K extends KubeObject, T>(context: CompositeContext<K>, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    throw tell(context, error);
  }
}

/** Tells people who look at the object, and gives the error back. */
function tell<K extends KubeObject>(context: CompositeContext<K>, error: unknown): unknown {
  if (error instanceof CompositeError)
    context.event({
      type: 'Warning',
      reason: 'DesiredStateRefused',
      action: 'Reconcile',
      note: noteOf(error),
    });
  return error;
}

// What a function of the user threw may quote a Secret, and more people may read Events than Secrets.
function noteOf({ fault, message }: CompositeError): string {
  return fault === 'threw' ? "a function of the composite threw: its controller's log says what" : message;
}
