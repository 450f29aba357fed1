// A controller of kube-rs against the embedded server.

import { clientProgram } from './client-program.ts';
import { languages } from './languages.ts';
import { testClient } from './test-client.ts';

const program = await clientProgram(languages.rust);

testClient('kube-rs', program, {
  controller: { key: 'value', manager: 'kube-rs' },
  pages: { pages: [['one'], ['two']], refused: 'AlreadyExists' },
});
