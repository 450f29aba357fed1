// Moments as Kubernetes writes them: RFC 3339 in UTC.

/** A moment to the second, as `2026-04-22T10:00:00Z`. */
export type Time = string;
