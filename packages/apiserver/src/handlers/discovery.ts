// What the server says of itself: version, health, groups and resources.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api

import { apiVersionOf } from '@kube-rx/core';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { type Answer, jsonAnswer, textAnswer } from './answer.ts';
import type { Query } from './query.ts';

/** The release whose behaviour this server has. */
export const serverVersion = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3+kube-rx',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** The answer for a path that is no resource's, or undefined where there is none. */
export function discover({ registry }: ServerContext, path: string, query: Query): Answer | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  const [root, group, version, ...rest] = segments;
  if (segments.length === 0) return jsonAnswer(200, { paths: paths(registry.resources) });
  switch (root) {
    case 'version':
      return segments.length === 1 ? jsonAnswer(200, serverVersion) : undefined;
    case 'healthz':
    case 'livez':
    case 'readyz':
      return segments.length === 1 ? healthy(root, query) : undefined;
    case 'api':
      if (group === undefined) return jsonAnswer(200, coreVersions);
      return version === undefined ? resourceList(registry.resources, '', group) : undefined;
    case 'apis':
      if (group === undefined) return jsonAnswer(200, groupList(registry.resources));
      if (version === undefined) return oneGroup(registry.resources, group);
      return rest.length === 0 ? resourceList(registry.resources, group, version) : undefined;
    default:
      return undefined;
  }
}

function healthy(check: string, query: Query): Answer {
  if (!query.has('verbose')) return textAnswer(200, 'ok');
  return textAnswer(200, `[+]ping ok\n[+]storage ok\n${check} check passed\n`);
}

const coreVersions = {
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1:6443' }],
};

function paths(resources: readonly ServedResource[]): string[] {
  const found = new Set(['/api', '/apis', '/healthz', '/livez', '/readyz', '/version']);
  for (const { resource } of resources) {
    if (resource.group === '') found.add(`/api/${resource.version}`);
    else found.add(`/apis/${resource.group}`).add(`/apis/${apiVersionOf(resource)}`);
  }
  return [...found].sort();
}

function groupsOf(resources: readonly ServedResource[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { resource } of resources) {
    if (resource.group === '') continue;
    const versions = groups.get(resource.group) ?? [];
    if (!versions.includes(resource.version)) groups.set(resource.group, [...versions, resource.version]);
  }
  for (const [group, versions] of groups) groups.set(group, versions.toSorted(compareVersions));
  return groups;
}

function apiGroup(name: string, versions: readonly string[]): object {
  const list = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: list, preferredVersion: list[0] };
}

function groupList(resources: readonly ServedResource[]): object {
  const groups = [...groupsOf(resources)].map(([name, versions]) => apiGroup(name, versions));
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

function oneGroup(resources: readonly ServedResource[], name: string): Answer | undefined {
  const versions = groupsOf(resources).get(name);
  return versions && jsonAnswer(200, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(name, versions) });
}

function resourceList(
  resources: readonly ServedResource[],
  group: string,
  version: string,
): Answer | undefined {
  const served = resources.filter(({ resource }) => resource.group === group && resource.version === version);
  if (served.length === 0) return undefined;
  const groupVersion = apiVersionOf({ group, version });
  const rows = served.flatMap(resourceRows).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  // The core group predates the field and still leaves it out.
  const apiVersion = group === '' ? {} : { apiVersion: 'v1' };
  return jsonAnswer(200, { kind: 'APIResourceList', ...apiVersion, groupVersion, resources: rows });
}

interface ResourceRow {
  readonly name: string;
}

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function resourceRows({ resource, singular, traits }: ServedResource): ResourceRow[] {
  const namespaced = resource.scope === 'Namespaced';
  const { shortNames, categories } = traits;
  const main = {
    name: resource.plural,
    singularName: singular,
    namespaced,
    kind: resource.kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
  const own = (resource.subresources ?? []).filter((name) => name === 'status');
  const rows = own.map((name) => ({
    name: `${resource.plural}/${name}`,
    singularName: '',
    namespaced,
    kind: resource.kind,
    verbs: ['get', 'patch', 'update'],
  }));
  return [main, ...rows];
}

/** Stable before beta before alpha, newer before older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [priority(a), priority(b)];
  for (let at = 0; at < left.length; at += 1) {
    const difference = (right[at] ?? 0) - (left[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : 1;
}

function priority(version: string): readonly number[] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!match) return [0, 0, 0];
  const [, major, stage, minor] = match;
  return [stage === undefined ? 3 : stage === 'beta' ? 2 : 1, Number(major), Number(minor ?? 0)];
}
