/**
 * Makes modules of the built-in kinds of Kubernetes, one for each group and version, from what a kube-apiserver serves.
 * Their schemas are named after Go packages (`io.k8s.api.rbac.v1.Role`) and refer to each other across groups.
 * Descriptions are dropped; each type links to its page of the API reference.
 */
import type { GroupVersion } from './group-version.ts';
import { type Module, modulePath } from './module.ts';
import { sortedEntries } from './recording.ts';
import type { GroupVersionKind, Schema, Schemas } from './schema.ts';
import {
  BOOLEAN,
  coreType,
  type Declaration,
  OPEN_OBJECT,
  STRING,
  type TypeExpression,
  UNKNOWN,
  union,
} from './type-expression.ts';
import { fieldsOf, fieldsOfKind, type SchemaContext, typeOfSchema } from './type-of-schema.ts';

export interface BuiltInInput {
  /** `v1.36.3`: which reference pages to link to. */
  readonly kubernetes: string;
  /** In the order of the server's preference. */
  readonly groupVersions: readonly GroupVersion[];
  readonly schemas: Schemas;
}

/** @example for (const module of builtInModules(input)) write(`${module.path}.ts`, printModule(module, options)); */
export function builtInModules({ kubernetes, groupVersions, schemas }: BuiltInInput): Module[] {
  const kinds = kindsOf(groupVersions);
  const declared = sortedEntries(schemas).flatMap(([name, schema]) => {
    const location = locateBuiltIn(name);
    if (location === undefined || WELL_KNOWN.has(name) || isList(name, schema)) return [];
    const kind = kinds.get(`${location.module}/${location.name}`);
    return [{ path: location.module, declaration: declare(schema, location, { kind, kubernetes }) }];
  });
  const byPath = Map.groupBy(declared, ({ path }) => path);
  return [...byPath.keys()].toSorted().map((path) => {
    const declarations = (byPath.get(path) ?? []).map(({ declaration }) => declaration);
    const names = new Set(declarations.map(({ name }) => name));
    const served = groupVersions.find(({ group, version }) => modulePath(group, version) === path);
    const [group = '', version = ''] = path.split('/');
    const tokens = (served?.resources ?? []).filter(({ kind }) => names.has(kind));
    return { path, group: served?.group ?? group, version, declarations, tokens };
  });
}

/** Where a built-in schema lives, or undefined for one that is not built in. */
export function locateBuiltIn(name: string): Location | undefined {
  const match = BUILT_IN.exec(name);
  const { goPackage = '', version = '', type = '' } = match?.groups ?? {};
  if (match === null) return undefined;
  const group = GROUPS.get(goPackage) ?? `${goPackage}.k8s.io`;
  return { module: `${group}/${version}`, name: type };
}

export interface Location {
  readonly module: string;
  readonly name: string;
}

/** The type for a reference to a built-in schema. */
export function resolveBuiltIn(reference: string): TypeExpression | undefined {
  const known = WELL_KNOWN.get(reference);
  if (known !== undefined) return known;
  const location = locateBuiltIn(reference);
  return location === undefined ? undefined : { kind: 'reference', ...location };
}

const META_PREFIX = 'io.k8s.apimachinery.pkg.apis.meta.v1.';
const EXTENSIONS_PREFIX = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.';

const BUILT_IN =
  /^io\.k8s\.(?:api|apimachinery\.pkg\.apis|apiextensions-apiserver\.pkg\.apis|kube-aggregator\.pkg\.apis)\.(?<goPackage>[a-z0-9]+)\.(?<version>[a-z0-9]+)\.(?<type>[A-Za-z]\w*)$/;

/** The groups that are not the name of their Go package followed by `.k8s.io`. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['core', 'core'],
  ['meta', 'meta'],
  ['apps', 'apps'],
  ['autoscaling', 'autoscaling'],
  ['batch', 'batch'],
  ['policy', 'policy'],
  ['apiserverinternal', 'internal.apiserver.k8s.io'],
  ['flowcontrol', 'flowcontrol.apiserver.k8s.io'],
  ['rbac', 'rbac.authorization.k8s.io'],
]);

const JSON_SCHEMA: TypeExpression = {
  kind: 'reference',
  module: 'apiextensions.k8s.io/v1',
  name: 'JSONSchemaProps',
};

/** Types with custom marshalling in Go, whose schemas say little or nothing. */
const WELL_KNOWN: ReadonlyMap<string, TypeExpression> = new Map<string, TypeExpression>(
  Object.entries({
    'io.k8s.apimachinery.pkg.api.resource.Quantity': coreType('Quantity'),
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString': coreType('IntOrString'),
    'io.k8s.apimachinery.pkg.runtime.RawExtension': OPEN_OBJECT,
    [`${META_PREFIX}Time`]: coreType('Time'),
    [`${META_PREFIX}MicroTime`]: coreType('MicroTime'),
    [`${META_PREFIX}Duration`]: coreType('Duration'), // not of kube-apiserver, but of APIs that join it
    [`${META_PREFIX}FieldsV1`]: OPEN_OBJECT,
    [`${META_PREFIX}ObjectMeta`]: coreType('EmbeddedObjectMeta'),
    [`${META_PREFIX}OwnerReference`]: coreType('OwnerReference'),
    [`${META_PREFIX}ManagedFieldsEntry`]: coreType('ManagedFieldsEntry'),
    [`${EXTENSIONS_PREFIX}JSON`]: UNKNOWN,
    [`${EXTENSIONS_PREFIX}JSONSchemaPropsOrArray`]: union([
      JSON_SCHEMA,
      { kind: 'array', items: JSON_SCHEMA },
    ]),
    [`${EXTENSIONS_PREFIX}JSONSchemaPropsOrBool`]: union([JSON_SCHEMA, BOOLEAN]),
    [`${EXTENSIONS_PREFIX}JSONSchemaPropsOrStringArray`]: union([
      JSON_SCHEMA,
      { kind: 'array', items: STRING },
    ]),
  }),
);

/** List kinds are not declared: a list of pods is `ObjectList<Pod>`. */
function isList(name: string, schema: Schema): boolean {
  return name.endsWith('List') && schema.properties?.['items'] !== undefined;
}

/** All kinds by module and name: those of resources, and those of subresources such as Scale. */
function kindsOf(groupVersions: readonly GroupVersion[]): Map<string, GroupVersionKind> {
  const kinds = groupVersions.flatMap(({ group, version, resources }) =>
    resources.flatMap(({ kind, subresources = [] }) => [
      { group, version, kind },
      ...subresources.map((own) => ({
        group: own.group ?? group,
        version: own.version ?? version,
        kind: own.kind,
      })),
    ]),
  );
  return new Map(kinds.map((kind) => [`${modulePath(kind.group, kind.version)}/${kind.kind}`, kind]));
}

function declare(
  schema: Schema,
  location: Location,
  { kind, kubernetes }: { readonly kind: GroupVersionKind | undefined; readonly kubernetes: string },
): Declaration {
  const { module, name } = location;
  const context: SchemaContext = {
    resolve: (reference) => {
      const type = resolveBuiltIn(reference);
      if (type === undefined) throw new Error(`${name} refers to ${reference}, which is not built in`);
      return type;
    },
    declare: (nested) => {
      throw new Error(`${module} ${nested} is a nested object, which no built-in schema has`);
    },
    comments: false,
  };
  const doc = `[${name}](${referencePage(location, kubernetes)})`;
  if (schema.properties === undefined) return { name, type: typeOfSchema(schema, name, context), doc };
  const fields = kind ? fieldsOfKind(schema, kind, context) : fieldsOf(schema, name, context);
  return { name, type: { kind: 'object', fields }, doc };
}

/** `https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#ingress-v1-networking-k8s-io` */
function referencePage(location: Location, kubernetes: string): string {
  const [group = '', version = ''] = location.module.split('/');
  const release = kubernetes.split('.').slice(0, 2).join('.');
  const anchor = `${location.name.toLowerCase()}-${version}-${group.replaceAll('.', '-')}`;
  return `https://kubernetes.io/docs/reference/generated/kubernetes-api/${release}/#${anchor}`;
}
