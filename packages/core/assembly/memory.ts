// The layout of the memory, which has seventeen pages: the compiler's own data, then these. The test of deep nesting
// reaches its end.

/** Where the bytes to scan are put, and how many fit. Scans may read 64 bytes beyond them. */
export const DATA: usize = 4096;
export const CAPACITY: usize = 1 << 20;

/** The limit of Go's decoder, with which the server read what it now sends. */
export const MAX_DEPTH: u32 = 10_000;

/** The containers around the current value, a byte for each level. */
export const STACK: usize = DATA + CAPACITY + 64;
