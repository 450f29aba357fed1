// The status of a definition: which of the names that it asks for it gets. Names belong to whom they were given first.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/controller/status/naming_controller.go

import { withOwners } from '../apply/ownership.ts';
import { type JsonObject, jsonEquals, objectAt, stringsAt, textAt, withKey } from '../json/json.ts';
import { conditionOf } from '../kinds/cell.ts';
import { approvalCondition } from '../kinds/definition/approval.ts';
import { isEstablished, storageVersionIn } from '../kinds/definition/versions.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';

/** The names that the other definitions of a group have. */
export interface TakenNames {
  readonly resources: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

export function takenNames(others: Iterable<JsonObject>): TakenNames {
  const [resources, kinds] = [new Set<string>(), new Set<string>()];
  for (const names of others) {
    for (const name of [
      textAt(names, 'plural'),
      textAt(names, 'singular'),
      ...stringsAt(names, 'shortNames'),
    ])
      resources.add(name);
    for (const name of [textAt(names, 'kind'), textAt(names, 'listKind')]) kinds.add(name);
  }
  return { resources, kinds };
}

/** The names under which the definition is served. */
export function acceptedNames(definition: JsonObject): JsonObject {
  return objectAt(definition, 'status', 'acceptedNames');
}

/** The status as it should be. */
export function definitionStatus(definition: JsonObject, taken: TakenNames, now: string): JsonObject {
  const old = objectAt(definition, 'status');
  const stored = [...stringsAt(old, 'storedVersions'), textAt(storageVersionIn(definition), 'name')];
  const named = namesOf(definition, taken);
  const wanted = [...named.conditions, ...[approvalCondition(definition)].filter((one) => one !== undefined)];
  return {
    conditions: wanted.map((condition) => transition(old, condition, now)),
    acceptedNames: named.accepted,
    storedVersions: [...new Set(stored)],
  };
}

// In the order of the Go struct, in which the real server prints them.
function transition(old: JsonObject, condition: JsonObject, now: string): JsonObject {
  const { type = '', status = '', ...why } = condition;
  const before = conditionOf(old, textAt(condition, 'type'));
  const since = before?.['status'] === status ? (before['lastTransitionTime'] ?? now) : now;
  return { type, status, lastTransitionTime: since, ...why };
}

interface Named {
  readonly accepted: JsonObject;
  readonly conditions: readonly JsonObject[];
}

function namesOf(definition: JsonObject, taken: TakenNames): Named {
  const accepted = acceptedNames(definition);
  const asked = objectAt(definition, 'spec', 'names');
  const status = objectAt(definition, 'status');
  const established = conditionOf(status, 'Established');
  const before = conditionOf(status, 'NamesAccepted');
  // Nothing to decide; the real server leaves the conditions as they were.
  if (before && established && jsonEquals(asked, accepted))
    return { accepted, conditions: [before, established].map(bare) };
  const { names, conflict } = settle(asked, accepted, taken);
  const naming = { type: 'NamesAccepted', ...(conflict ?? accepting) };
  if (isEstablished(definition) && established)
    return { accepted: names, conditions: [naming, bare(established)] };
  return { accepted: names, conditions: [naming, conflict ? notEstablished : establishing] };
}

function bare(condition: JsonObject): JsonObject {
  return withKey(condition, 'lastTransitionTime', undefined);
}

const accepting = { status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };

const establishing = {
  type: 'Established',
  status: 'True',
  reason: 'InitialNamesAccepted',
  message: 'the initial names have been accepted',
};

const notEstablished = {
  type: 'Established',
  status: 'False',
  reason: 'NotAccepted',
  message: 'not all names are accepted',
};

interface Settled {
  readonly names: JsonObject;
  /** The last of several. */
  readonly conflict:
    | { readonly status: 'False'; readonly reason: string; readonly message: string }
    | undefined;
}

// Plural and kind are printed even where none is accepted.
function settle(asked: JsonObject, accepted: JsonObject, { resources, kinds }: TakenNames): Settled {
  const given: Record<string, JsonObject[string]> = { plural: '', kind: '', ...accepted };
  let conflict: Settled['conflict'];
  const refuse = (reason: string, message: string): void => {
    conflict = { status: 'False', reason: `${reason}Conflict`, message };
  };
  const one = (key: string, used: ReadonlySet<string>): void => {
    const name = textAt(asked, key);
    if (name !== textAt(accepted, key) && used.has(name))
      refuse(`${key.slice(0, 1).toUpperCase()}${key.slice(1)}`, inUse(name));
    else given[key] = name;
  };
  one('plural', resources);
  one('singular', resources);
  const short = stringsAt(asked, 'shortNames');
  const own = new Set(stringsAt(accepted, 'shortNames'));
  const lost = short.filter((name) => !own.has(name) && resources.has(name)).map(inUse);
  if (lost.length > 0)
    refuse('ShortNames', lost.length === 1 ? lost.join('') : `[${[...new Set(lost)].join(', ')}]`);
  else if (short.length > 0) given['shortNames'] = short;
  else delete given['shortNames'];
  one('kind', kinds);
  one('listKind', kinds);
  const categories = stringsAt(asked, 'categories');
  if (categories.length > 0) given['categories'] = categories;
  else delete given['categories'];
  return { names: ordered(given), conflict };
}

function inUse(name: string): string {
  return `${JSON.stringify(name)} is already in use`;
}

// In the order of the Go struct.
function ordered(names: JsonObject): JsonObject {
  const keys = ['plural', 'singular', 'shortNames', 'kind', 'listKind', 'categories'];
  return Object.fromEntries(
    keys.flatMap((key): [string, JsonObject[string]][] => {
      const value = names[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** Stores `next`, a definition whose status the server itself has changed. */
export function putStatus(
  server: ServerContext,
  served: ServedResource,
  { live, next }: { readonly live: JsonObject; readonly next: JsonObject },
): void {
  const ownership = { kind: 'update', manager: 'kube-apiserver' } as const;
  served.store.put(withOwners(server, served, { live, next, ownership, part: 'status' }), 'owed');
}
