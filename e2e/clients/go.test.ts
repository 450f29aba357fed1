// client-go and controller-runtime, with envtest, against the embedded server.

import { clientProgram } from './client-program.ts';
import { languages } from './languages.ts';
import { testClient } from './test-client.ts';

const program = await clientProgram(languages.go);

testClient('client-go and controller-runtime', program, {
  'typed informer': {
    listed: ['typed-a', 'typed-b', 'typed-c'],
    changes: ['updated typed-a', 'deleted typed-b'],
  },
  'dynamic informer': { defaulted: 1, changes: ['added dynamic', 'updated dynamic', 'deleted dynamic'] },
  apply: {
    conflict: 'Apply failed with 1 conflict: conflict with "one": .data.a',
    owners: ['one Apply', 'two Apply'],
    left: { b: '1' },
    data: { a: '2' },
  },
  csaupgrade: { before: ['kubectl-client-side-apply Update'], after: ['kubectl Apply'], data: { a: '1' } },
  'leader election': { transitions: 1, holder: '' },
  'envtest and a manager': {
    data: { size: 'small' },
    owner: 'Shop',
    refusal:
      'Shop.go.example.com "bad" is invalid: spec.size: Unsupported value: "huge": supported values: "small", "large"',
  },
});
