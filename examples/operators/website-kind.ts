// The kind `Website`: its type, its token, and its definition, which website.yaml holds as well, as
// `kube-rx crd website-kind.ts --out DIR` writes it.

import { defineCustomResource, type ObjectType } from 'kube-rx/crd';
import { z } from 'zod';

const spec = z.object({
  host: z
    .string()
    .max(253)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/)
    .describe('The name under which the site is found.'),
  // Optional for the program, which writes websites too; the server fills in the defaults below.
  image: z.string().min(1).exactOptional(),
  replicas: z.int().min(0).max(20).exactOptional(),
});

const condition = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string().exactOptional(),
  message: z.string().exactOptional(),
  lastTransitionTime: z.string().meta({ format: 'date-time' }).exactOptional(),
  observedGeneration: z.int().exactOptional(),
});

const status = z.object({
  readyReplicas: z.int().exactOptional(),
  conditions: z.array(condition).readonly().exactOptional(),
});

export const Website = defineCustomResource({
  group: 'example.com',
  kind: 'Website',
  scope: 'Namespaced',
  versions: {
    v1: {
      spec,
      status,
      columns: {
        Host: '.spec.host',
        Ready: '.status.conditions[?(@.type=="Ready")].status',
        Reason: '.status.conditions[?(@.type=="Ready")].reason',
      },
      extensions: {
        'spec.image': { default: 'nginx:1.29' },
        'spec.replicas': { default: 1 },
        'status.conditions': { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] },
      },
    },
  },
});
export type Website = ObjectType<typeof Website>;
export type WebsiteStatus = NonNullable<Website['status']>;
