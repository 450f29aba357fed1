// An operator of kopf against the embedded server.

import { clientProgram } from './client-program.ts';
import { languages } from './languages.ts';
import { testClient } from './test-client.ts';

const program = await clientProgram(languages.python);

testClient('kopf', program, {
  operator: {
    told: ['create 2', 'update 2 5', 'delete 5'],
    finalizers: ['python.example.com/kopf'],
    status: { create: { layers: 2 }, grown: 3 },
    events: ['2 layers'],
  },
});
