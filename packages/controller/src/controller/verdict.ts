// What a run asked for by what it returned. Types do not reach plain JavaScript, so the answer is looked at.

import { InvalidRequestError, quotedText } from '@kube-rx/core';
import { Action } from './action.ts';

const done = Action.done();

/**
 * Nothing is `done`.
 *
 * @throws InvalidRequestError for what is no Action, and for an Action with a time or a reason that is none.
 */
export function actionOf(returned: unknown): Action {
  if (returned === undefined) return done;
  if (!isTagged(returned)) throw noAction(returned);
  // A copy: a getter may say something else when it is read again.
  const action = { ...returned } as Action;
  switch (action.type) {
    case 'done':
    case 'backoff':
      return action;
    case 'requeueAfter':
      if (typeof action.ms === 'number' && action.ms >= 0 && action.ms < Infinity) return action;
      throw new InvalidRequestError(
        `Action.requeueAfter needs a finite number of milliseconds, 0 or more, not ${textOf(action.ms)}`,
      );
    case 'terminal':
      if (typeof action.reason === 'string') return action;
      throw new InvalidRequestError(`Action.terminal needs a reason in words, not ${textOf(action.reason)}`);
    default:
      action satisfies never;
      throw noAction(returned);
  }
}

function isTagged(value: unknown): value is { readonly type: unknown } {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function noAction(returned: unknown): InvalidRequestError {
  return new InvalidRequestError(
    `reconcile must return an Action, as Action.requeueAfter(60_000), or nothing; it returned ${textOf(returned)}`,
  );
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return quotedText(value);
  if (typeof value === 'object' && value !== null) return 'another object';
  return typeof value === 'function' ? 'a function' : String(value);
}

/** Whether something that was returned will be there later. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
