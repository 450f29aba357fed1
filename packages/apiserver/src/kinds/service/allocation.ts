// How addresses and ports are given out.
// https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/

export interface Pool {
  readonly size: number;
  /** The low ones are left to those who ask for them, as long as there are others. */
  readonly reserved: number;
  readonly isTaken: (at: number) => boolean;
}

/** A free place, searched from a random one onwards, so that what was given back is not given out again at once. */
export function firstFree({ size, reserved, isTaken }: Pool, random: () => number): number | undefined {
  const open = size - reserved;
  const start = Math.floor(random() * open);
  for (let step = 0; step < open; step += 1) {
    const at = reserved + ((start + step) % open);
    if (!isTaken(at)) return at;
  }
  for (let at = 0; at < reserved; at += 1) if (!isTaken(at)) return at;
  return undefined;
}
