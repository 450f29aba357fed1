// What expressions of admission may name.
// https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-expression

import { libraryType } from '../../cel/check/signatures.ts';
import type { Declarations } from '../../cel/declarations.ts';
import {
  boolType,
  type CelType,
  dynType,
  intType,
  listType,
  mapType,
  stringType,
  structType,
  timestampType,
} from '../../cel/type.ts';

export interface Environment {
  readonly hasParams: boolean;
  readonly hasAuthorizer: boolean;
  /** Whether patches may be made: objects of any fields, and operations of a JSON patch. */
  readonly hasPatches?: boolean;
  /** The types of those that are declared so far; undefined: there are none. */
  readonly variables?: ReadonlyMap<string, CelType> | undefined;
}

type Fields = Readonly<Record<string, CelType>>;

const texts = listType(stringType);
const labels = mapType(stringType, stringType);
const groupVersionKind = structType('kubernetes.GroupVersionKind');
const groupVersionResource = structType('kubernetes.GroupVersionResource');
const variablesType = structType('kubernetes.variables');

const types: Readonly<Record<string, Fields>> = {
  'kubernetes.GroupVersionKind': { group: stringType, version: stringType, kind: stringType },
  'kubernetes.GroupVersionResource': { group: stringType, version: stringType, resource: stringType },
  'kubernetes.UserInfo': {
    username: stringType,
    uid: stringType,
    groups: texts,
    extra: mapType(stringType, texts),
  },
  'kubernetes.AdmissionRequest': {
    kind: groupVersionKind,
    resource: groupVersionResource,
    subResource: stringType,
    requestKind: groupVersionKind,
    requestResource: groupVersionResource,
    requestSubResource: stringType,
    name: stringType,
    namespace: stringType,
    operation: stringType,
    userInfo: structType('kubernetes.UserInfo'),
    dryRun: boolType,
    options: dynType,
  },
  'kubernetes.Namespace': {
    metadata: structType('kubernetes.NamespaceMetadata'),
    spec: structType('kubernetes.NamespaceSpec'),
    status: structType('kubernetes.NamespaceStatus'),
  },
  'kubernetes.NamespaceMetadata': {
    name: stringType,
    generateName: stringType,
    namespace: stringType,
    labels,
    annotations: labels,
    UID: stringType,
    creationTimestamp: timestampType,
    deletionGracePeriodSeconds: intType,
    deletionTimestamp: timestampType,
    generation: intType,
    resourceVersion: stringType,
    finalizers: texts,
  },
  'kubernetes.NamespaceSpec': { finalizers: texts },
  'kubernetes.NamespaceStatus': {
    conditions: listType(structType('kubernetes.NamespaceCondition')),
    phase: stringType,
  },
  'kubernetes.NamespaceCondition': {
    status: stringType,
    type: stringType,
    lastTransitionTime: timestampType,
    message: stringType,
    reason: stringType,
  },
};

const fieldsByType: ReadonlyMap<string, ReadonlyMap<string, CelType>> = new Map(
  Object.entries(types).map(([name, fields]) => [name, new Map(Object.entries(fields))]),
);

/** Objects may have any field. */
class AnyFields extends Map<string, CelType> {
  override get(): CelType {
    return dynType;
  }
}

const anyFields: ReadonlyMap<string, CelType> = new AnyFields();
const jsonPatchFields: ReadonlyMap<string, CelType> = new Map([
  ['op', stringType],
  ['path', stringType],
  ['from', stringType],
  ['value', dynType],
]);

function patchFields(type: string): ReadonlyMap<string, CelType> | undefined {
  if (type === 'JSONPatch') return jsonPatchFields;
  return type === 'Object' || type.startsWith('Object.') ? anyFields : undefined;
}

export function declarationsOf({
  hasParams,
  hasAuthorizer,
  hasPatches = false,
  variables,
}: Environment): Declarations {
  const names: (readonly [string, CelType])[] = [
    ['object', dynType],
    ['oldObject', dynType],
    ['namespaceObject', structType('kubernetes.Namespace')],
    ['request', structType('kubernetes.AdmissionRequest')],
  ];
  if (hasParams) names.push(['params', dynType]);
  if (hasAuthorizer)
    names.push(
      ['authorizer', libraryType('kubernetes.authorization.Authorizer')],
      ['authorizer.requestResource', libraryType('kubernetes.authorization.ResourceCheck')],
    );
  if (variables) names.push(['variables', variablesType]);
  return {
    variables: new Map(names),
    patches: hasPatches,
    fieldsOf: (type) =>
      type === variablesType.name
        ? variables
        : (fieldsByType.get(type) ?? (hasPatches ? patchFields(type) : undefined)),
  };
}

/** The type that a variable of this type is declared with: of types of its own, nothing is known. */
export function variableType(type: CelType): CelType {
  switch (type.kind) {
    case 'list':
      return listType(variableType(type.first));
    case 'map':
      return mapType(variableType(type.first), variableType(type.second));
    case 'bool':
    case 'bytes':
    case 'double':
    case 'duration':
    case 'int':
    case 'null':
    case 'string':
    case 'timestamp':
    case 'uint':
      return type;
    case 'dyn':
    case 'error':
    case 'opaque':
    case 'parameter':
    case 'struct':
    case 'type':
      return dynType;
  }
}
