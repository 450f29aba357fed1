// The client of fabric8 against the embedded server.

import { clientProgram } from './client-program.ts';
import { languages } from './languages.ts';
import { testClient } from './test-client.ts';

const program = await clientProgram(languages.java);

testClient('fabric8', program, {
  informer: { changes: ['added a', 'added b', 'updated 1 2', 'deleted a'], stored: 1 },
  wait: { phase: 'Running', gone: true },
  'leader election': { told: ['first leads', 'second leads'], transitions: 1 },
  'server-side apply': { manager: 'java', refused: 'Conflict' },
});
