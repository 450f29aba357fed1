// File systems that many mount.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { missingTexts } from './source.ts';

export function nfsFaults(source: Field): FieldFault[] {
  const path = source.at('path');
  return [
    ...missingTexts(source, 'server', 'path'),
    ...(path.text.startsWith('/') ? [] : path.invalidText(['must be an absolute path'])),
  ];
}

export function cephFsFaults(source: Field): FieldFault[] {
  const monitors = source.at('monitors');
  return monitors.size === 0 ? [monitors.required()] : [];
}

const noRegistry = 'must be a host:port pair or multiple pairs separated by commas';

export function quobyteFaults(source: Field): FieldFault[] {
  return [...registryFaults(source), ...missingTexts(source, 'volume')];
}

function registryFaults(source: Field): FieldFault[] {
  const [registry, tenant] = [source.at('registry'), source.at('tenant')];
  if (registry.text === '') return [registry.required(noRegistry)];
  if (Buffer.byteLength(tenant.text) >= 65)
    return [tenant.required('must be a UUID and may not exceed a length of 64 characters')];
  // One for all of them: it quotes them all.
  const fault = registry.invalid(noRegistry);
  return registry.text.split(',').flatMap((pair) => (isHostAndPort(pair) ? [] : [fault]));
}

/** As Go splits them: what is in brackets may have colons, and either of them may be empty. */
function isHostAndPort(pair: string): boolean {
  return /^(?:\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair);
}

/** But for what is special of a persistent one. */
export function glusterfsFaults(source: Field): FieldFault[] {
  return missingTexts(source, 'endpoints', 'path');
}

export function azureFileFaults(source: Field): FieldFault[] {
  return missingTexts(source, 'secretName', 'shareName');
}
