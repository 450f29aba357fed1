// An embedded API server under a virtual clock, with namespaces and users.

import { ApiServer, type SeedObject } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import {
  type DynamicObject,
  defineResource,
  type HttpRequest,
  type Resource,
  VirtualClock,
} from '@kube-rx/core';
import { ConfigMaps } from './objects.ts';

const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1', scope: 'Namespaced' } as const;
export const Namespaces = defineResource<DynamicObject>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  scope: 'Cluster',
});
const RoleBindings = defineResource<DynamicObject>({
  ...rbac,
  kind: 'RoleBinding',
  plural: 'rolebindings',
});
const ClusterRoleBindings = defineResource<DynamicObject>({
  ...rbac,
  scope: 'Cluster',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
});

const role = (name: string, resource: string): SeedObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name },
  rules: [{ verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: [resource] }],
});

export class Cluster implements AsyncDisposable {
  readonly clock: VirtualClock = new VirtualClock();
  readonly server: ApiServer;
  /** May do everything. */
  readonly admin: Client;
  /** May do what was granted to her. */
  readonly jane: Client;
  /** What she asked for: `list shop`, `watch *`. */
  readonly asked: string[] = [];

  constructor(namespaces: readonly string[]) {
    const { clock } = this;
    const tokens = { root: { name: 'root', groups: ['system:masters'] }, jane: { name: 'jane', groups: [] } };
    this.server = new ApiServer({ clock, random: () => 0.5, rbac: true, tokens });
    this.server.seed([
      ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      role('maps', 'configmaps'),
      role('spaces', 'namespaces'),
    ]);
    this.admin = this.#client('root', () => undefined);
    this.jane = this.#client('jane', (request) => {
      if (!request.path.endsWith('/configmaps')) return;
      const isWatch = request.query.some(([name]) => name === 'watch');
      this.asked.push(
        `${isWatch ? 'watch' : 'list'} ${/namespaces\/([^/]+)/.exec(request.path)?.[1] ?? '*'}`,
      );
    });
  }

  configs(namespace: string): Api<DynamicObject> {
    return Api.namespaced(this.admin, ConfigMaps, namespace);
  }

  get janes(): Api<DynamicObject> {
    return Api.all(this.jane, ConfigMaps);
  }

  async add(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const [namespace = '', name = ''] = key.split('/');
      await this.configs(namespace).create({ metadata: { name } });
    }
  }

  /** Grants jane to read ConfigMaps of a namespace, or of all. */
  async grant(namespace?: string): Promise<void> {
    await this.#bind('maps', namespace);
  }

  async grantNamespaces(): Promise<void> {
    await this.#bind('spaces');
  }

  async revoke(namespace?: string): Promise<void> {
    await this.#bindings(namespace).delete('maps');
  }

  async #bind(name: string, namespace?: string): Promise<void> {
    const roleRef = { apiGroup: rbac.group, kind: 'ClusterRole', name };
    const subjects = [{ kind: 'User', name: 'jane', apiGroup: rbac.group }];
    await this.#bindings(namespace).create({ metadata: { name }, roleRef, subjects });
  }

  #bindings(namespace: string | undefined): Api<DynamicObject> {
    const all: Resource<DynamicObject> = ClusterRoleBindings;
    return namespace === undefined
      ? Api.all(this.admin, all)
      : Api.namespaced(this.admin, RoleBindings, namespace);
  }

  #client(token: string, see: (request: HttpRequest) => void): Client {
    return new Client(
      (request, options) => {
        see(request);
        const headers = { ...request.headers, authorization: `Bearer ${token}` };
        return this.server.service({ ...request, headers }, options);
      },
      { clock: this.clock },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
  }
}
