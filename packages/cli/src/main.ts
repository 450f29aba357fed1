#!/usr/bin/env node
// The program `kube-rx`.

import { run, tellFailure } from './program.ts';
import { processTerminal } from './terminal.ts';

const terminal = processTerminal();
// Node would print the error as it is, and with it what a cluster may have written.
process.on('uncaughtException', (error) => {
  void tellFailure(error, terminal).finally(() => process.exit(1));
});
process.exitCode = await run(process.argv.slice(2), terminal);
