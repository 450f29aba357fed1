// Questions to the compiler: a line that does not hold does not compile.

/** Whether two types are the same, not merely assignable to each other. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Whether a value of type `A` may stand where a `B` is asked for. */
export type Fits<A, B> = [A] extends [B] ? true : false;

/** `holds<Fits<A, B>>(true)`, and `holds<Fits<A, B>>(false)` for the contrary. */
export const holds = <Claim extends boolean>(claim: Claim): Claim => claim;

/** `typeOf(value).is<string>(true)` compiles where the value's type is just that. */
export const typeOf = <V>(value: V) => ({ value, is: <T>(claim: Same<V, T>) => claim });
