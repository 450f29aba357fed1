// How Kubernetes, and a person at a terminal, end a process.

const names = ['SIGTERM', 'SIGINT'] as const;

export type TerminationSignal = (typeof names)[number];

/**
 * Calls the listener at the first signal. A second one ends the process at once, with exit code 1: whoever sends it does
 * not want to wait. Gives what ends that, and leaves both signals as they were.
 */
export function onTermination(listener: (name: TerminationSignal) => void): () => void {
  let isTold = false;
  const onSignal = (name: NodeJS.Signals): void => {
    // As controller-runtime and the components of Kubernetes do.
    if (isTold) process.exit(1);
    isTold = true;
    listener(name === 'SIGINT' ? name : 'SIGTERM');
  };
  for (const name of names) process.on(name, onSignal);
  return () => {
    for (const name of names) process.off(name, onSignal);
  };
}
