// What two ways to the same types may differ in, and the definitions they are taken from.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Module } from '@kube-rx/codegen';
import { readYaml } from '@kube-rx/core/encoding';

export interface Definition {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly items?: readonly Definition[];
}

/** The definitions of custom resources that the generator is tested on. */
export function readDefinitions(): Definition[] {
  const folder = join(import.meta.dirname, '../../../codegen/test/fixtures/crds');
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => [...readYaml(readFileSync(join(folder, file)))])
    .map(({ json }) => JSON.parse(json) as Definition | null)
    .flatMap((document) => document?.items ?? document ?? [])
    .filter(({ kind }) => kind === 'CustomResourceDefinition');
}

/** No server publishes what a schema says of the kind of an embedded resource. */
export function asPublished(document: Definition): unknown {
  return JSON.parse(JSON.stringify(document).replace(',"enum":["Job"]', ''));
}

/** Order apart: a server sorts fields by name, and kinds its own way. */
export function sorted({ declarations, tokens, ...module }: Module): unknown {
  const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
    items.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const fieldsSorted = (_: string, value: unknown): unknown =>
    Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && 'name' in item)
      ? byName(value as { readonly name: string }[])
      : value;
  return {
    ...module,
    tokens: tokens
      .map(({ kind, plural, namespaced }) => `${kind} ${plural} ${String(namespaced)}`)
      .toSorted(),
    declarations: JSON.parse(JSON.stringify(byName(declarations), fieldsSorted)) as unknown,
  };
}
