// The time of day, to some microseconds: two processes compare theirs.

const tries = 20;

/** A clock that is right for some minutes, after which the machine's may have been corrected. */
export function wallClock(): () => number {
  // Whoever is interrupted sees a millisecond begin late, and never early.
  const offset = Math.max(...Array.from({ length: tries }, nextMillisecond));
  return () => offset + performance.now();
}

/** What the time of day is ahead of `performance.now()`, when a millisecond begins. */
function nextMillisecond(): number {
  const begun = Date.now();
  let now = begun;
  while (now === begun) now = Date.now();
  return now - performance.now();
}
