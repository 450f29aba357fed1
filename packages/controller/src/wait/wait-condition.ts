// What may be waited for, and how conditions are joined. Pure.

import type { KubeObject } from '@kube-rx/core';

/**
 * Whether that is so, of an object as the server has it; undefined where it has none. Its name is quoted where it does
 * not come true.
 *
 * @example const hasAddress: WaitCondition<Pod> = (pod) => pod?.status?.podIP !== undefined;
 */
export type WaitCondition<K extends KubeObject = KubeObject> = (object: K | undefined) => boolean;

/**
 * All of them, at the same time.
 *
 * @example await waitFor(pods, 'web-0', allOf(isReady, hasAddress));
 */
export function allOf<T>(...conditions: readonly ((value: T) => boolean)[]): (value: T) => boolean {
  return named(`allOf(${namesOf(conditions)})`, (value) => conditions.every((condition) => condition(value)));
}

/**
 * At least one of them.
 *
 * @example await waitFor(jobs, 'migrate', anyOf(isComplete, isFailed));
 */
export function anyOf<T>(...conditions: readonly ((value: T) => boolean)[]): (value: T) => boolean {
  return named(`anyOf(${namesOf(conditions)})`, (value) => conditions.some((condition) => condition(value)));
}

/**
 * The contrary. It is true of an object that is not there, where the condition is not.
 *
 * @example await waitFor(pods, 'web-0', not(isReady));
 */
export function not<T>(condition: (value: T) => boolean): (value: T) => boolean {
  return named(`not(${namesOf([condition])})`, (value) => !condition(value));
}

/** Gives a function that was made a name, which messages quote. */
export function named<T>(name: string, condition: (value: T) => boolean): (value: T) => boolean {
  return Object.defineProperty(condition, 'name', { value: name });
}

function namesOf(conditions: readonly { readonly name: string }[]): string {
  return conditions.map(({ name }) => name || 'a function').join(', ');
}
