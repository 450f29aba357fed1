import { type CustomResource, defineCustomResource, type JsonSchemaProps } from '@kube-rx/crd';
import { z } from 'zod';

export const spec = z.object({
  host: z.string().max(253),
  replicas: z.int().min(0).default(1),
  tags: z.array(z.object({ name: z.string(), weight: z.number().optional() })).optional(),
});

export const status = z.object({
  readyReplicas: z.int().optional(),
  since: z.iso.datetime().optional(),
  conditions: z
    .array(z.object({ type: z.string(), status: z.string(), reason: z.string().optional() }))
    .optional(),
});

/** Of a schema as plain JSON. */
export function websiteOf(specSchema: JsonSchemaProps, version: object = {}): CustomResource {
  return defineCustomResource({
    group: 'shop.example',
    kind: 'Website',
    scope: 'Namespaced',
    versions: { v1: { spec: specSchema as Readonly<Record<string, unknown>>, ...version } },
  }) as CustomResource;
}
