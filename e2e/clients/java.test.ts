// The client of fabric8 against the embedded server.

import { clientProgram } from './client-program.ts';
import { testClient } from './test-client.ts';

const program = await clientProgram({
  name: 'java',
  tools: [
    ['java', '--version'],
    ['mvn', '--version'],
  ],
  build: ['mvn', '--quiet', '--batch-mode', 'dependency:copy-dependencies', '-DoutputDirectory=packages'],
  run: ['java', '-cp', 'packages/*', 'Main.java'],
});

testClient('fabric8', program, {
  informer: { changes: ['added a', 'added b', 'updated 1 2', 'deleted a'], stored: 1 },
  wait: { phase: 'Running', gone: true },
  'leader election': { told: ['first leads', 'second leads'], transitions: 1 },
  'server-side apply': { manager: 'java', refused: 'Conflict' },
});
