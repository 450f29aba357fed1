import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../src/catalog.ts';
import { type FieldRule, mergeRules, mergeRulesOfKind, type TypeRules } from '../src/merge-rules.ts';
import { table } from '../src/schema-table.ts';

interface Property {
  readonly allOf?: readonly { readonly $ref: string }[];
  readonly $ref?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property | boolean;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
}

const { schemas } = JSON.parse(readFileSync(join(import.meta.dirname, '../openapi.json'), 'utf8')) as {
  readonly schemas: Readonly<Record<string, Property>>;
};

function schemaNamed(reference: string): Property {
  return schemas[reference.slice('#/components/schemas/'.length)] ?? {};
}

describe('the merge rules', () => {
  // Walks every kind from its root, schema and rules side by side, and compares at each field.
  test('say of every field of every kind what its schema says', () => {
    let fields = 0;
    const different: string[] = [];
    const compare = (
      type: string,
      { schema, rules }: { schema: Property; rules: TypeRules | undefined },
      seen: Set<Property>,
    ): void => {
      if (seen.has(schema)) return;
      seen.add(schema);
      // A field of a type without fields holds any JSON, which has one owner.
      const anything = rules !== undefined && schema.properties === undefined;
      const atomic = schema['x-kubernetes-map-type'] === 'atomic' || anything;
      if ((rules?.atomic ?? false) !== atomic) different.push(type);
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        fields += 1;
        const rule = rules?.fields.get(name);
        const at = `${type}.${name}`;
        if (JSON.stringify(saidBy(rule)) !== JSON.stringify(saidIn(property))) different.push(at);
        const held = property.items ?? property.additionalProperties;
        const inner = typeof held === 'object' ? held : property;
        const reference = inner.$ref ?? inner.allOf?.[0]?.$ref;
        if (reference !== undefined) {
          const rules = rule?.type === undefined ? undefined : mergeRules(rule.type);
          compare(at, { schema: schemaNamed(reference), rules }, seen);
        }
      }
    };
    for (const { resource } of catalog) {
      const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
      const root = Object.entries(schemas).find(
        ([name]) => name.endsWith(`.${resource.version}.${resource.kind}`) && holds(name, resource.group),
      );
      expect([apiVersion, resource.kind, root?.[0]]).toEqual([apiVersion, resource.kind, expect.any(String)]);
      const rules = mergeRulesOfKind(apiVersion, resource.kind);
      compare(resource.kind, { schema: root?.[1] ?? {}, rules }, new Set());
    }
    expect(different).toEqual([]);
    expect(fields).toBeGreaterThan(3000);
  });

  test('are found by kind and lead on by type', () => {
    const deployment = mergeRulesOfKind('apps/v1', 'Deployment');
    const spec = mergeRules(deployment?.fields.get('spec')?.type ?? '');
    const template = mergeRules(spec?.fields.get('template')?.type ?? '');
    const podSpec = mergeRules(template?.fields.get('spec')?.type ?? '');
    const containers = podSpec?.fields.get('containers');
    expect(containers).toEqual({
      type: 'core/v1/Container',
      merge: true,
      patchMergeKey: 'name',
      retainKeys: false,
      listType: 'map',
      listMapKeys: ['name'],
      mapType: 'granular',
    });
    expect(mergeRules('core/v1/Container')?.fields.get('ports')?.listMapKeys).toEqual([
      'containerPort',
      'protocol',
    ]);
    expect(podSpec?.fields.get('volumes')?.retainKeys).toBe(true);
    expect(podSpec?.fields.get('nodeSelector')?.mapType).toBe('atomic');
    expect(mergeRules('meta/v1/LabelSelector')?.atomic).toBe(true);
    expect(mergeRulesOfKind('v1', 'Pod')?.fields.has('metadata')).toBe(true);
  });

  test('are absent for fields that are merged in the default way, and for strangers', () => {
    expect(mergeRules('core/v1/EmptyDirVolumeSource')?.fields.has('medium')).toBe(false);
    expect(mergeRulesOfKind('example.com/v1', 'Website')).toBeUndefined();
    expect(mergeRules('constructor')).toBeUndefined();
  });

  test('can all be read', () => {
    for (const type of Object.keys(table)) expect(mergeRules(type)).toBe(mergeRules(type));
  });
});

/** Whether a schema's Go package is that of the group. */
function holds(schema: string, group: string): boolean {
  const goPackage = schema.split('.').at(-3) ?? '';
  const packages: Readonly<Record<string, string>> = {
    '': 'core',
    'internal.apiserver.k8s.io': 'apiserverinternal',
  };
  return goPackage === (packages[group] ?? group.split('.')[0]);
}

interface Said {
  readonly strategy: readonly [merge: boolean, retainKeys: boolean];
  readonly key: string | undefined;
  readonly list: string;
  readonly keys: readonly string[];
  readonly map: string;
}

function saidBy(rule: FieldRule | undefined): Said {
  return {
    strategy: [rule?.merge ?? false, rule?.retainKeys ?? false],
    key: rule?.patchMergeKey,
    list: rule?.listType ?? 'atomic',
    keys: rule?.listMapKeys ?? [],
    map: rule?.mapType ?? 'granular',
  };
}

function saidIn(property: Property): Said {
  const strategy = property['x-kubernetes-patch-strategy'] ?? '';
  return {
    strategy: [strategy.includes('merge'), strategy.includes('retainKeys')],
    key: property['x-kubernetes-patch-merge-key'],
    list: property['x-kubernetes-list-type'] ?? 'atomic',
    keys: property['x-kubernetes-list-map-keys'] ?? [],
    map: property['x-kubernetes-map-type'] ?? 'granular',
  };
}
