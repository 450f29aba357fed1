// Which plugins a server has: those that a cluster has unless it is told otherwise, as far as they are here.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/options/admission.go

import { InvalidOptionError } from '../option-error.ts';
import { builtInPlugins, fixedPlugin, idlePlugins, plainOff, pluginNames } from './plugin-names.ts';
import { admissionPlugins, lastPlugins } from './plugins.ts';

export interface PluginChoice {
  readonly enableAdmissionPlugins?: readonly string[] | undefined;
  readonly disableAdmissionPlugins?: readonly string[] | undefined;
}

/**
 * The names of the plugins that are on.
 *
 * @throws InvalidOptionError for a name that no cluster knows, for one that is on and off at once, and for a plugin
 *   that this server cannot switch on or off.
 */
export function enabledPlugins({
  enableAdmissionPlugins: enabled = [],
  disableAdmissionPlugins: disabled = [],
}: PluginChoice): ReadonlySet<string> {
  requireKnown('enableAdmissionPlugins', enabled);
  requireKnown('disableAdmissionPlugins', disabled);
  const both = enabled.find((name) => disabled.includes(name));
  if (both !== undefined)
    throw new InvalidOptionError(
      'enableAdmissionPlugins',
      `${both} is to be off at the same time: take it out of one of the two lists`,
    );
  const missing = enabled.find((name) => !isHere(name));
  if (missing !== undefined)
    throw new InvalidOptionError(
      'enableAdmissionPlugins',
      `the embedded API server does not implement ${missing}; it has ${here().join(', ')}`,
    );
  if (disabled.includes(fixedPlugin))
    throw new InvalidOptionError(
      'disableAdmissionPlugins',
      `the embedded API server always has ${fixedPlugin}: take it out`,
    );
  return new Set(
    here().filter((name) => enabled.includes(name) || (isOnByDefault(name) && !disabled.includes(name))),
  );
}

function requireKnown(option: string, names: readonly string[]): void {
  const unknown = names.find((name) => !pluginNames.has(name));
  if (unknown === undefined) return;
  throw new InvalidOptionError(
    option,
    `Kubernetes 1.36 has no admission plugin ${JSON.stringify(unknown)}; names are written as in LimitRanger`,
  );
}

function here(): string[] {
  return [...pluginNames.keys()].filter(isHere);
}

function isHere(name: string): boolean {
  return (
    name === fixedPlugin ||
    builtInPlugins.has(name) ||
    idlePlugins.has(name) ||
    [...admissionPlugins, ...lastPlugins].some((plugin) => plugin.name === name)
  );
}

function isOnByDefault(name: string): boolean {
  return name !== plainOff && pluginNames.get(name) === 'on';
}
