// What the server says of itself: version, health, groups and resources.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api

import { createHash } from 'node:crypto';
import { apiVersionOf, type HttpRequest } from '@kube-rx/core';
import { kubernetesVersion } from '@kube-rx/k8s/catalog';
import { compareGroups } from '../registry/group-order.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { compareVersions } from '../registry/version-order.ts';
import type { ServerContext } from '../server-context.ts';
import { kindIn } from '../types/type-names.ts';
import { aggregatedDiscovery } from './aggregated-discovery.ts';
import { type Answer, jsonAnswer, textAnswer } from './answer.ts';
import { openApiAnswer } from './openapi.ts';
import { openIdPaths } from './openid.ts';
import type { Query } from './query.ts';

const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(kubernetesVersion) ?? [];

/** The release whose behaviour this server has. */
const serverVersion = {
  major,
  minor,
  emulationMajor: major,
  emulationMinor: minor,
  minCompatibilityMajor: major,
  minCompatibilityMinor: String(Number(minor) - 1),
  gitVersion: `${kubernetesVersion}+kube-rx`,
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** The answer to a path outside of resources; undefined: a 404. */
export function discover(
  { registry, openApi: documents }: ServerContext,
  { path, headers }: HttpRequest,
  { query, aggregated }: { readonly query: Query; readonly aggregated: boolean },
): Answer | undefined {
  const held = headers['if-none-match'];
  const { discovered, resources } = registry;
  const segments = path.split('/').filter((segment) => segment !== '');
  const [root, group, version, ...rest] = segments;
  if (segments.length === 0 || path === '/index.html') return jsonAnswer(200, { paths: paths(discovered) });
  switch (root) {
    case 'version':
      return segments.length === 1 ? jsonAnswer(200, serverVersion) : undefined;
    case 'healthz':
    case 'livez':
    case 'readyz':
      if (path.endsWith('/')) return undefined;
      if (segments.length === 1) return healthy(root, query);
      return checks.includes(group ?? '') && version === undefined ? textAnswer(200, 'ok') : undefined;
    case 'api':
      if (group !== undefined) return version === undefined ? resourceList(discovered, '', group) : undefined;
      return aggregated
        ? aggregatedDiscovery(discovered, { core: true, held })
        : jsonAnswer(200, coreVersions);
    case 'apis':
      if (group === undefined)
        return aggregated ? aggregatedDiscovery(discovered, { core: false, held }) : groupList(discovered);
      if (version === undefined) return oneGroup(discovered, group);
      return rest.length === 0 ? resourceList(discovered, group, version) : undefined;
    case 'openapi':
      return openApiAnswer(documents, resources, {
        path,
        accept: headers['accept'] ?? '',
        held,
        hash: query.text('hash'),
      });
    default:
      return undefined;
  }
}

// The storage is called what it is called everywhere, so that probes of it find it.
const checks: readonly string[] = ['ping', 'etcd'];

function healthy(name: string, query: Query): Answer {
  if (!query.has('verbose')) return textAnswer(200, 'ok');
  const excluded = query.all('exclude');
  const lines = checks.map((check) => `[+]${check} ${excluded.includes(check) ? 'excluded: ok' : 'ok'}`);
  const strangers = excluded.filter((one) => !checks.includes(one)).map((one) => JSON.stringify(one));
  if (strangers.length > 0)
    lines.push(`warn: some health checks cannot be excluded: no matches for ${strangers.join(', ')}`);
  return textAnswer(200, `${lines.join('\n')}\n${name} check passed\n`);
}

const coreVersions = {
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1:6443' }],
};

function paths(resources: readonly ServedResource[]): string[] {
  const found = new Set([...openIdPaths, '/api', '/apis', '/healthz', '/livez', '/readyz', '/version']);
  for (const { resource } of resources) {
    if (resource.group === '') found.add(`/api/${resource.version}`);
    else found.add(`/apis/${resource.group}`).add(`/apis/${apiVersionOf(resource)}`);
  }
  return [...found].sort();
}

function groupsOf(resources: readonly ServedResource[]): readonly { readonly name: string }[] {
  const named = resources.map(({ resource }) => resource).filter(({ group }) => group !== '');
  const groups = [...Map.groupBy(named, ({ group }) => group)];
  return groups
    .toSorted(([one], [other]) => compareGroups(one, other))
    .map(([name, served]) => {
      const unique = new Set(served.map(({ version }) => version));
      const sorted = [...unique].toSorted(compareVersions);
      const versions = sorted.map((version) => ({ groupVersion: `${name}/${version}`, version }));
      return { name, versions, preferredVersion: versions[0] };
    });
}

function groupList(resources: readonly ServedResource[]): Answer {
  return jsonAnswer(200, { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(resources) });
}

function oneGroup(resources: readonly ServedResource[], wanted: string): Answer | undefined {
  const group = groupsOf(resources).find(({ name }) => name === wanted);
  return group && jsonAnswer(200, { kind: 'APIGroup', apiVersion: 'v1', ...group });
}

function resourceList(
  resources: readonly ServedResource[],
  group: string,
  version: string,
): Answer | undefined {
  const served = resources.filter(({ resource }) => resource.group === group && resource.version === version);
  if (served.length === 0) return undefined;
  const groupVersion = apiVersionOf({ group, version });
  const rows = served
    .toSorted((a, b) => (a.resource.plural < b.resource.plural ? -1 : 1))
    .flatMap(resourceRows);
  // The core group predates the field and still leaves it out.
  const apiVersion = group === '' ? {} : { apiVersion: 'v1' };
  return jsonAnswer(200, { kind: 'APIResourceList', ...apiVersion, groupVersion, resources: rows });
}

function resourceRows(served: ServedResource): { readonly name: string }[] {
  const { resource, singular, shortNames, categories, verbs, subresources, custom } = served;
  const namespaced = resource.scope === 'Namespaced';
  const main = {
    name: resource.plural,
    singularName: singular,
    namespaced,
    kind: resource.kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(verbs.includes('watch') && { storageVersionHash: storageVersionHash(served) }),
  };
  const others = subresources.map((one) => {
    const [group, version] = one.apiVersion?.split('/') ?? [];
    return {
      name: `${resource.plural}/${one.name}`,
      singularName: '',
      namespaced,
      ...(version !== undefined && { group, version }),
      kind: one.kind,
      verbs: one.verbs,
    };
  });
  // Those of built-in kinds go by their names; of a custom kind its status comes first.
  return [main, ...(custom ? others : others.toSorted((a, b) => (a.name < b.name ? -1 : 1)))];
}

// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/discovery/storageversionhash.go
function storageVersionHash({ resource, storageVersion, converter }: ServedResource): string {
  const { group, version, kind } = kindIn(converter?.storageVersion ?? storageVersion, resource.kind);
  const text = `${group}/${version}/${kind}`;
  return createHash('sha256').update(text).digest().subarray(0, 8).toString('base64');
}
