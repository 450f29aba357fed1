// The order of changes that took effect together.

/** The only promise: deletions come first. */
export function inPromisedOrder(told: readonly string[]): string[] {
  const end = told.findIndex((change) => !change.startsWith('deleted'));
  const deleted = end === -1 ? told : told.slice(0, end);
  return [...deleted.toSorted(), ...told.slice(deleted.length).toSorted()];
}
