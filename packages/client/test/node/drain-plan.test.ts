// The decisions of kubectl's filters, row by row.

import { describe, expect, test } from '@jest/globals';
import { Time } from '@kube-rx/core';
import { type DrainRules, planDrain } from '../../src/node/drain-plan.ts';
import type { NodePod } from '../../src/node/node-kinds.ts';

const now = 1_800_000_000_000;
const owner = (kind: string, apiVersion = 'apps/v1') => [
  { apiVersion, kind, name: 'web', uid: 'u', controller: true },
];

function pod(metadata: Partial<NodePod['metadata']> = {}, rest: Omit<NodePod, 'metadata'> = {}): NodePod {
  return { metadata: { name: 'web-0', namespace: 'shop', uid: 'p', ...metadata }, ...rest };
}

const managed = pod({ ownerReferences: owner('ReplicaSet') });
const ofDaemonSet = pod({ ownerReferences: owner('DaemonSet') });
const local = pod({ ownerReferences: owner('ReplicaSet') }, { spec: { volumes: [{ emptyDir: {} }] } });
const lone = pod();
const mirror = pod({ annotations: { 'kubernetes.io/config.mirror': 'hash' } });
const over = (phase: string): NodePod =>
  pod({}, { status: { phase }, spec: { volumes: [{ emptyDir: {} }] } });
const going = pod({ deletionTimestamp: Time.format(now - 60_000), ownerReferences: owner('ReplicaSet') });
const missing = { missing: true, why: 'daemonsets.apps "web" not found' };
const forbidden = { missing: false, why: 'forbidden' };

interface Row {
  readonly what: string;
  readonly pod: NodePod;
  readonly rules?: DrainRules;
  readonly daemonSet?: 'found' | typeof missing;
  readonly goes?: boolean;
  readonly warning?: string;
  readonly refusal?: string;
}

const rows: readonly Row[] = [
  { what: 'a pod of a controller', pod: managed, goes: true },
  {
    what: 'a pod without one',
    pod: lone,
    refusal: 'Pods that declare no controller (use force to override)',
  },
  {
    what: 'a forced pod without one',
    pod: lone,
    rules: { force: true },
    goes: true,
    warning: 'deleting Pods that declare no controller',
  },
  {
    what: 'a pod whose owner does not control it',
    pod: pod({ ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: 'x', uid: 'x' }] }),
    refusal: 'Pods that declare no controller (use force to override)',
  },
  {
    what: 'a pod of a DaemonSet',
    pod: ofDaemonSet,
    refusal: 'DaemonSet-managed Pods (use ignoreDaemonSets to ignore)',
  },
  {
    what: 'a forced pod of a DaemonSet',
    pod: ofDaemonSet,
    rules: { force: true },
    refusal: 'DaemonSet-managed Pods (use ignoreDaemonSets to ignore)',
  },
  {
    what: 'an ignored pod of a DaemonSet',
    pod: ofDaemonSet,
    rules: { ignoreDaemonSets: true },
    warning: 'ignoring DaemonSet-managed Pods',
  },
  {
    what: 'a pod of a DaemonSet that is not there',
    pod: ofDaemonSet,
    daemonSet: missing,
    rules: { ignoreDaemonSets: true },
    refusal: 'Pods whose DaemonSet is not there (daemonsets.apps "web" not found)',
  },
  {
    what: 'a forced pod of a DaemonSet that is not there',
    pod: ofDaemonSet,
    daemonSet: missing,
    rules: { force: true },
    goes: true,
    warning: 'Pods whose DaemonSet is not there (daemonsets.apps "web" not found)',
  },
  {
    what: 'a forced pod of a DaemonSet that may not be read',
    pod: ofDaemonSet,
    daemonSet: forbidden,
    rules: { force: true },
    refusal: 'Pods whose DaemonSet is not there (forbidden)',
  },
  {
    what: 'a pod of a DaemonSet of another group',
    pod: pod({ ownerReferences: owner('DaemonSet', 'example.com/v1') }),
    goes: true,
  },
  {
    what: 'a pod of a DaemonSet that is over',
    pod: pod({ ownerReferences: owner('DaemonSet') }, { status: { phase: 'Failed' } }),
    goes: true,
  },
  {
    what: 'a pod with local data',
    pod: local,
    refusal: 'Pods with local storage (use deleteEmptyDirData to override)',
  },
  {
    what: 'a forced pod with local data',
    pod: local,
    rules: { force: true },
    refusal: 'Pods with local storage (use deleteEmptyDirData to override)',
  },
  {
    what: 'a pod whose local data may go',
    pod: local,
    rules: { deleteEmptyDirData: true },
    goes: true,
    warning: 'deleting Pods with local storage',
  },
  { what: 'a static pod', pod: mirror },
  { what: 'a pod that succeeded', pod: over('Succeeded'), goes: true },
  { what: 'a pod that failed', pod: over('Failed'), goes: true },
  { what: 'a pod that is going', pod: going, goes: true },
  { what: 'a pod that has been going for long', pod: going, rules: { skipDeletedAfterMs: 59_000 } },
  {
    what: 'a pod that has been going for less',
    pod: going,
    rules: { skipDeletedAfterMs: 60_000 },
    goes: true,
  },
];

describe('a drain', () => {
  test.each(rows)(
    'decides on $what',
    ({ pod: given, rules, daemonSet = 'found', goes = false, warning, refusal }) => {
      const plan = planDrain([given], new Map([['shop/web', daemonSet]]), { ...rules, now });
      const pods = ['shop/web-0'];
      expect(plan).toEqual({
        remove: goes ? [given] : [],
        warnings: warning === undefined ? [] : [{ why: warning, pods }],
        refusals: refusal === undefined ? [] : [{ why: refusal, pods }],
      });
    },
  );

  test('names all pods of one reason together', () => {
    const { refusals } = planDrain([lone, pod({ name: 'web-1' }), local], new Map(), { now });
    expect(refusals.map(({ pods }) => pods)).toEqual([['shop/web-0', 'shop/web-1'], ['shop/web-0']]);
  });
});
