// An object with what its table shows, and the parts that several have.

export interface Sample {
  /** Of the collection; NAMESPACE stands for the namespace of the group. */
  readonly path: string;
  readonly object: { readonly metadata: { readonly name: string }; readonly [key: string]: unknown };
  /** What is written to the status, one after the other. */
  readonly status?: readonly object[];
}

type Body = Readonly<Record<string, unknown>>;

export const longAgo = '2020-01-01T00:00:00Z';

export function sample(apiVersion: string, kind: string, plural: string) {
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return (scope: 'Namespaced' | 'Cluster') =>
    (name: string, { metadata, ...body }: Body = {}, ...status: readonly object[]): Sample => ({
      path: `${base}${scope === 'Namespaced' ? '/namespaces/NAMESPACE' : ''}/${plural}`,
      object: {
        apiVersion,
        kind,
        metadata: {
          name: scope === 'Cluster' ? `tables-${name}` : name,
          ...(metadata as object | undefined),
        },
        ...body,
      },
      status,
    });
}

export const condition = (type: string, status: string, more: object = {}): object => ({
  type,
  status,
  ...more,
});

export const expressions = [
  { key: 'tier', operator: 'In', values: ['front', 'back'] },
  { key: 'app', operator: 'Exists' },
  { key: 'old', operator: 'DoesNotExist' },
  { key: 'zone', operator: 'NotIn', values: ['b', 'a'] },
  { key: 'one', operator: 'In', values: ['only'] },
];

export const containers = [
  { name: 'web', image: 'web:1' },
  { name: 'log', image: 'log:2' },
];

export const labelled = { metadata: { labels: { tier: 'front', app: 'web' } }, spec: { containers } };

export const restarting = { metadata: labelled.metadata, spec: { ...labelled.spec, restartPolicy: 'Never' } };
