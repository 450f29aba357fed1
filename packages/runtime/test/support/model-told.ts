// The order in which a store may tell what happened at once.

/** Only this is promised of it: deletions come first. */
export function inPromisedOrder(told: readonly string[]): string[] {
  const end = told.findIndex((change) => !change.startsWith('deleted'));
  const deleted = end === -1 ? told : told.slice(0, end);
  return [...deleted.toSorted(), ...told.slice(deleted.length).toSorted()];
}
