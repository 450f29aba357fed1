// Whether a manager owns exactly the fields that it wants, with the values that it wants, as `managedFields` tells it.
// The shape of the owned fields says what a list is (keyed, a set or atomic), so no schema is needed.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management

import { isDeepStrictEqual } from 'node:util';
import {
  apiVersionOf,
  type KubeObject,
  type ManagedFieldsEntry,
  Quantity,
  type Resource,
} from '@kube-rx/core';
import { isMembers, type Members, memberOf } from './members.ts';
import { OwnedList } from './owned-list.ts';

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
  const entries = entriesOf(observed).filter(
    (each) => each.manager === manager && each.operation === 'Apply' && (each.subresource ?? '') === '',
  );
  const [entry, another] = entries;
  if (!entry || another || entry.apiVersion !== apiVersionOf(resource)) return false;
  // What says which object it is has no owner.
  const meta = without(intent['metadata'], ['name', 'namespace']);
  const rest = without(intent, ['apiVersion', 'kind', 'metadata']);
  const wanted = { ...rest, ...(Object.keys(meta).length > 0 && { metadata: meta }) };
  const isBuiltIn = !resource.group.includes('.');
  const { fieldsV1 = {} } = entry;
  if (!isMembers(fieldsV1)) return false;
  return hasMembers(fieldsV1, { wanted, observed }, { name: '', above: undefined, isBuiltIn });
}

function entriesOf({ metadata }: KubeObject): readonly ManagedFieldsEntry[] {
  const entries: unknown = metadata.managedFields;
  return Array.isArray(entries) ? (entries as readonly unknown[]).filter(isMembers) : [];
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
  const list = new OwnedList(owned, place);
  if (wanted.length !== list.size) return false;
  const items: readonly unknown[] = observed;
  const inner = { name: '[]', above: place, isBuiltIn: place.isBuiltIn };
  let at = -1;
  return wanted.every((item: unknown) => {
    const id = list.idOf(item);
    const fields = id === undefined ? undefined : list.fields(id);
    if (!fields) return false;
    do at += 1;
    while (at < items.length && list.idOf(items[at]) !== id);
    return at < items.length && isSettled(fields, { wanted: item, observed: items[at] }, inner);
  });
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
