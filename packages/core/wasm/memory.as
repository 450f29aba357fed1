// What lies where in the memory: first what the compiler puts there, and these.

/** Where the bytes are put, and how many fit. Behind them there is room to read on. */
export const DATA: usize = 4096;
export const CAPACITY: usize = 1 << 20;

/** What encloses a place, a byte for each level. */
export const STACK: usize = DATA + CAPACITY + 64;
