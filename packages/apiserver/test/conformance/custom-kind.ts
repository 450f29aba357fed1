// A custom kind for groups of the script that need one: defined, waited for, and where its objects are.

import { definitions } from './objects.ts';
import type { Session } from './session.ts';

export interface CustomKind {
  readonly group: string;
  readonly definition: string;
  /** The collection of a version in the group's namespace. */
  at(version: string, name?: string): string;
  object(name: string, more?: object, version?: string): object;
}

/** Defines `widgets` with these versions, and waits until the first one is served. */
export async function customKind(
  t: Session,
  versions: readonly object[],
  more: object = {},
): Promise<CustomKind> {
  const group = `${t.namespace}.example.com`;
  const first = (versions[0] as { readonly name: string }).name;
  const kind: CustomKind = {
    group,
    definition: `${definitions}/widgets.${group}`,
    at: (version, name = '') =>
      `/apis/${group}/${version}/namespaces/${t.namespace}/widgets${name && `/${name}`}`,
    object: (name, rest = {}, version = first) => ({
      apiVersion: `${group}/${version}`,
      kind: 'Widget',
      metadata: { name },
      ...rest,
    }),
  };
  await t.post(
    definitions,
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `widgets.${group}` },
      spec: { group, scope: 'Namespaced', names: { plural: 'widgets', kind: 'Widget' }, versions, ...more },
    },
    { quiet: true },
  );
  await served(t, kind.at(first));
  return kind;
}

/** Waits until a collection is there; on the real server this takes a moment. */
export async function served(t: Session, path: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1)
    if ((await t.get(path, {}, { quiet: true })).status === 200) return;
  throw new Error(`${path} is not served`);
}
