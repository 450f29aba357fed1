import { describe, expect, test } from '@jest/globals';
import { ConfigMap } from '@kube-rx/k8s';
import { PromptnessWitness } from '../../src/controllers/promptness-witness.ts';
import { patchOf } from './ledger-entry.ts';

const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'primary', controller: true };

/** Somebody's change of the only child, at 0 ms. */
const change = patchOf({ client: '', owner });

let now = 0;

function witness(): PromptnessWitness {
  const primary = { ...change, resource: 'configmaps', uid: 'primary' };
  const made = new PromptnessWitness({
    primary: ConfigMap,
    objects: () => new Map([['primary', primary]]),
    promptMs: 1000,
    now: () => now,
  });
  made.settled();
  made.wrote(change);
  return made;
}

/** What a run that has the child in a version, or not at all, comes too late for. */
function late(of: PromptnessWitness, at: number, version?: string): string[] {
  now = at;
  const inputs = new Map([['primary', '1'], ...(version === undefined ? [] : [['child', version] as const])]);
  const primary = { uid: 'primary', resourceVersion: '1', leaving: false };
  return of.began('shop/a', { id: '1', epoch: 0, primary, inputs, outcome: undefined });
}

describe('the witness of promptness', () => {
  test('finds the run that comes late', () => {
    expect(late(witness(), 1001, '7')).toEqual([
      'no run of shop/a saw the patch of deployments.apps shop/a for 1001 ms',
    ]);
  });

  test('says nothing once a run has seen the change in time', () => {
    const made = witness();
    expect([...late(made, 1, '7'), ...late(made, 5000, '7')]).toEqual([]);
  });

  test('finds that the runs in time have not seen the change', () => {
    const made = witness();
    expect([late(made, 1, '6').length, late(made, 5000, '6').length]).toEqual([0, 1]);
  });

  test('waits for no sight of what the controller itself has taken away', () => {
    const made = witness();
    expect(late(made, 1, '6')).toEqual([]);
    made.removed('child');
    expect(late(made, 5000)).toEqual([]);
  });
});
