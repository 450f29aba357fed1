// Which container of a Pod a request is for.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/pod/strategy.go (validateContainer)

import type { KnownContainer } from '../containers/containers.ts';
import { arrayAt, type JsonObject, stringAt } from '../json/json.ts';
import { badRequest } from '../status-error.ts';
import { type Call, target } from './call.ts';

export interface PodContainer {
  readonly pod: JsonObject;
  readonly name: string;
  /** What runs there; undefined where nothing does. */
  readonly running: KnownContainer | undefined;
}

/** The container that the query names, or the only one. @throws StatusError where there is no such. */
export function podContainer(call: Call): PodContainer {
  const { server, query, namespace } = call;
  const { object: pod } = target(call);
  const name = validContainer(call.name, pod, query.text('container'));
  return { pod, name, running: server.containers.find(`${namespace}/${call.name}`, name) };
}

export function isScheduled(pod: JsonObject): boolean {
  return (stringAt(pod, 'spec', 'nodeName') ?? '') !== '';
}

function validContainer(podName: string, pod: JsonObject, asked: string): string {
  const namesIn = (field: string): string[] =>
    arrayAt(pod, 'spec', field).flatMap((container) => stringAt(container, 'name') ?? []);
  const all = ['initContainers', 'containers', 'ephemeralContainers'].flatMap(namesIn);
  if (asked !== '') {
    if (!all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${podName}`);
    return asked;
  }
  const [only, ...others] = namesIn('containers');
  if (only === undefined) throw badRequest(`a container name must be specified for pod ${podName}`);
  if (others.length === 0) return only;
  const names = all.join(' ');
  throw badRequest(`a container name must be specified for pod ${podName}, choose one of: [${names}]`);
}
