// Which fields somebody owns: a set of paths, and its FieldsV1 form.
// https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.3/fieldpath/serialize.go

import { isJsonObject, type Json, type JsonObject, jsonText, parseJsonText, valueAt } from '../json/json.ts';

// `f:spec`, `k:{"name":"a"}`, `v:"x"`; elements never hold a control character, since they are JSON or keys.
const separator = '\u0000';

/** A path as one text. */
export type Path = string;

export const rootPath: Path = '';

export function fieldPath(parent: Path, name: string): Path {
  return join(parent, `f:${name}`);
}

export function keyPath(parent: Path, key: JsonObject): Path {
  return join(parent, `k:${jsonText(key)}`);
}

export function valuePath(parent: Path, value: Json): Path {
  return join(parent, `v:${jsonText(value)}`);
}

function join(parent: Path, element: string): Path {
  return parent === rootPath ? element : `${parent}${separator}${element}`;
}

function elementsOf(path: Path): readonly string[] {
  return path.split(separator);
}

/** Whether `path` is `ancestor` or lies below it. */
export function isWithin(path: Path, ancestor: Path): boolean {
  return path === ancestor || path.startsWith(`${ancestor}${separator}`);
}

/** `.spec.containers[name="a"].image`, as conflicts name it. */
export function describePath(path: Path): string {
  return elementsOf(path)
    .map((element) => {
      const text = element.slice(2);
      if (element.startsWith('f:')) return `.${text}`;
      const key = parseJsonText(text);
      if (element.startsWith('v:')) return `[=${toldText(key)}]`;
      const pairs = isJsonObject(key) ? Object.entries(key) : [];
      return `[${pairs.map(([name, value]) => `${name}=${toldText(value)}`).join(',')}]`;
    })
    .join('');
}

// Go has read it back as a float.
function toldText(value: Json): string {
  return typeof value === 'bigint' ? Number(value).toExponential() : jsonText(value);
}

export type FieldSet = ReadonlySet<Path>;

export function formatFields(set: FieldSet): JsonObject {
  const root: Tree = {};
  // A path comes right before those below it, as the separator sorts first.
  const paths = [...set].sort();
  paths.forEach((path, at) => {
    let node = root;
    for (const element of elementsOf(path)) {
      node[element] ??= {};
      node = node[element];
    }
    // `.` says that the node itself is a member, where it also has members below.
    if (paths[at + 1]?.startsWith(path + separator)) node['.'] = {};
  });
  return root;
}

interface Tree {
  [element: string]: Tree;
}

/** Whether `fields`, as formatted, has the path. */
export function hasField(fields: JsonObject, path: Path): boolean {
  const found = valueAt(fields, ...elementsOf(path));
  return isJsonObject(found) && (Object.hasOwn(found, '.') || Object.keys(found).length === 0);
}

export function parseFields(fields: JsonObject): FieldSet {
  const set = new Set<Path>();
  collect(fields, rootPath, set);
  return set;
}

function collect(fields: JsonObject, parent: Path, into: Set<Path>): void {
  for (const [element, inner] of Object.entries(fields)) {
    if (element === '.') {
      if (parent !== rootPath) into.add(parent);
      continue;
    }
    const path = join(parent, element);
    if (isJsonObject(inner) && Object.keys(inner).length > 0) collect(inner, path, into);
    else into.add(path);
  }
}
