// What two servers answer to the same requests, without what differs from one server, and one time, to another.

/** `value` with a sign for each field in `changing` and each UID, and `https://webhook` for the address `url`. */
export function settled(value: unknown, changing: ReadonlySet<string>, url: string): unknown {
  if (typeof value === 'string')
    return value
      .replaceAll(url, 'https://webhook')
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UID')
      .replace(/^g-[a-z0-9]{5}$/, 'g-NAME');
  if (Array.isArray(value)) return value.map((one) => settled(one, changing, url));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (changing.has(key) && inner) return [key, key];
      const field = settled(inner, changing, url);
      return [key, key === 'managedFields' ? inOneOrder(field) : field];
    }),
  );
}

// Owners are in the order of their times, which are whole seconds: which second it was is chance.
function inOneOrder(owners: unknown): unknown {
  if (!Array.isArray(owners)) return owners;
  return owners.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}
