import { refusals } from '../refusals.ts';

const controller = (name: string): object => ({ spec: { controller: name } });
const parameters = (fields: object): object => ({
  spec: { parameters: { apiGroup: 'example.com', kind: 'Settings', name: 'a', ...fields } },
});

export const group = refusals({
  resource: 'networking.k8s.io/v1 ingressclasses',
  scope: 'Cluster',
  valid: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'refused' },
    spec: { controller: 'example.com/ingress' },
  },
  refused: {
    'no spec': { spec: null },
    'no controller': controller(''),
    'a controller without a path': controller('example.com'),
    'a controller without a domain': controller('/ingress'),
    'a controller with an empty path': controller('example.com/'),
    'a controller with a bad domain': controller('Example/ingress'),
    'a controller with a bad path': controller('example.com/a b'),
    'a controller with neither right': controller('-/^'),
    'a controller with a long name': controller(`example.com/${'a'.repeat(250)}`),
    'parameters without a kind': parameters({ kind: '' }),
    'parameters without a name': parameters({ name: '' }),
    'parameters with bad names': parameters({ kind: '.', name: 'a%b' }),
    'parameters with a bad group': parameters({ apiGroup: 'A' }),
    'parameters with an empty group': parameters({ apiGroup: '' }),
    'a scope that is none': parameters({ scope: 'Namespaced' }),
    'an empty scope': parameters({ scope: '' }),
    'a namespace without its scope': parameters({ namespace: 'a' }),
    'a scope without its namespace': parameters({ scope: 'Namespace' }),
    'a bad namespace': parameters({ scope: 'Namespace', namespace: 'A' }),
    'an empty namespace': parameters({ scope: 'Namespace', namespace: '' }),
  },
  taken: {
    parameters: parameters({}),
    'parameters of the core group': parameters({ apiGroup: null }),
    'parameters of a namespace': parameters({ scope: 'Namespace', namespace: 'a' }),
    'a controller with a path of many parts': controller("example.com/a/b~%!$&'()*+,;=:c"),
  },
  refusedChanges: {
    'another controller': controller('example.com/other'),
    'no controller': controller(''),
    'bad parameters': parameters({ name: '', scope: 'X' }),
  },
  takenChanges: { parameters: parameters({}) },
});
