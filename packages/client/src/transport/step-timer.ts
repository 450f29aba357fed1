// A step of a connection that takes too long, as got tells of it too: a program that was busy, or a machine that
// slept, hears first of what has come meanwhile.

/** Calls `onLate` after `timeoutMs`, unless the returned function is called before, be it in the same turn. */
export function startStepTimer(timeoutMs: number, onLate: () => void): () => void {
  let isOver = false;
  const timer = setTimeout(() => {
    // Sockets are read between a timer and what is set so.
    setImmediate(() => {
      if (!isOver) onLate();
    });
  }, timeoutMs);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
