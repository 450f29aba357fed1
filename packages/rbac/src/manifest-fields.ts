// Fields of a manifest that may be anything.

export function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path)
    found = isRecord(found) && Object.hasOwn(found, key) ? (Reflect.get(found, key) as unknown) : undefined;
  return found;
}

/** `''` where there is no text. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : '';
}

/** What is no text is left out. */
export function textsAt(value: unknown, ...path: readonly string[]): string[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
}

/** What is no object is left out. */
export function recordsAt(value: unknown, ...path: readonly string[]): object[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found.filter(isRecord) : [];
}

/** The members that are texts. */
export function textsIn(value: unknown, ...path: readonly string[]): Record<string, string> {
  const found = valueAt(value, path);
  if (!isRecord(found)) return {};
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
