/**
 * What a server says of its groups and kinds, as it comes: anything at all, until it is read here. Names are checked
 * where modules are made of them.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
import { InvalidDefinitionError, shown } from './invalid-definition.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { nameProblem } from './resource-names.ts';

export interface ApiSubresource {
  readonly name: string;
  /** The kind of its bodies, with group and version where they differ from the parent's. */
  readonly kind: string;
  readonly group?: string | undefined;
  readonly version?: string | undefined;
  readonly verbs: readonly string[];
}

/** An APIResourceList as the server sends it. */
export interface ApiResourceList {
  readonly groupVersion: string;
  readonly resources: readonly (ApiSubresource & {
    readonly singularName?: string | undefined;
    readonly namespaced: boolean;
    readonly shortNames?: readonly string[] | undefined;
    readonly categories?: readonly string[] | undefined;
  })[];
}

type Row = ApiResourceList['resources'][number];

/**
 * The versions of each group in an APIGroupList, the answer of `/apis`, in the server's order.
 *
 * @throws InvalidDefinitionError for what is no APIGroupList, and for names that `defineResource` would not take.
 * @example groupVersionsIn({ groups: [{ name: 'apps', versions: [{ version: 'v1' }] }] }).get('apps'); // ['v1']
 */
export function groupVersionsIn(answer: unknown): ReadonlyMap<string, readonly string[]> {
  const where = 'the list of API groups: ';
  const groups = rowsIn(answer, 'groups', where).map((group): [string, string[]] => {
    const { name } = group.json;
    const problem = name === '' ? 'is missing' : nameProblem('group', name);
    if (problem !== undefined) throw invalid(`${group.where}.name`, problem);
    const versions = rowsIn(group.json, 'versions', `${group.where}.`).map((row) => {
      const version = text(row, 'version');
      const wrong = nameProblem('version', version);
      if (wrong !== undefined) throw invalid(`${row.where}.version`, wrong);
      return version;
    });
    return [text(group, 'name'), versions];
  });
  return new Map(groups);
}

/** @throws InvalidDefinitionError for what is no APIResourceList. */
export function readResourceList(answer: unknown): ApiResourceList {
  const groupVersion = isJsonObject(answer) ? answer['groupVersion'] : undefined;
  if (typeof groupVersion !== 'string' || groupVersion.split('/').length > 2)
    throw invalid(
      'a list of resources: groupVersion',
      `is ${shown(groupVersion)}, not a group and a version`,
    );
  const rows = rowsIn(answer, 'resources', `the list of resources of ${shown(groupVersion)}: `);
  return { groupVersion, resources: rows.map(readRow) };
}

interface Place {
  readonly json: JsonObject;
  readonly where: string;
}

function readRow(row: Place): Row {
  return {
    name: text(row, 'name'),
    singularName: optionalText(row, 'singularName') ?? '',
    kind: text(row, 'kind'),
    namespaced: row.json['namespaced'] === true,
    group: optionalText(row, 'group'),
    version: optionalText(row, 'version'),
    verbs: texts(row, 'verbs') ?? [],
    shortNames: texts(row, 'shortNames'),
    categories: texts(row, 'categories'),
  };
}

/** `where`: what stands before the field in messages. */
function rowsIn(answer: unknown, field: string, where: string): Place[] {
  if (!isJsonObject(answer)) throw new InvalidDefinitionError(`${where}${shown(answer)} is not an object`);
  // Go writes an empty list as null.
  const rows = answer[field] ?? [];
  if (!Array.isArray(rows)) throw invalid(`${where}${field}`, `is ${shown(rows)}, not a list`);
  return rows.map((json: unknown, at) => {
    const own = `${where}${field}[${at}]`;
    if (!isJsonObject(json)) throw invalid(own, `is ${shown(json)}, not an object`);
    return { json, where: own };
  });
}

function text(row: Place, field: string): string {
  const value = optionalText(row, field);
  if (value === undefined) throw invalid(`${row.where}.${field}`, 'is missing');
  return value;
}

function optionalText({ json, where }: Place, field: string): string | undefined {
  const value = json[field];
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw invalid(`${where}.${field}`, `is ${shown(value)}, not a text`);
}

function texts({ json, where }: Place, field: string): string[] | undefined {
  const value = json[field];
  if (value === undefined || value === null) return undefined;
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (!isTexts) throw invalid(`${where}.${field}`, `is ${shown(value)}, not a list of texts`);
  return value;
}

function invalid(where: string, what: string): InvalidDefinitionError {
  return new InvalidDefinitionError(`${where} ${what}`);
}
