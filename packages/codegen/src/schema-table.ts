/**
 * Prints the table of schemas: what OpenAPI says of the fields of the built-in types, and their protobuf numbers. Each
 * type is one short text in the notation of `packages/k8s/src/schemas.ts`.
 */
import { type BuiltInInput, type Location, locateBuiltIn } from './built-in.ts';
import { type Code, code, quoted } from './code.ts';
import { printHeader } from './print.ts';
import { type ProtoField, type ProtoMessages, protoFields } from './protobuf.ts';
import { referenceOf, type Schema, type Union } from './schema.ts';

/** @example write('schema-table.ts', printSchemaTable(input, messages, header)); */
export function printSchemaTable(
  input: BuiltInInput,
  messages: ProtoMessages,
  header: readonly string[],
): string {
  const packages = new Map<string, string>();
  const types = Object.entries(input.schemas).map(([name, schema]): [string, string] => {
    const location = locate(name);
    packages.set(location.module, name.slice(0, name.lastIndexOf('.')));
    return [`${location.module}/${location.name}`, printType(name, schema, messages)];
  });
  return code`${printHeader(header)}
/** The names of modules in OpenAPI. */
export const packages: { readonly [module: string]: string } = {
${printEntries([...packages])}};

/** In the notation of \`schemas.ts\`. */
export const table: { readonly [type: string]: string } = {
${printEntries(types)}};
`.text;
}

function printEntries(entries: readonly (readonly [string, string])[]): Code[] {
  const lines = entries.map(([key, value]) => code`  ${quoted(key)}: ${quoted(value)},\n`);
  return lines.toSorted((a, b) => (a.text < b.text ? -1 : 1));
}

/** As `core/v1` and `Pod`; `resource` and `Quantity` for what belongs to no group. */
function locate(fullName: string): Location {
  const [module = '', name = ''] = fullName.split('.').slice(-2);
  return locateBuiltIn(fullName) ?? { module, name };
}

function printType(name: string, schema: Schema, messages: ProtoMessages): string {
  if (schema.properties === undefined) return JSON.stringify(schema);
  const { module } = locate(name);
  const { fields, inlined } = numbersOf(name, schema, messages);
  const required = new Set(schema.required);
  return [
    ...(schema['x-kubernetes-map-type'] === 'atomic' ? ['!'] : []),
    ...(schema['x-kubernetes-unions'] ?? []).map(printUnion),
    ...inlined.map((inline) => `&${inline}`),
    ...Object.entries(schema.properties).map(([field, property]) => {
      const { number = '', pointer = false } = fields.get(field) ?? {};
      const value = printValue(property, module, true);
      const marked = pointer ? value.charAt(0).toUpperCase() + value.slice(1) : value;
      return `${number}${field}${required.has(field) ? '*' : ''}:${marked}${printRule(property)}`;
    }),
  ].join(' ');
}

function printUnion({ discriminator = '', 'fields-to-discriminateBy': fields }: Union): string {
  const names = Object.entries(fields).map(([field, name]) => `${field}=${name}`);
  return `|${discriminator}:${names.join(',')}`;
}

const letters: Readonly<Record<string, string>> = {
  string: 's',
  'integer int32': 'i',
  'integer int64': 'l',
  boolean: 'b',
  'number double': 'd',
  'string byte': 'y',
  object: 'o',
};

const zeros: Readonly<Record<string, string>> = { o: '{}', s: '""', i: '0', l: '0', d: '0', b: 'false' };

function printValue(schema: Schema, module: string, isField: boolean): string {
  const reference = referenceOf(schema) ?? (schema.allOf?.[0] && referenceOf(schema.allOf[0]));
  if (reference !== undefined) {
    // The reference of a field is wrapped in allOf; that of a list's items only where there is a default.
    const usual =
      isField || schema.default !== undefined ? schema.$ref === undefined : schema.$ref !== undefined;
    const { module: other, name } = locate(reference);
    const path = other === module ? name : `${other}/${name}`;
    return `${usual ? '>' : '>>'}${path}${printDefault(schema, '{}')}`;
  }
  if (schema.items !== undefined) return `[${printValue(schema.items, module, false)}`;
  if (typeof schema.additionalProperties === 'object')
    return `{${printValue(schema.additionalProperties, module, false)}`;
  const letter = letters[[schema.type, schema.format].filter((part) => part !== undefined).join(' ')];
  if (letter === undefined) throw new Error(`there is no notation for ${JSON.stringify(schema)}`);
  // Fields are separated by blanks, so a constant must not hold one.
  const constants = schema.enum === undefined ? '' : `(${schema.enum.join('|').replaceAll(' ', '%20')})`;
  return letter + constants + printDefault(schema, zeros[letter] ?? '');
}

function printDefault(schema: Schema, zero: string): string {
  if (schema.default === undefined) return '';
  const text = JSON.stringify(schema.default);
  return text === zero ? '~' : `=${text}`;
}

function printRule(property: Schema): string {
  const strategy = property['x-kubernetes-patch-strategy'];
  const list = property['x-kubernetes-list-type'];
  const map = property['x-kubernetes-map-type'];
  return [
    strategy === undefined ? '' : `^${strategy}`,
    property['x-kubernetes-patch-merge-key'] === undefined
      ? ''
      : `+${property['x-kubernetes-patch-merge-key']}`,
    list === 'set' || list === 'map' ? `{${(property['x-kubernetes-list-map-keys'] ?? []).join(',')}}` : '',
    // Most lists are atomic, so only the others are marked.
    property.items !== undefined && list === undefined ? '?' : '',
    property.items === undefined && list === 'atomic' ? '-' : '',
    map === undefined ? '' : map === 'atomic' ? '!' : '!!',
  ].join('');
}

interface Numbers {
  readonly fields: ReadonlyMap<string, { readonly number: string; readonly pointer: boolean }>;
  /** Messages that Go embeds, so that their fields are fields of the object itself: `2:ProbeHandler`. */
  readonly inlined: readonly string[];
}

function numbersOf(name: string, schema: Schema, messages: ProtoMessages): Numbers {
  const numbers = new Map<string, { readonly number: string; readonly pointer: boolean }>();
  const inlined: string[] = [];
  const missing = new Map(Object.keys(schema.properties ?? {}).map((field) => [plain(field), field]));
  const assign = (fields: readonly ProtoField[], prefix: string): void => {
    const others = fields.filter(({ name: proto, number, of }) => {
      const field = missing.get(plain(proto));
      if (field !== undefined)
        numbers.set(field, { number: `${prefix}${number}`, pointer: of === 'pointer' });
      return !missing.delete(plain(proto));
    });
    for (const { number, type, of } of others) {
      const before = missing.size;
      const at = inlined.length;
      if (of === 'one') assign(protoFields(messages[type] ?? ''), `${prefix}${number}.`);
      if (missing.size < before)
        inlined.splice(at, 0, `${prefix}${number}:${type.slice(type.lastIndexOf('.') + 1)}`);
    }
  };
  const message = protoFields(messages[name] ?? '');
  assign(message, '');
  // The envelope holds apiVersion and kind.
  const lost = [...missing.values()].filter((field) => field !== 'apiVersion' && field !== 'kind');
  if (message.length > 0 && lost.length > 0)
    throw new Error(`${name}: no protobuf number for ${lost.join(', ')}`);
  return { fields: numbers, inlined };
}

/** `x-kubernetes-int-or-string` and `$ref` are `xKubernetesIntOrString` and `ref` in protobuf. */
function plain(field: string): string {
  return field.replaceAll(/[-$]/g, '').toLowerCase();
}
