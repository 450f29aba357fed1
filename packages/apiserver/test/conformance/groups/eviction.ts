import type { Group } from '../session.ts';
import { named, pod } from '../workloads.ts';

export const group: Group = async (t) => {
  const pods = t.at('pods');
  const budgets = `/apis/policy/v1/namespaces/${t.namespace}/poddisruptionbudgets`;
  const evict = (name: string, more: object = {}, body: object = {}): Promise<unknown> =>
    t.post(
      `${pods}/${name}/eviction`,
      { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name }, ...body },
      more,
    );
  const labelled = (name: string, app: string): object => ({
    ...pod(name, { nodeName: 'n' }),
    metadata: { name, labels: { app } },
  });
  const run = async (name: string): Promise<void> => {
    await t.merge(
      `${pods}/${name}/status`,
      { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } },
      { quiet: true },
    );
  };
  for (const [name, app] of [
    ['a', 'free'],
    ['b', 'held'],
    ['c', 'held'],
    ['d', 'twice'],
    ['e', 'pending'],
    ['f', 'late'],
    ['g', 'free'],
    ['h', 'free'],
  ] as const)
    await t.post(pods, labelled(name, app), { quiet: true });
  for (const name of ['a', 'b', 'c', 'd', 'f', 'g', 'h']) await run(name);
  const budget = (name: string, app: string): object =>
    named('policy/v1 PodDisruptionBudget', name, { minAvailable: 1, selector: { matchLabels: { app } } });
  await t.post(budgets, budget('held', 'held'), { quiet: true });
  await t.post(budgets, budget('one', 'twice'), { quiet: true });
  await t.post(budgets, budget('two', 'twice'), { quiet: true });
  await t.post(budgets, budget('pending', 'pending'), { quiet: true });
  await t.post(budgets, budget('late', 'late'), { quiet: true });
  await evict('a', { query: { dryRun: 'All' } });
  await evict('a');
  await t.get(`${pods}/a`, {}, { only: ['metadata'] });
  await evict('missing');
  await evict('b');
  await t.merge(
    `${budgets}/held/status`,
    {
      status: {
        observedGeneration: 1,
        disruptionsAllowed: 0,
        currentHealthy: 1,
        desiredHealthy: 1,
        expectedPods: 1,
      },
    },
    { quiet: true },
  );
  await evict('b');
  await t.merge(
    `${budgets}/held/status`,
    {
      status: {
        observedGeneration: 1,
        disruptionsAllowed: 1,
        currentHealthy: 2,
        desiredHealthy: 1,
        expectedPods: 2,
      },
    },
    { quiet: true },
  );
  await evict('b');
  await t.get(`${budgets}/held`, {}, { only: ['spec', 'status'] });
  await evict('c');
  await evict('d');
  await evict('e');
  await t.merge(
    `${budgets}/late/status`,
    {
      status: {
        observedGeneration: 0,
        disruptionsAllowed: 1,
        currentHealthy: 2,
        desiredHealthy: 1,
        expectedPods: 2,
      },
    },
    { quiet: true },
  );
  await evict('f');
  await evict('g', {}, { deleteOptions: { gracePeriodSeconds: 5 } });
  await t.get(`${pods}/g`, {}, { only: ['metadata'] });
  await evict('h', {}, { deleteOptions: { preconditions: { uid: 'other' } } });
  await evict('h', {}, { metadata: { name: 'other' } });
  await t.get(`${pods}/h/eviction`);
};
