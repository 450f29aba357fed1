// The kind `Website` of website.yaml: its type and its token. `kube-rx types --from website.yaml` would write both.

import { defineResource, type KubeObject, type StatusCondition } from 'kube-rx';

export interface Website extends KubeObject {
  readonly spec: {
    /** The name under which the site is found. */
    readonly host: string;
    /** Default `nginx:1.29`, which the server fills in. */
    readonly image?: string;
    /** Default 1, from 0 to 20. */
    readonly replicas?: number;
  };
  readonly status?: WebsiteStatus;
}

export interface WebsiteStatus {
  readonly readyReplicas?: number;
  readonly conditions?: readonly StatusCondition[];
}

export const Website = defineResource<Website, 'status'>({
  group: 'example.com',
  version: 'v1',
  kind: 'Website',
  plural: 'websites',
  scope: 'Namespaced',
  subresources: ['status'],
});
