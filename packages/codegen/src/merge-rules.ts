/**
 * The text of the table of merge rules: what a strategic merge patch and a server-side apply have to know of the
 * built-in types, and nothing else. Only what differs from the default is there: a list without a rule is replaced
 * whole, a map or an object without one is merged field by field, and a type that neither has a rule nor leads to one
 * is left out. One short text a type, as `packages/k8s/src/merge-rules.ts` reads it.
 */
import { type BuiltInInput, locateBuiltIn } from './built-in.ts';
import { referenceOf, type Schema, unwrap } from './schema.ts';

interface FieldRule {
  /** Schema name of the field's value, of its items, or of its values. */
  readonly reference?: string;
  readonly strategy?: string;
  readonly key?: string;
  readonly list?: string;
  readonly listKeys?: readonly string[];
  readonly atomic?: boolean;
}

interface TypeRules {
  readonly atomic: boolean;
  readonly fields: ReadonlyMap<string, FieldRule>;
}

export function printMergeRules(input: BuiltInInput, header: readonly string[]): string {
  const types = new Map<string, TypeRules>();
  for (const [name, schema] of Object.entries(input.schemas)) types.set(name, rulesOf(schema));
  const useful = usefulTypes(types);
  const entries = [...types]
    .filter(([name]) => useful.has(name))
    .map(([name, rules]) => printType(name, rules, useful))
    .toSorted();
  return `${header.map((line) => `// ${line}\n`).join('')}
/** In the notation of \`merge-rules.ts\`. */
export const table: { readonly [type: string]: string } = {
${entries.join('')}};
`;
}

function rulesOf(schema: Schema): TypeRules {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]): [string, FieldRule] => {
    const { items, additionalProperties } = field;
    const held = items ?? (typeof additionalProperties === 'object' ? additionalProperties : field);
    const reference = referenceOf(unwrap(held));
    const list = field['x-kubernetes-list-type'];
    return [
      name,
      {
        ...(reference !== undefined && { reference }),
        ...(field['x-kubernetes-patch-strategy'] !== undefined && {
          strategy: field['x-kubernetes-patch-strategy'],
        }),
        ...(field['x-kubernetes-patch-merge-key'] !== undefined && {
          key: field['x-kubernetes-patch-merge-key'],
        }),
        ...(list !== undefined && list !== 'atomic' && { list }),
        ...(field['x-kubernetes-list-map-keys'] !== undefined && {
          listKeys: field['x-kubernetes-list-map-keys'],
        }),
        ...(field['x-kubernetes-map-type'] === 'atomic' && { atomic: true }),
      },
    ];
  });
  return { atomic: schema['x-kubernetes-map-type'] === 'atomic', fields: new Map(fields) };
}

/** Types with a rule of their own, and those that lead to one. */
function usefulTypes(types: ReadonlyMap<string, TypeRules>): Set<string> {
  const useful = new Set<string>();
  const saysSomething = ({ reference, ...own }: FieldRule): boolean =>
    Object.keys(own).length > 0 || (reference !== undefined && useful.has(reference));
  let before = -1;
  while (useful.size !== before) {
    before = useful.size;
    for (const [name, { atomic, fields }] of types) {
      if (atomic || [...fields.values()].some(saysSomething)) useful.add(name);
    }
  }
  return useful;
}

function printType(name: string, { atomic, fields }: TypeRules, useful: ReadonlySet<string>): string {
  const location = locateBuiltIn(name);
  // A list of lists is nobody's type.
  if (location === undefined || name.endsWith('List')) return '';
  const printed = [...fields].flatMap(([field, rule]) => {
    const notation = printRule(rule, location.module, useful);
    return notation === '' ? [] : [field + notation];
  });
  return `  '${location.module}/${location.name}': '${[...(atomic ? ['!'] : []), ...printed].join(' ')}',\n`;
}

function printRule(rule: FieldRule, module: string, useful: ReadonlySet<string>): string {
  const { reference, strategy = '', key = '', list, listKeys = [], atomic } = rule;
  const type = reference !== undefined && useful.has(reference) ? locateBuiltIn(reference) : undefined;
  return [
    strategy.includes('merge') ? `+${key}` : '',
    strategy.includes('retainKeys') ? '~' : '',
    list === undefined ? '' : `{${listKeys.join(',')}}`,
    atomic === true ? '!' : '',
    type === undefined ? '' : `>${type.module === module ? '' : `${type.module}/`}${type.name}`,
  ].join('');
}
