// The name by which a controller reports. The API server takes a qualified name, as a label has for a key. Pure.

import { isLabelKey, trimTextEnd } from '@kube-rx/core';

/** `name` where the server takes it, and else as much of it as it takes. */
export function reportingName(name: string): string {
  if (isLabelKey(name)) return name;
  const allowed = name.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[._-]+/, '');
  const cut = trimTextEnd(allowed.slice(0, mostCharacters), '._-');
  return cut === '' ? 'controller' : cut;
}

const mostCharacters = 63;
