// The fewest rules that allow some rights and nothing else.

import type { ResourceAttributes } from '@kube-rx/core';
import { byText, resourceText } from './access.ts';
import type { PolicyRule } from './policy-rule.ts';

// As people write them.
const verbOrder = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/**
 * Of rights in one namespace, or in the whole cluster: namespaces are not looked at. Rules join what has the same verbs
 * and names, so that they allow no pair that nobody asked for.
 */
export function smallestRules(needs: readonly ResourceAttributes[]): PolicyRule[] {
  const ofResources = [...Map.groupBy(needs, keyOfResource).values()].flatMap(rulesOfResource);
  return joined(joined(ofResources, 'resources'), 'apiGroups').sort((a, b) => byText(orderOf(a), orderOf(b)));
}

function keyOfResource(need: ResourceAttributes): string {
  return JSON.stringify([need.group, resourceText(need)]);
}

// A rule for each list of names: by which the verbs differ.
function rulesOfResource(needs: readonly ResourceAttributes[]): PolicyRule[] {
  const byVerb = Map.groupBy(needs, ({ verb }) => verb);
  const byNames = Map.groupBy(byVerb, ([, same]) => JSON.stringify(namesOf(same)));
  return [...byNames.values()].flatMap((alike) => {
    const [, same = []] = alike[0] ?? [];
    const [first] = same;
    if (!first) return [];
    const names = namesOf(same);
    return {
      apiGroups: [first.group],
      resources: [resourceText(first)],
      ...(names && { resourceNames: names }),
      verbs: alike.map(([verb]) => verb).sort(byVerbOrder),
    };
  });
}

function namesOf(needs: readonly ResourceAttributes[]): string[] | undefined {
  const names = new Set<string>();
  for (const { name } of needs) {
    if (name === undefined) return undefined;
    names.add(name);
  }
  return [...names].sort(byText);
}

/** Rules that are the same but for one of their lists become one. */
function joined(rules: readonly PolicyRule[], list: 'apiGroups' | 'resources'): PolicyRule[] {
  const alike = Map.groupBy(rules, (rule) => JSON.stringify({ ...rule, [list]: [] }));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    const all = same.flatMap((rule) => rule[list]);
    return first ? { ...first, [list]: [...new Set(all)].sort(byText) } : [];
  });
}

function byVerbOrder(a: string, b: string): number {
  return placeOf(a) - placeOf(b) || byText(a, b);
}

function placeOf(verb: string): number {
  const place = verbOrder.indexOf(verb);
  return place === -1 ? verbOrder.length : place;
}

function orderOf({ apiGroups, resources, resourceNames }: PolicyRule): string {
  return JSON.stringify([apiGroups, resources, resourceNames ? 1 : 0, resourceNames]);
}
