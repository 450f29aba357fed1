// An operator of kopf against the embedded server.

import { clientProgram } from './client-program.ts';
import { testClient } from './test-client.ts';

const python = 'python3.11';

const program = await clientProgram({
  name: 'python',
  tools: [[python, '-m', 'pip', '--version']],
  build: [python, '-m', 'pip', 'install', '--quiet', '--target', 'packages', '-r', 'requirements.txt'],
  run: [python, 'cakes.py'],
  env: { PYTHONPATH: 'packages' },
});

testClient('kopf', program, {
  operator: {
    told: ['create 2', 'update 2 5', 'delete 5'],
    finalizers: ['python.example.com/kopf'],
    status: { create: { layers: 2 }, grown: 3 },
    events: ['2 layers'],
  },
});
