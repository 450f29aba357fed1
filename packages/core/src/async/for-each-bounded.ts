// Many things at the same time, but not all of them.

/**
 * Runs `action` for every item, at most `most` at the same time, in the order of the items. After the first rejection
 * no more are begun, and it rejects as that one does when those that are running have ended.
 *
 * @example await forEachBounded(['a', 'b', 'c'], 2, (name) => pods.delete(name));
 */
export async function forEachBounded<T>(
  items: Iterable<T>,
  most: number,
  action: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;
  const goOn = async (): Promise<void> => {
    for (;;) {
      const next = left.next();
      if (next.done === true || failure) return;
      await action(next.value).catch((error: unknown) => (failure ??= { error }));
    }
  };
  await Promise.all(Array.from({ length: most }, goOn));
  if (failure) throw failure.error;
}
