/** Names an object: its key, or anything that has a name and perhaps a namespace. */
export type StoreKey = string | { readonly name: string; readonly namespace?: string };

export function keyOf(key: StoreKey): string {
  if (typeof key === 'string') return key;
  return key.namespace ? `${key.namespace}/${key.name}` : key.name;
}
