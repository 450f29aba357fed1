// Which pods of a node a drain removes, which it leaves, and which forbid it. Pure.
// https://github.com/kubernetes/kubectl/blob/v0.36.3/pkg/drain/filters.go

import { controllerOf, getAnnotation, type OwnerReference, objectKey, printable, Time } from '@kube-rx/core';
import type { NodePod } from './node-kinds.ts';

/** What a drain may do, each as the flag of kubectl of this name. */
export interface DrainRules {
  /** Leave the pods of DaemonSets alone, instead of refusing. Default false. */
  readonly ignoreDaemonSets?: boolean;
  /** Remove pods with an emptyDir as well, whose data is lost. Default false. */
  readonly deleteEmptyDirData?: boolean;
  /** Remove pods without a controller as well, which nothing makes anew. Default false. */
  readonly force?: boolean;
  /** Leave pods alone that have been going for longer than this, in ms; 0: none. Default 0. */
  readonly skipDeletedAfterMs?: number;
}

/** Pods, as `namespace/name`, and what is to be said of them. */
export interface PodGroup {
  readonly why: string;
  readonly pods: readonly string[];
}

export interface DrainPlan {
  readonly remove: readonly NodePod[];
  /** What is removed although something speaks against it, and what is left. */
  readonly warnings: readonly PodGroup[];
  /** Why nothing may be removed. */
  readonly refusals: readonly PodGroup[];
}

/** What is known of the DaemonSets that manage pods, by `daemonSetKey`: there, or why not. */
export type KnownDaemonSets = ReadonlyMap<
  string,
  'found' | { readonly missing: boolean; readonly why: string }
>;

type Verdict =
  | { readonly type: 'pass' | 'skip' }
  | { readonly type: 'warn' | 'leave' | 'refuse'; readonly why: string };

const pass: Verdict = { type: 'pass' };

/** `now`: milliseconds since the Unix epoch. */
export function planDrain(
  pods: readonly NodePod[],
  known: KnownDaemonSets,
  { now, ...rules }: DrainRules & { readonly now: number },
): DrainPlan {
  const remove: NodePod[] = [];
  const warnings = new Map<string, string[]>();
  const refusals = new Map<string, string[]>();
  for (const pod of pods) {
    const verdicts = verdictsOn(pod, known, { now, ...rules });
    for (const verdict of verdicts) {
      if (!('why' in verdict)) continue;
      const groups = verdict.type === 'refuse' ? refusals : warnings;
      groups.set(verdict.why, [...(groups.get(verdict.why) ?? []), podKey(pod)]);
    }
    if (verdicts.every(({ type }) => type === 'pass' || type === 'warn')) remove.push(pod);
  }
  return { remove, warnings: groupsOf(warnings), refusals: groupsOf(refusals) };
}

/** `namespace/name` of the DaemonSet that manages the pod; undefined where none does, or where it does not matter. */
export function daemonSetKey(pod: NodePod): string | undefined {
  const controller = controllerOf(pod);
  if (!controller || !isDaemonSet(controller) || isOver(pod)) return undefined;
  return objectKey(controller.name, pod.metadata.namespace);
}

/** As messages name it. */
export function podKey({ metadata }: NodePod): string {
  return printable(objectKey(metadata.name, metadata.namespace));
}

/** Whether the pod has been going for longer than one waits for such pods. */
export function isAbandoned(
  { metadata }: NodePod,
  { now, skipDeletedAfterMs = 0 }: Pick<DrainRules, 'skipDeletedAfterMs'> & { readonly now: number },
): boolean {
  if (skipDeletedAfterMs === 0 || metadata.deletionTimestamp === undefined) return false;
  return now - Time.parse(metadata.deletionTimestamp) > skipDeletedAfterMs;
}

// In kubectl's order: what leaves the pod or refuses is the last word.
function verdictsOn(
  pod: NodePod,
  known: KnownDaemonSets,
  rules: DrainRules & { readonly now: number },
): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  const checks = [
    () => (isAbandoned(pod, rules) ? ({ type: 'skip' } as const) : pass),
    () => onDaemonSet(pod, known, rules),
    () => (getAnnotation(pod, mirrorAnnotation) === undefined ? pass : ({ type: 'skip' } as const)),
    () => onLocalData(pod, rules),
    () => onController(pod, rules),
  ];
  for (const check of checks) {
    const verdict = check();
    verdicts.push(verdict);
    if (verdict.type !== 'pass' && verdict.type !== 'warn') break;
  }
  return verdicts;
}

// A static pod, of which the API server has an image only.
const mirrorAnnotation = 'kubernetes.io/config.mirror';

function onDaemonSet(pod: NodePod, known: KnownDaemonSets, { force, ignoreDaemonSets }: DrainRules): Verdict {
  const key = daemonSetKey(pod);
  if (key === undefined) return pass;
  const found = known.get(key);
  if (found !== 'found') {
    const { missing = true, why = 'their DaemonSet is unknown' } = found ?? {};
    return { type: missing && force ? 'warn' : 'refuse', why: `Pods whose DaemonSet is not there (${why})` };
  }
  if (ignoreDaemonSets) return { type: 'leave', why: 'ignoring DaemonSet-managed Pods' };
  return { type: 'refuse', why: 'DaemonSet-managed Pods (use ignoreDaemonSets to ignore)' };
}

function onLocalData(pod: NodePod, { deleteEmptyDirData }: DrainRules): Verdict {
  const isLocal = pod.spec?.volumes?.some(({ emptyDir }) => emptyDir !== undefined && emptyDir !== null);
  if (!isLocal || isOver(pod)) return pass;
  if (deleteEmptyDirData) return { type: 'warn', why: 'deleting Pods with local storage' };
  return { type: 'refuse', why: 'Pods with local storage (use deleteEmptyDirData to override)' };
}

function onController(pod: NodePod, { force }: DrainRules): Verdict {
  if (isOver(pod) || controllerOf(pod)) return pass;
  if (force) return { type: 'warn', why: 'deleting Pods that declare no controller' };
  return { type: 'refuse', why: 'Pods that declare no controller (use force to override)' };
}

function isDaemonSet({ apiVersion, kind }: OwnerReference): boolean {
  return kind === 'DaemonSet' && apiVersion === 'apps/v1';
}

// It can be removed whatever it was.
function isOver(pod: NodePod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function groupsOf(groups: ReadonlyMap<string, readonly string[]>): readonly PodGroup[] {
  return [...groups].map(([why, pods]) => ({ why, pods }));
}
