// What a check finds, in the words of the real server.
// https://github.com/kubernetes/pod-security-admission/blob/v0.36.3/policy/checks.go

import type { CheckedContainer, CheckedPod } from './pod.ts';

export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** What is wrong with a pod; undefined where it is as it should be. */
export type FindViolation = (pod: CheckedPod) => Violation | undefined;

export interface Check {
  readonly id: string;
  /** Checks of `baseline` are a part of `restricted`. */
  readonly level: 'baseline' | 'restricted';
  /** By the minor version that it begins with, in rising order. */
  readonly versions: readonly CheckVersion[];
}

export interface CheckVersion {
  readonly since: number;
  readonly find: FindViolation;
  /** The check of `baseline` whose place it takes. */
  readonly replaces?: string;
}

/** `"a", "b"` */
export function quotedList(items: readonly string[]): string {
  return items.map((item) => `"${item}"`).join(', ');
}

/** Each once, in order. */
export function sortedOnce(items: Iterable<string>): string[] {
  return [...new Set(items)].sort();
}

/** `container "a"`, `containers "a", "b"` */
export function countedList(noun: string, items: readonly string[]): string {
  return `${plural(noun, items.length)} ${quotedList(items)}`;
}

export function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}

/** `pod and container "a"`: who sets what they may not. */
export function settersOf(ofPod: boolean, containers: readonly CheckedContainer[]): string[] {
  const names = containers.map(({ name }) => name);
  return [...(ofPod ? ['pod'] : []), ...(names.length > 0 ? [countedList('container', names)] : [])];
}

/** Containers alone, by their names. */
export function namesOf(containers: readonly CheckedContainer[]): string {
  return countedList(
    'container',
    containers.map(({ name }) => name),
  );
}
