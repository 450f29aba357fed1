// Rights and grants as people read them.

import { printable, quotedText, type ResourceAttributes } from '@kube-rx/core';
import { resourceText } from './access.ts';
import type { ExcessGrant } from './compare-roles.ts';

/**
 * A right in a line.
 *
 * @example
 * describeAccess({ verb: 'get', group: '', resource: 'pods', subresource: 'log', namespace: 'shop', name: 'web' });
 * // 'get pods/log "web" in shop'
 */
export function describeAccess(access: ResourceAttributes): string {
  const { verb, group, namespace, name } = access;
  const what = `${verb} ${named(resourceText(access), group)}`;
  const which = name === undefined ? '' : ` ${quotedText(name)}`;
  return `${printable(what, 300)}${which}${namespace === undefined ? '' : ` in ${printable(namespace, 100)}`}`;
}

/**
 * A grant that is too much, in a line: where it is, and what would do.
 *
 * @example
 * const { excess } = compareRoles(manifests, accesses);
 * excess.map(describeExcess); // ['ClusterRole shop, rule 1: delete pods: nothing asks for it']
 */
export function describeExcess(excess: ExcessGrant): string {
  const { role, rule, group, resource, verb, names = [] } = excess;
  const of = names.length === 0 ? '' : ` ${listed(names.map((name) => quotedText(name)))}`;
  return `${role}, rule ${rule + 1}: ${printable(`${verb} ${named(resource, group)}`, 300)}${of}: ${reason(excess)}`;
}

function reason({ why, enough, resource }: ExcessGrant): string {
  const texts = enough.map((one) => (typeof one === 'string' ? quotedText(one) : describeAccess(one)));
  switch (why) {
    case 'unused':
      return /^[^*]+\/\*$/.test(resource) ? 'this stands for no subresource' : 'nothing asks for it';
    case 'wildcard':
      return `it is enough to ${listed(texts)}`;
    case 'any name':
      return `resourceNames are enough: ${listed(texts)}`;
    case 'any namespace':
      return `a Role is enough in ${listed(texts)}`;
  }
}

const mostListed = 10;

function listed(texts: readonly string[]): string {
  const more = texts.length - mostListed;
  return `${texts.slice(0, mostListed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

// `deployments.apps/scale` reads as in kubectl's errors.
function named(resource: string, group: string): string {
  const [plural = '', ...sub] = resource.split('/');
  return [group === '' ? plural : `${plural}.${group}`, ...sub].join('/');
}
