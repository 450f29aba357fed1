// Each awkward type in the words of each library that can say it, with the definition of a resource for it.

import { structuralSchema } from '@kube-rx/crd';
import { awkwardObjects } from './custom-resource-objects.ts';
import type { AwkwardType, Checked, Library } from './custom-resource-type.ts';
import { awkwardValues } from './custom-resource-values.ts';

export interface Case {
  readonly name: string;
  readonly library: Library;
  readonly type: AwkwardType;
  readonly schema: Checked;
}

export const awkwardTypes: readonly AwkwardType[] = [...awkwardValues, ...awkwardObjects];

export const cases: readonly Case[] = awkwardTypes.flatMap((type) =>
  Object.entries(type.schemas).map(([library, schema]) => ({
    name: `${library}${type.name}`,
    library: library as Library,
    type,
    schema,
  })),
);

export const group = 'awkward.example';

export function definitionOf({ name, type, schema }: Case): object {
  const extensions = Object.fromEntries(
    Object.entries(type.extensions ?? {}).map(([path, keywords]) => [`spec.value${path}`, keywords]),
  );
  const value = structuralSchema(schema, { at: 'spec.value', extensions });
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${name}.${group}` },
    spec: {
      group,
      scope: 'Cluster',
      names: { plural: name, singular: name, kind: kindOf(name) },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', required: ['value'], properties: { value } } },
            },
          },
        },
      ],
    },
  };
}

export function objectOf({ name }: Case, value: unknown): object {
  return { apiVersion: `${group}/v1`, kind: kindOf(name), metadata: { generateName: 'a-' }, spec: { value } };
}

function kindOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** Whether the library's own check refuses a value. */
export async function libraryRefuses({ schema }: Case, value: unknown): Promise<boolean> {
  return (await schema['~standard'].validate(value)).issues !== undefined;
}
