// Everything about all groups in two documents, which is what kubectl asks for first.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery

import { jsonText } from '../json/json.ts';
import { compareGroups } from '../registry/group-order.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { compareVersions } from '../registry/version-order.ts';
import { type Answer, jsonAnswer, withHeaders } from './answer.ts';
import { taggedAnswer, tagOf } from './cached-answer.ts';

const mediaType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** `core`: the document of /api, with the unnamed group; otherwise that of /apis. `held`: the tag that a client has. */
export function aggregatedDiscovery(
  resources: readonly ServedResource[],
  { core, held }: { readonly core: boolean; readonly held: string | undefined },
): Answer {
  const wanted = resources.filter(({ resource }) => (resource.group === '') === core);
  const groups = [...Map.groupBy(wanted, ({ resource }) => resource.group)];
  const items = groups
    .toSorted(([one], [other]) => compareGroups(one, other))
    .map(([name, served]) => ({
      metadata: { ...(name !== '' && { name }) },
      versions: versionsOf(served),
    }));
  const list = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
  const answer = jsonAnswer(200, list);
  const typed = withHeaders(answer, { 'content-type': mediaType, 'cache-control': 'public' });
  return taggedAnswer(typed, tagOf(jsonText(list)), held);
}

function versionsOf(served: readonly ServedResource[]): object[] {
  const versions = Map.groupBy(served, ({ resource }) => resource.version);
  return [...versions]
    .toSorted(([a], [b]) => compareVersions(a, b))
    .map(([version, list]) => ({
      version,
      resources: list
        .toSorted((a, b) => (a.resource.plural < b.resource.plural ? -1 : 1))
        .map(describeResource),
      freshness: 'Current',
    }));
}

function describeResource(served: ServedResource): object {
  const { singular, shortNames, categories, verbs, subresources } = served;
  const { kind, plural, scope } = served.resource;
  return {
    resource: plural,
    responseKind: { group: '', version: '', kind },
    scope: scope === 'Namespaced' ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && {
      subresources: subresources.map((one) => {
        const [group = '', version = ''] = one.apiVersion?.split('/') ?? [];
        return { subresource: one.name, responseKind: { group, version, kind: one.kind }, verbs: one.verbs };
      }),
    }),
  };
}
