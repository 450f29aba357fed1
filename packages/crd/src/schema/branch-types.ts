// A branch of a union that says no type is about values of the type beside it, and so are the fields and items of it. Only
// with their types are branches alike, and a schema that has been made structural is read as what it was made of.

import { isRecord, pick, skeletonKeys } from './draft.ts';

type Node = Readonly<Record<string, unknown>>;

/** The branch with the types that its node says. */
export function typedBranch(branch: unknown, node: Node): unknown {
  if (!isRecord(branch) || saysType(branch)) return branch;
  const { type, 'x-kubernetes-int-or-string': isMixed } = node;
  if (isMixed === true) return { 'x-kubernetes-int-or-string': true, ...branch };
  if (typeof type !== 'string' || type === 'null') return branch;
  return { type, ...branch, ...typedItems(branch, node), ...typedFields(branch, node) };
}

function saysType(branch: Node): boolean {
  return ['type', '$ref', 'allOf', 'anyOf', 'oneOf'].some((key) => branch[key] !== undefined);
}

/** Without items of its own a branch has those of its node, not any. */
function typedItems(branch: Node, { type, items }: Node): Node {
  if (type !== 'array' || !isRecord(items) || branch['prefixItems'] !== undefined) return {};
  return { items: typedMember(branch['items'] ?? {}, items) };
}

/** A field that a branch does not name may be whatever its node says, so it is not that of another branch. */
function typedFields(branch: Node, { type, properties }: Node): Node {
  if (type !== 'object' || !isRecord(properties) || branch['additionalProperties'] !== undefined) return {};
  const own = branch['properties'] ?? {};
  if (!isRecord(own)) return {};
  const beside = Object.entries(properties)
    .filter((entry): entry is [string, Node] => isTyped(entry[1]))
    .map(([name, field]) => [name, typedMember(Object.hasOwn(own, name) ? own[name] : {}, field)] as const);
  return { properties: { ...own, ...Object.fromEntries(beside) } };
}

function isTyped(node: unknown): node is Node {
  return isRecord(node) && (typeof node['type'] === 'string' || node['x-kubernetes-int-or-string'] === true);
}

/** Null is as possible as beside the branch: a member cannot be limited to what is no null there. */
function typedMember(branch: unknown, node: Node): unknown {
  if (!isRecord(branch) || branch['type'] !== undefined || branch['$ref'] !== undefined) return branch;
  if (!isTyped(node)) return branch;
  const typed = { ...pick(node, skeletonKeys), ...branch };
  return { ...typed, ...typedItems(branch, node), ...typedFields(branch, node) };
}
