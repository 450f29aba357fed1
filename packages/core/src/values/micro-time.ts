// Moments to the microsecond, as Leases and Events carry them.

/** A moment to the microsecond, as `2026-04-22T10:00:00.000000Z`. */
export type MicroTime = string;
