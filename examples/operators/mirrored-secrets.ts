// Which Secrets a namespace shall get from others, and lose: a pure function, which looks at a value only to compare it.

import { getAnnotation, getLabel, objectKey, withAnnotations, withLabels } from 'kube-rx';
import type { Namespace, Secret } from 'kube-rx/k8s';

/** On a Secret: `source` for one that is to be copied, `copy` for what was made of it. */
export const mirrorLabel = 'example.com/mirror';
/** On a namespace that wants copies: `true`. */
export const wantsLabel = 'example.com/mirror-secrets';
/** On a copy: the key of its source, as `shop/registry`. */
export const originAnnotation = 'example.com/mirror-of';

export interface Step {
  readonly type: 'create' | 'replace' | 'delete';
  readonly secret: Secret;
}

/**
 * `secrets` are those with the label, of all namespaces. Of two sources with one name, the first by namespace is copied.
 * A copy that cannot be changed into what it shall be is deleted, and made anew by the next run.
 */
export function mirrorSteps(namespace: Namespace, secrets: readonly Secret[]): readonly Step[] {
  const here = namespace.metadata.name;
  const held = new Map(
    secrets.filter((each) => isCopyIn(each, here)).map((each) => [each.metadata.name, each]),
  );
  const wanted = wantsCopies(namespace) ? copiesFor(here, secrets) : [];
  const names = new Set(wanted.map(({ metadata }) => metadata.name));
  const orphans = [...held.values()].filter(({ metadata }) => !names.has(metadata.name));
  return [
    ...wanted.flatMap((copy) => stepTo(copy, held.get(copy.metadata.name)) ?? []),
    ...orphans.map((secret): Step => ({ type: 'delete', secret })),
  ];
}

export function isSource(secret: Secret): boolean {
  return getLabel(secret, mirrorLabel) === 'source';
}

function isCopyIn(secret: Secret, namespace: string): boolean {
  return (
    secret.metadata.namespace === namespace &&
    getLabel(secret, mirrorLabel) === 'copy' &&
    getAnnotation(secret, originAnnotation) !== undefined
  );
}

// In one that is being deleted, nothing can be created.
function wantsCopies(namespace: Namespace): boolean {
  return getLabel(namespace, wantsLabel) === 'true' && namespace.metadata.deletionTimestamp === undefined;
}

function copiesFor(namespace: string, secrets: readonly Secret[]): readonly Secret[] {
  const sources = secrets
    .filter((each) => isSource(each) && each.metadata.namespace !== namespace)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const taken = new Set(
    secrets.filter((each) => isSource(each) && each.metadata.namespace === namespace).map(nameOf),
  );
  const copies = new Map<string, Secret>();
  for (const source of sources)
    if (!taken.has(nameOf(source)) && !copies.has(nameOf(source)))
      copies.set(nameOf(source), copyOf(source, namespace));
  return [...copies.values()];
}

function copyOf(source: Secret, namespace: string): Secret {
  const { type, data, immutable } = source;
  return {
    metadata: {
      name: nameOf(source),
      namespace,
      labels: { [mirrorLabel]: 'copy' },
      annotations: { [originAnnotation]: keyOf(source) },
    },
    ...(type !== undefined && { type }),
    ...(data !== undefined && { data }),
    ...(immutable !== undefined && { immutable }),
  };
}

function stepTo(copy: Secret, held: Secret | undefined): Step | undefined {
  if (held === undefined) return { type: 'create', secret: copy };
  const sameOrigin = getAnnotation(held, originAnnotation) === getAnnotation(copy, originAnnotation);
  const sameValues = sameData(held.data, copy.data) && held.immutable === copy.immutable;
  if (held.type === copy.type && sameValues && sameOrigin) return undefined;
  if (held.type !== copy.type || (held.immutable === true && !sameValues))
    return { type: 'delete', secret: held };
  const annotated = withAnnotations(
    withLabels(held, copy.metadata.labels ?? {}),
    copy.metadata.annotations ?? {},
  );
  return { type: 'replace', secret: { ...copy, metadata: annotated.metadata } };
}

function sameData(a: Secret['data'] = {}, b: Secret['data'] = {}): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
  );
}

function nameOf({ metadata }: Secret): string {
  return metadata.name;
}

function keyOf({ metadata }: Secret): string {
  return objectKey(metadata.name, metadata.namespace);
}
