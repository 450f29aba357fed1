// A small operator to be tested: a site has a ConfigMap, a Deployment unless it has no replicas, a host in a registry
// outside of its namespace, and a status. It can be made wrong on purpose.

import { Api, type Client } from '@kube-rx/client';
import type { Action, ReconcileContext } from '@kube-rx/controller';
import * as kubeRxController from '@kube-rx/controller';
import {
  controllerReference,
  defineResource,
  isNotFound,
  type KubeObject,
  sleep,
  withOwner,
} from '@kube-rx/core';
import { ConfigMap, Deployment } from '@kube-rx/k8s';
import { deployments } from '../../src/actors/deployments.ts';
import { garbageCollector } from '../../src/actors/garbage-collector.ts';
import {
  type ControllerSubjectOptions,
  controllerSubject,
} from '../../src/controllers/controller-subject.ts';
import type { BuildController } from '../../src/controllers/running-controller.ts';
import { personWrites } from '../../src/person.ts';
import type { SimulateOptions } from '../../src/simulate.ts';

export interface Site extends KubeObject {
  readonly spec: { readonly host: string; readonly replicas: number };
  readonly status?: { readonly available?: number; readonly host?: string };
}

export const Site = defineResource<Site, 'status'>({
  group: 'shop.example',
  version: 'v1',
  kind: 'Site',
  plural: 'sites',
  scope: 'Namespaced',
  subresources: ['status'],
});

const siteDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'sites.shop.example' },
  spec: {
    group: 'shop.example',
    scope: 'Namespaced',
    names: { plural: 'sites', singular: 'site', kind: 'Site', listKind: 'SiteList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

/** The part of the controller package that is tested; a mutated copy may take its place. */
export type ControllerRuntime = Pick<typeof kubeRxController, 'Controller' | 'finalizer'>;

export interface SiteOperatorOptions {
  readonly runtime?: ControllerRuntime;
  /** What is wrong with it. */
  readonly fault?:
    | 'stale'
    | 'deletes by name'
    | 'lets go too early'
    | 'writes always'
    | 'out of order'
    | 'late';
}

/** Where hosts are registered, by the uid of their site. */
const registry = { namespace: 'registry', name: 'hosts' };

async function register(client: Client, uid: string, host: string | null): Promise<void> {
  const api = Api.namespaced(client, ConfigMap, registry.namespace);
  const { data = {} } = await api.get(registry.name);
  if ((data[uid] ?? null) !== host) await api.patch.merge(registry.name, { data: { [uid]: host } });
}

function siteOperator({ runtime = kubeRxController, fault }: SiteOperatorOptions = {}): BuildController {
  return ({ client, ...parts }) => {
    const apply = async (site: Site, context: ReconcileContext<Site>): Promise<Action | undefined> => {
      const { name, uid = '' } = site.metadata;
      const { host, replicas } = site.spec;
      const owner = controllerReference(Site, site);
      await register(context.client, uid, host);
      // Slow, so that much happens in the meantime.
      await sleep(parts.clock, parts.random() * 1500, context.signal);
      await context.apply(ConfigMap, withOwner({ metadata: { name }, data: { host } }, owner));
      if (replicas > 0) await context.apply(Deployment, withOwner(deployment(name, replicas), owner));
      else if (fault === 'deletes by name') await context.api(Deployment).delete(name).catch(ignoreNotFound);
      else
        for (const child of context.children(Deployment))
          await context.api(Deployment).delete(child).catch(ignoreNotFound);
      const [child] = context.children(Deployment);
      await context.status({ host, available: child?.status?.availableReplicas ?? 0 });
      if (fault === 'writes always')
        await context
          .api(ConfigMap)
          .patch.merge(name, { metadata: { annotations: { at: String(parts.random()) } } });
      return undefined;
    };
    return new runtime.Controller(Api.all(client, Site), {
      ...parts,
      concurrency: 2,
      ...(fault === 'stale' && { consistencyTimeout: 0 }),
      ...(fault === 'late' && { debounceMs: 90_000, maxDebounceMs: 90_000 }),
      reconcile: (site, context) =>
        runtime.finalizer(context, site, {
          name: 'shop.example/registry',
          apply: (held) => apply(held, context),
          cleanup: async ({ metadata: { uid = '' } }) => {
            if (fault === 'out of order')
              for (const child of context.children(Deployment))
                await context.api(Deployment).delete(child).catch(ignoreNotFound);
            if (fault !== 'lets go too early') await register(context.client, uid, null);
          },
        }),
    })
      .owns(Api.all(client, ConfigMap))
      .owns(Api.all(client, Deployment));
  };
}

function deployment(name: string, replicas: number) {
  const labels = { site: name };
  return {
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx:1.29' }] } },
    },
  };
}

function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error;
}

const subjectOptions: ControllerSubjectOptions = {
  primary: Site,
  children: [ConfigMap, Deployment],
  teardown: [ConfigMap, Deployment],
  leftovers: async (client, { uid }) => {
    const { data = {} } = await Api.namespaced(client, ConfigMap, registry.namespace).get(registry.name);
    return data[uid] === undefined ? [] : [`${data[uid]} is still registered`];
  },
};

/** A world in which the operator works, with a person who works against it. */
export function siteWorld(options: SiteOperatorOptions = {}): Omit<SimulateOptions, 'seed'> {
  return {
    definitions: [siteDefinition],
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: registry.namespace } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: registry },
    ],
    actors: [deployments(), garbageCollector([Site, ConfigMap, Deployment])],
    workload: personWrites({
      resource: Site,
      draw: (random, name) => ({
        metadata: { name },
        spec: { host: `${name}-${random.below(1000)}.example`, replicas: random.below(3) },
      }),
      children: [
        { resource: Deployment, draw: (random) => ({ spec: { replicas: 1 + random.below(9) } }) },
        { resource: ConfigMap, draw: (random) => ({ data: { host: `meddled-${random.below(100)}` } }) },
      ],
    }),
    subjects: [controllerSubject('sites', siteOperator(options), subjectOptions)],
  };
}
