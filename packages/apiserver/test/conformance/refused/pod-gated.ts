import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const term = (...values: string[]): object => ({
  matchExpressions: values.map((value) => ({ key: 'k', operator: 'In', values: [value] })),
});
const nodes = (...nodeSelectorTerms: object[]): object =>
  spec({
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
    },
  });

// A pod that is not to be scheduled yet: it may ask for fewer nodes.
export const group = refusals({
  resource: 'v1 pods',
  valid: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: {
      schedulingGates: [{ name: 'g' }, { name: 'h' }],
      nodeSelector: { a: 'b' },
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term('a'), {}] },
        },
      },
      containers: [{ name: 'a', image: 'a' }],
    },
  },
  refusedChanges: {
    'another gate': spec({ schedulingGates: [{ name: 'g' }, { name: 'i' }] }),
    'another label of nodes': spec({ nodeSelector: { a: 'c' } }),
    'no label of nodes': spec({ nodeSelector: null }),
    'a term less': nodes(term('a')),
    'no terms': spec({ affinity: null }),
    'another term': nodes(term('b'), {}),
    'a shorter term': nodes({}, {}),
    'a term of what was empty': nodes(term('a'), term('a')),
    'pods nearby': spec({
      affinity: {
        podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone' }] },
      },
    }),
    'a node': spec({ nodeName: 'n' }),
    'a command': spec({ containers: [{ name: 'a', image: 'a', command: ['c'] }] }),
  },
  takenChanges: {
    'a gate less': spec({ schedulingGates: [{ name: 'h' }] }),
    'no gate': spec({ schedulingGates: null }),
    'a label more': spec({ nodeSelector: { a: 'b', c: 'd' } }),
    'a longer term': nodes(term('a', 'b'), {}),
  },
});
