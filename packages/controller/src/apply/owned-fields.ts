// Whether a manager owns exactly the fields that it wants, with the values that it wants, as `managedFields` tells it.
// The shape of the owned fields says what a list is (keyed, a set or atomic), so no schema is needed.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management

import { isDeepStrictEqual } from 'node:util';
import { apiVersionOf, type KubeObject, Quantity, type Resource } from '@kube-rx/core';

type Members = Readonly<Record<string, unknown>>;

interface Place {
  /** Of the member. Not joined to a path, as a name may have dots itself. */
  readonly name: string;
  readonly above: Place | undefined;
  /** A kind of Kubernetes' own: there, quantities are stored in their canonical form. */
  readonly isBuiltIn: boolean;
}

/**
 * True only where applying `intent`, as JSON gives it, would change neither a value nor an owner. False also where that
 * cannot be told: without managed fields, for lists whose keys have defaults, and for nulls.
 */
export function ownsExactly(
  resource: Resource,
  {
    intent,
    observed,
    manager,
  }: { readonly intent: Members; readonly observed: KubeObject; readonly manager: string },
): boolean {
  const entries = observed.metadata.managedFields?.filter(
    (each) => each.manager === manager && each.operation === 'Apply' && (each.subresource ?? '') === '',
  );
  const [entry, another] = entries ?? [];
  if (!entry || another || entry.apiVersion !== apiVersionOf(resource)) return false;
  // What says which object it is has no owner.
  const meta = without(intent['metadata'], ['name', 'namespace']);
  const rest = without(intent, ['apiVersion', 'kind', 'metadata']);
  const wanted = { ...rest, ...(Object.keys(meta).length > 0 && { metadata: meta }) };
  const isBuiltIn = !resource.group.includes('.');
  return hasMembers(entry.fieldsV1 ?? {}, { wanted, observed }, { name: '', above: undefined, isBuiltIn });
}

interface Pair {
  readonly wanted: unknown;
  readonly observed: unknown;
}

function isSettled(owned: Members, pair: Pair, place: Place): boolean {
  if (Object.keys(owned).length === 0) return isSame(pair, place);
  return Array.isArray(pair.wanted) ? hasItems(owned, pair, place) : hasMembers(owned, pair, place);
}

function hasMembers(owned: Members, { wanted, observed }: Pair, place: Place): boolean {
  if (!isMembers(wanted) || !isMembers(observed)) return false;
  const names = Object.keys(wanted);
  if (names.length !== Object.keys(owned).length) return false;
  return names.every((name) => {
    const inner = memberOf(owned, `f:${name}`);
    const { isBuiltIn } = place;
    return (
      isMembers(inner) &&
      isSettled(
        inner,
        { wanted: wanted[name], observed: memberOf(observed, name) },
        { name, above: place, isBuiltIn },
      )
    );
  });
}

// An apply also decides the order of what it names.
function hasItems(owned: Members, { wanted, observed }: Pair, place: Place): boolean {
  if (!Array.isArray(wanted) || !Array.isArray(observed)) return false;
  const items: readonly unknown[] = observed;
  const { isBuiltIn } = place;
  let at = -1;
  const isThere = (item: unknown): boolean => {
    const found = ownedItem(owned, item, place);
    if (!found) return false;
    at = items.findIndex((each, index) => index > at && found.isOf(each));
    return (
      at >= 0 &&
      isSettled(found.fields, { wanted: item, observed: items[at] }, { name: '[]', above: place, isBuiltIn })
    );
  };
  return wanted.length === Object.keys(owned).length && wanted.every(isThere);
}

interface OwnedItem {
  readonly fields: Members;
  isOf(item: unknown): boolean;
}

function ownedItem(owned: Members, item: unknown, { isBuiltIn }: Place): OwnedItem | undefined {
  for (const [element, fields] of Object.entries(owned)) {
    const kind = element.slice(0, 2);
    if (!isMembers(fields) || (kind !== 'k:' && kind !== 'v:')) continue;
    const key = parse(element.slice(2));
    const isOf = (each: unknown): boolean =>
      kind === 'v:' ? isDeepStrictEqual(each, key) : isMembers(key) && hasKey(each, key, isBuiltIn);
    if (!isOf(item)) continue;
    if (kind === 'v:') return { fields: {}, isOf };
    // An item with a key is owned itself, besides its fields.
    const { '.': itself, ...rest } = fields;
    return itself === undefined ? undefined : { fields: rest, isOf };
  }
  return undefined;
}

function hasKey(item: unknown, key: Members, isBuiltIn: boolean): boolean {
  return (
    isMembers(item) &&
    Object.entries(key).every(([name, value]) => {
      // The one field of a key that has a default in the kinds of Kubernetes' own: that of ports.
      const missing = isBuiltIn && name === 'protocol' ? 'TCP' : undefined;
      return isDeepStrictEqual(memberOf(item, name) ?? missing, value);
    })
  );
}

function isSame({ wanted, observed }: Pair, place: Place): boolean {
  if (isDeepStrictEqual(wanted, observed)) return wanted !== null;
  return (
    place.isBuiltIn &&
    isQuantityPlace(place) &&
    typeof wanted === 'string' &&
    Quantity.isValid(wanted) &&
    Quantity.canonical(wanted) === observed
  );
}

// Where a built-in kind has this path, a quantity is at its end: no map of texts lies so deep. Custom resources store
// quantities as they come, so that another form of one is another value there, as are durations everywhere.
function isQuantityPlace({ above }: Place): boolean {
  return (above?.name === 'requests' || above?.name === 'limits') && above.above?.name === 'resources';
}

function without(members: unknown, names: readonly string[]): Members {
  if (!isMembers(members)) return {};
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
}

function memberOf(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
