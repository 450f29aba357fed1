import { refusals } from '../refusals.ts';
import { daemonSet } from '../workloads.ts';

const spec = (fields: object): object => ({ spec: fields });
const status = (fields: object): object => ({ status: fields });
const rolling = (fields: object): object => spec({ updateStrategy: { rollingUpdate: fields } });

export const group = refusals({
  resource: 'apps/v1 daemonsets',
  valid: daemonSet('a'),
  refused: {
    'no selector': spec({ selector: null }),
    'an empty selector': spec({ selector: { matchLabels: null } }),
    'a selector of other labels': spec({ selector: { matchLabels: { app: 'b' } } }),
    'a selector that is no label': spec({ selector: { matchLabels: { app: 'a b' } } }),
    'a template that runs once': spec({ template: { spec: { restartPolicy: 'Never' } } }),
    'a template with a deadline': spec({ template: { spec: { activeDeadlineSeconds: 5 } } }),
    'negative minReadySeconds': spec({ minReadySeconds: -1 }),
    'a negative history': spec({ revisionHistoryLimit: -1 }),
    'a strategy that is none': spec({ updateStrategy: { type: 'Recreate' } }),
    'a strategy that is none, with its values': spec({
      updateStrategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } },
    }),
    'both bounds': rolling({ maxSurge: 1, maxUnavailable: 1 }),
    'both bounds as shares': rolling({ maxSurge: '10%', maxUnavailable: '10%' }),
    'nothing may be replaced': rolling({ maxSurge: 0, maxUnavailable: 0 }),
    'a negative bound': rolling({ maxUnavailable: -1 }),
    'a text in place of a share': rolling({ maxUnavailable: 'half' }),
    'more than all': rolling({ maxSurge: '101%', maxUnavailable: 0 }),
    'more than all unavailable': rolling({ maxUnavailable: '101%' }),
  },
  taken: {
    'an update by hand': spec({ updateStrategy: { type: 'OnDelete' } }),
    'a surge': rolling({ maxSurge: '50%', maxUnavailable: 0 }),
    'no history': spec({ revisionHistoryLimit: 0 }),
  },
  refusedChanges: {
    'another selector': spec({
      selector: { matchLabels: { app: 'b' } },
      template: { metadata: { labels: { app: 'b' } } },
    }),
    'no selector': spec({ selector: null }),
    'a template with other labels': spec({ template: { metadata: { labels: { app: 'b' } } } }),
    'both bounds': rolling({ maxSurge: 1, maxUnavailable: 1 }),
  },
  takenChanges: {
    'another template': spec({ template: { spec: { nodeSelector: { a: 'b' } } } }),
    'a longer wait': spec({ minReadySeconds: 5 }),
  },
  refusedStatus: {
    'negative counts': status({
      currentNumberScheduled: -1,
      numberMisscheduled: -1,
      desiredNumberScheduled: -1,
      numberReady: -1,
      observedGeneration: -1,
      updatedNumberScheduled: -1,
      numberAvailable: -1,
      numberUnavailable: -1,
      collisionCount: -1,
    }),
  },
  takenStatus: {
    counts: status({
      currentNumberScheduled: 1,
      numberReady: 5,
      numberMisscheduled: 0,
      desiredNumberScheduled: 1,
    }),
  },
});
