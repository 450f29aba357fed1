// What lies where in the memory, of seventeen pages: first what the compiler puts there, then these. The test of what is
// nested deep reaches the end of it.

/** Where the bytes are put, and how many fit. Behind them there is room to read on. */
export const DATA: usize = 4096;
export const CAPACITY: usize = 1 << 20;

/** As Go's decoder, by which the server read what it now sends. */
export const MAX_DEPTH: u32 = 10_000;

/** What encloses a place, a byte for each level. */
export const STACK: usize = DATA + CAPACITY + 64;
