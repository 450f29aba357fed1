import { refusals } from '../refusals.ts';

export const group = refusals({
  resource: 'apps/v1 controllerrevisions',
  valid: {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name: 'a' },
    revision: 1,
    data: { spec: { replicas: 1 } },
  },
  refused: {
    'no data': { data: null },
    'a text as data': { data: 'x' },
    'a number as data': { data: 5 },
    'a list as data': { data: [{ a: 1 }] },
    'a negative revision': { revision: -1 },
    'a negative revision of nothing': { revision: -1, data: null },
    'a name that is none': { metadata: { name: 'A' } },
    'a label that is none': { metadata: { labels: { 'a b': 'c' } }, revision: -1 },
  },
  taken: { 'revision 0': { revision: 0 }, 'data of nothing': { data: { spec: null } } },
  refusedChanges: {
    'other data': { data: { spec: { replicas: 2 } } },
    'no data': { data: null },
    'a negative revision': { revision: -1 },
    both: { revision: -1, data: { other: true } },
  },
  takenChanges: { 'another revision': { revision: 2 }, labels: { metadata: { labels: { a: 'b' } } } },
});
