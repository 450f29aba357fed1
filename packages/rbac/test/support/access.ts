// Accesses as tests write them down: `get deployments.apps/scale shop web`, with `-` for what there is not.

import type { Access } from '../../src/index.ts';

export function access(text: string): Access {
  const [verb = '', what = '', namespace = '-', name = '-'] = text.split(' ');
  const [id = '', subresource] = what.split('/');
  const dot = id.indexOf('.');
  return {
    verb,
    group: dot === -1 ? '' : id.slice(dot + 1),
    resource: dot === -1 ? id : id.slice(0, dot),
    ...(subresource !== undefined && { subresource }),
    ...(namespace !== '-' && { namespace }),
    ...(name !== '-' && { name }),
  };
}

export const accessesOf = (...texts: readonly string[]): Access[] => texts.map(access);
