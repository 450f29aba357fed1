// The time of day, to the microsecond: two processes compare theirs.

/** A clock that is right for some minutes, after which the machine's may have been corrected. */
export function wallClock(): () => number {
  const begun = Date.now();
  let now = begun;
  // Until the next millisecond begins.
  while (now === begun) now = Date.now();
  const offset = now - performance.now();
  return () => offset + performance.now();
}
