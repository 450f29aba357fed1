// The command line of kube-rx as a function, for programs that embed it; the program itself is `kube-rx`.
//
//   process.exitCode = await run(['get', 'pods', '-A'], processTerminal());

export { run } from './program.ts';
export { processTerminal, type Terminal } from './terminal.ts';
