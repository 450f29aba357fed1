// A controller of kube-rs against the embedded server.

import { clientProgram } from './client-program.ts';
import { testClient } from './test-client.ts';

const program = await clientProgram({
  name: 'rust',
  tools: [['cargo', '--version']],
  // The program alone is kept: what it is built from takes some hundred times its size.
  build: ['sh', '-c', 'cargo build --quiet && mv target/debug/e2e-client client && rm -r target'],
  run: ['./client'],
});

testClient('kube-rs', program, {
  controller: { key: 'value', manager: 'kube-rs' },
  pages: { pages: [['one'], ['two']], refused: 'AlreadyExists' },
});
