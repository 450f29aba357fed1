// The end of a program that runs until it is told to stop.

/** Fires at Ctrl-C, and when Kubernetes ends the Pod. A second signal ends the process at once, as it does by itself. */
export function untilSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
