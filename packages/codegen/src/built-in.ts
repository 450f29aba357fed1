/**
 * Makes modules of the built-in kinds of Kubernetes, one for each group and version, from what a kube-apiserver serves.
 * Their schemas are named after Go packages (`io.k8s.api.rbac.v1.Role`) and refer to each other across groups.
 * Descriptions are dropped; each type links to its page of the API reference.
 */
import type { GroupVersion } from './group-version.ts';
import { kindFields, type Module, modulePath } from './module.ts';
import type { Schema, Schemas } from './schema.ts';
import {
  coreType,
  type Declaration,
  type Field,
  OPEN_OBJECT,
  STRING,
  type TypeExpression,
  UNKNOWN,
  union,
} from './type-expression.ts';
import { fieldsOf, type SchemaContext, typeOfSchema } from './type-of-schema.ts';

export interface BuiltInInput {
  /** `v1.36.3`: which reference pages to link to. */
  readonly kubernetes: string;
  /** In the order of the server's preference. */
  readonly groupVersions: readonly GroupVersion[];
  readonly schemas: Schemas;
}

/** @example for (const module of builtInModules(input)) write(`${module.path}.ts`, printModule(module, options)); */
export function builtInModules(input: BuiltInInput): Module[] {
  const names = Object.keys(input.schemas).filter((name) => isDeclared(name, input.schemas));
  const kinds = kindsOf(input.groupVersions);
  const declarations = new Map<string, Declaration[]>();
  for (const name of names.toSorted()) {
    const location = locateBuiltIn(name);
    const schema = input.schemas[name];
    if (location === undefined || schema === undefined) continue;
    const inModule = declarations.get(location.module) ?? [];
    declarations.set(location.module, inModule);
    const kind = kinds.get(`${location.module}/${location.name}`);
    inModule.push(declare(schema, location, { kind, kubernetes: input.kubernetes }));
  }
  return [...declarations].toSorted(byPath).map(([path, inModule]) => {
    const groupVersion = input.groupVersions.find(
      ({ group, version }) => modulePath(group, version) === path,
    );
    const [group = '', version = ''] = path.split('/');
    return {
      path,
      group: groupVersion?.group ?? group,
      version,
      declarations: inModule,
      tokens: (groupVersion?.resources ?? []).filter(({ kind }) =>
        inModule.some(({ name }) => name === kind),
      ),
    };
  });
}

/** Where a built-in schema lives, or undefined for one that is not built in. */
export function locateBuiltIn(name: string): Location | undefined {
  const match = BUILT_IN.exec(name);
  const { goPackage = '', version = '', type = '' } = match?.groups ?? {};
  if (match === null) return undefined;
  const group = GROUPS[goPackage] ?? (goPackage.includes('.') ? goPackage : `${goPackage}.k8s.io`);
  return { module: `${group}/${version}`, name: type };
}

export interface Location {
  readonly module: string;
  readonly name: string;
}

/** The type for a reference to a built-in schema. */
export function resolveBuiltIn(reference: string): TypeExpression | undefined {
  const known = WELL_KNOWN[reference];
  if (known !== undefined) return known;
  const location = locateBuiltIn(reference);
  return location === undefined ? undefined : { kind: 'reference', ...location };
}

const META_PREFIX = 'io.k8s.apimachinery.pkg.apis.meta.v1.';
const EXTENSIONS_PREFIX = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.';

const BUILT_IN =
  /^io\.k8s\.(?:api|apimachinery\.pkg\.apis|apiextensions-apiserver\.pkg\.apis|kube-aggregator\.pkg\.apis)\.(?<goPackage>[^.]+)\.(?<version>[^.]+)\.(?<type>[^.]+)$/;

/** The groups that are not the name of their Go package followed by `.k8s.io`. */
const GROUPS: Readonly<Record<string, string>> = {
  core: 'core',
  meta: 'meta',
  apps: 'apps',
  autoscaling: 'autoscaling',
  batch: 'batch',
  policy: 'policy',
  apiserverinternal: 'internal.apiserver.k8s.io',
  flowcontrol: 'flowcontrol.apiserver.k8s.io',
  rbac: 'rbac.authorization.k8s.io',
};

const JSON_SCHEMA: TypeExpression = {
  kind: 'reference',
  module: 'apiextensions.k8s.io/v1',
  name: 'JSONSchemaProps',
};

/** Types with custom marshalling in Go, whose schemas say little or nothing. */
const WELL_KNOWN: Readonly<Record<string, TypeExpression>> = {
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
  [`${EXTENSIONS_PREFIX}JSONSchemaPropsOrArray`]: union([JSON_SCHEMA, { kind: 'array', items: JSON_SCHEMA }]),
  [`${EXTENSIONS_PREFIX}JSONSchemaPropsOrBool`]: union([JSON_SCHEMA, { kind: 'keyword', name: 'boolean' }]),
  [`${EXTENSIONS_PREFIX}JSONSchemaPropsOrStringArray`]: union([
    JSON_SCHEMA,
    { kind: 'array', items: STRING },
  ]),
};

/** Whether a type is declared. List kinds are not: a list of pods is `ObjectList<Pod>`. */
function isDeclared(name: string, schemas: Schemas): boolean {
  const isList = name.endsWith('List') && schemas[name]?.properties?.['items'] !== undefined;
  return locateBuiltIn(name) !== undefined && WELL_KNOWN[name] === undefined && !isList;
}

interface KindInfo {
  readonly group: string;
  readonly version: string;
}

/** All kinds: those of resources, and those of subresources such as Scale. */
function kindsOf(groupVersions: readonly GroupVersion[]): Map<string, KindInfo> {
  const kinds = new Map<string, KindInfo>();
  for (const { group, version, resources } of groupVersions) {
    for (const resource of resources) {
      kinds.set(`${modulePath(group, version)}/${resource.kind}`, { group, version });
      for (const subresource of resource.subresources ?? []) {
        const own = { group: subresource.group ?? group, version: subresource.version ?? version };
        kinds.set(`${modulePath(own.group, own.version)}/${subresource.kind}`, own);
      }
    }
  }
  return kinds;
}

function declare(
  schema: Schema,
  location: Location,
  { kind, kubernetes }: { readonly kind: KindInfo | undefined; readonly kubernetes: string },
): Declaration {
  const context: SchemaContext = {
    resolve: (reference) => {
      const type = resolveBuiltIn(reference);
      if (type === undefined)
        throw new Error(`${location.name} refers to ${reference}, which is not built in`);
      return type;
    },
    declare: (name) => {
      throw new Error(`${location.module} ${name} is a nested object, which no built-in schema has`);
    },
    comments: false,
  };
  const doc = `[${location.name}](${referencePage(location, kubernetes)})`;
  if (schema.properties === undefined)
    return { name: location.name, type: typeOfSchema(schema, location.name, context), doc };
  let fields: Field[] = fieldsOf(schema, location.name, context);
  if (kind !== undefined) {
    const own = kindFields(kind.group, kind.version, location.name);
    fields = [...own, ...fields.filter(({ name }) => own.every((field) => field.name !== name))];
  }
  return { name: location.name, type: { kind: 'object', fields }, doc };
}

/** `https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#ingress-v1-networking-k8s-io` */
function referencePage(location: Location, kubernetes: string): string {
  const [group = '', version = ''] = location.module.split('/');
  const release = kubernetes.split('.').slice(0, 2).join('.');
  const anchor = `${location.name.toLowerCase()}-${version}-${group.replaceAll('.', '-')}`;
  return `https://kubernetes.io/docs/reference/generated/kubernetes-api/${release}/#${anchor}`;
}

function byPath([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
