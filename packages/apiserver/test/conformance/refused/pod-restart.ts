import type { Group } from '../session.ts';

const report = { image: 'i', imageID: 'i', ready: false, restartCount: 0 };
const running = { running: {} };
const ended = (exitCode: number): object => ({ terminated: { exitCode } });
const of = (name: string, state: object): object => ({ ...report, name, state });

// Which containers may run again after their end.
export const group: Group = async (t) => {
  const restart = (restartPolicy: string, values: number[]): object => ({
    restartPolicy,
    restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values } }],
  });
  for (const restartPolicy of ['Always', 'OnFailure', 'Never']) {
    const name = restartPolicy.toLowerCase();
    const container = (own: string, more: object = {}): object => ({ name: own, image: 'i', ...more });
    const { object } = await t.post(
      t.at('pods'),
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name },
        spec: {
          restartPolicy,
          initContainers: [container('i'), container('sidecar', { restartPolicy: 'Always' })],
          containers: [container('a'), container('b'), container('rule', restart('Never', [42]))],
        },
      },
      { only: ['kind'] },
    );
    const before = {
      containerStatuses: [of('a', ended(0)), of('b', ended(1)), of('rule', ended(42)), of('gone', ended(0))],
      initContainerStatuses: [of('i', ended(1)), of('sidecar', ended(0))],
      ephemeralContainerStatuses: [of('e', ended(1))],
    };
    const now = {
      containerStatuses: [of('a', running), of('b', running), of('rule', running), of('gone', running)],
      initContainerStatuses: [of('i', running), of('sidecar', running)],
      ephemeralContainerStatuses: [of('e', running)],
    };
    const set = (status: object, note: string) =>
      t.put(
        `${t.at('pods', name)}/status`,
        { ...object, metadata: { name }, status },
        { note, only: ['kind'], inOrder: true },
      );
    await set(before, 'ended');
    await set(now, 'running again');
    await set({}, 'forgotten');
    await t.delete(t.at('pods', name), { gracePeriodSeconds: 0 }, { quiet: true });
  }
};
