// What a new definition does to the objects and the clients of the one before.

import { isConditionFalse } from '@kube-rx/core';
import type { CustomResourceDefinition, DefinedVersion } from './custom-resource-definition.ts';
import { type SchemaChange, schemaChanges } from './schema-change.ts';

/**
 * | effect       | what it means                                                                                       |
 * | `impossible` | no server takes it: the scope, names that identify the kind, a version that may still hold objects  |
 * | `refused`    | objects that were right may be wrong, and are refused when they are written next, their status too   |
 * | `lost`       | the server forgets what stands in these fields                                                      |
 * | `unserved`   | what clients ask for is not there any more: a version, a subresource, a field to select by           |
 * | `notice`     | nothing breaks, and something is to be done: another version for storage                            |
 */
export type ChangeEffect = SchemaChange['effect'] | 'impossible' | 'unserved' | 'notice';

/** One thing that a new definition does. */
export interface BreakingChange {
  readonly effect: ChangeEffect;
  /** Absent where it is the kind as a whole. */
  readonly version?: string;
  /** Of the field in objects, as `.spec.hosts[].name`. */
  readonly path?: string;
  readonly what: string;
}

/**
 * What breaks where `after` takes the place of `before`. Each version is compared with itself, and what is stored with the
 * version that it will be read in. `before` may be as a server has it: its `status.storedVersions` may not go.
 *
 * What rules, patterns and combinations allow cannot be compared: any that are new or others are told.
 *
 * @example breakingChanges(Website.definition, Website.definition); // []
 */
export function breakingChanges(
  before: CustomResourceDefinition,
  after: CustomResourceDefinition,
): BreakingChange[] {
  // Names that were taken from the start: it has no objects.
  if (isConditionFalse({ status: { conditions: before.status?.conditions ?? [] } }, 'Established')) return [];
  return [
    ...identityChanges(before, after),
    ...versionChanges(before, after),
    ...storageChanges(before, after),
  ];
}

/**
 * As one line of a message.
 *
 * @example breakingChanges(before, after).map(describeChange); // ['v1 .spec.host: its type was string, and is integer (refused)']
 */
export function describeChange({ effect, version, path, what }: BreakingChange): string {
  const where = [version, path].filter((part) => part !== undefined).join(' ');
  return `${where === '' ? '' : `${where}: `}${what} (${effect})`;
}

function identityChanges(
  before: CustomResourceDefinition,
  after: CustomResourceDefinition,
): BreakingChange[] {
  const [one, other] = [before.spec, after.spec];
  const identity = [
    { name: 'group', was: one.group, is: other.group },
    { name: 'scope', was: one.scope, is: other.scope },
    { name: 'kind', was: one.names.kind, is: other.names.kind },
    { name: 'plural', was: one.names.plural, is: other.names.plural },
  ];
  return identity.flatMap(({ name, was, is }) =>
    was === is
      ? []
      : [
          {
            effect: 'impossible',
            what: `its ${name} was ${was}, and is ${is}: delete the definition and its objects first`,
          },
        ],
  );
}

function versionChanges(before: CustomResourceDefinition, after: CustomResourceDefinition): BreakingChange[] {
  const next = new Map(after.spec.versions.map((version) => [version.name, version]));
  const stored = new Set([
    ...(before.status?.storedVersions ?? []),
    ...before.spec.versions.filter(({ storage }) => storage).map(({ name }) => name),
  ]);
  const gone = [...stored].filter((name) => !next.has(name));
  const impossible = gone.map(
    (version): BreakingChange => ({
      effect: 'impossible',
      version,
      what: 'objects may be stored in it: write all of them again in the new version, and take it out of status.storedVersions first',
    }),
  );
  const changed = before.spec.versions.flatMap((version): BreakingChange[] => {
    const { name } = version;
    const other = next.get(name);
    if (!other) {
      if (stored.has(name) || !version.served) return [];
      return [{ effect: 'unserved', version: name, what: 'there is no such version any more' }];
    }
    // Nothing is stored in it, and nobody asks for it.
    if (!version.served && !stored.has(name)) return [];
    return [...servedChanges(version, other), ...changesOf(version, other, name)];
  });
  return [...impossible, ...changed];
}

function servedChanges(before: DefinedVersion, after: DefinedVersion): BreakingChange[] {
  const version = before.name;
  const changes: BreakingChange[] = [];
  const unserved = (what: string, path?: string): void => {
    changes.push({ effect: 'unserved', version, ...(path !== undefined && { path }), what });
  };
  if (before.served && !after.served) unserved('it is not served any more');
  for (const name of ['status', 'scale'] as const)
    if (before.subresources?.[name] && !after.subresources?.[name])
      unserved(`there is no subresource ${name} any more`);
  const selectable = new Set((after.selectableFields ?? []).map(({ jsonPath }) => jsonPath));
  for (const { jsonPath } of before.selectableFields ?? [])
    if (!selectable.has(jsonPath)) unserved('objects cannot be selected by it any more', jsonPath);
  return changes;
}

function changesOf(before: DefinedVersion, after: DefinedVersion, version: string): BreakingChange[] {
  const [one, other] = [before.schema?.openAPIV3Schema, after.schema?.openAPIV3Schema];
  return one && other ? schemaChanges(one, other).map((change) => ({ ...change, version })) : [];
}

/** Objects that are stored in one version are read in another from now on. */
function storageChanges(before: CustomResourceDefinition, after: CustomResourceDefinition): BreakingChange[] {
  const was = before.spec.versions.find(({ storage }) => storage);
  const is = after.spec.versions.find(({ storage }) => storage);
  if (was === undefined || is === undefined) return [];
  const changes = isConverted(after) ? [] : unconvertedChanges(was, before, after);
  if (was.name === is.name) return changes;
  const notice: BreakingChange = {
    effect: 'notice',
    version: is.name,
    what: `objects are stored in it, and were in ${was.name}: those that are there stay so until they are written again`,
  };
  return [notice, ...changes];
}

function unconvertedChanges(
  was: DefinedVersion,
  before: CustomResourceDefinition,
  after: CustomResourceDefinition,
): BreakingChange[] {
  const known = new Set(before.spec.versions.map(({ name }) => name));
  const others = after.spec.versions.filter(({ name }) => name !== was.name);
  return others.flatMap((version) => {
    const changes = changesOf(was, version, `${was.name} as ${version.name}`);
    const isKnown = known.has(version.name);
    if (isKnown && isConverted(before)) return changes;
    if (!version.storage) return [];
    // What clients of this version see, they have seen before; what is stored in it has its fields alone.
    return isKnown ? changes.filter(({ effect }) => effect === 'lost') : changes;
  });
}

function isConverted({ spec }: CustomResourceDefinition): boolean {
  return spec.conversion?.strategy === 'Webhook';
}
