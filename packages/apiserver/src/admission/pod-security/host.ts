// What of the node a pod may not have.
// https://github.com/kubernetes/pod-security-admission/tree/v0.36.3/policy

import { numberAt, objectsAt, stringAt, textAt, valueAt } from '../../json/json.ts';
import { type CheckedContainer, hasOwnUsers } from './pod.ts';
import {
  type Check,
  countedList,
  type FindViolation,
  namesOf,
  plural,
  quotedList,
  settersOf,
  sortedOnce,
} from './violation.ts';

const namespaces: FindViolation = ({ spec }) => {
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => valueAt(spec, key) === true);
  if (shared.length === 0) return undefined;
  return { reason: 'host namespaces', detail: shared.map((key) => `${key}=true`).join(', ') };
};

const paths: FindViolation = ({ spec }) => {
  const volumes = objectsAt(spec, 'volumes').filter((volume) => valueAt(volume, 'hostPath') !== undefined);
  if (volumes.length === 0) return undefined;
  const names = volumes.map((volume) => textAt(volume, 'name'));
  return { reason: 'hostPath volumes', detail: countedList('volume', names) };
};

const ports: FindViolation = ({ containers }) => {
  const used = new Map(containers.map((one) => [one, hostPorts(one)] as const));
  const bad = containers.filter((one) => used.get(one)?.length !== 0);
  if (bad.length === 0) return undefined;
  const all = sortedOnce([...used.values()].flat());
  const uses = bad.length === 1 ? 'uses' : 'use';
  return {
    reason: 'hostPort',
    detail: `${namesOf(bad)} ${uses} ${plural('hostPort', all.length)} ${all.join(', ')}`,
  };
};

function hostPorts({ container }: CheckedContainer): string[] {
  return objectsAt(container, 'ports').flatMap((port) => {
    const number = numberAt(port, 'hostPort') ?? 0;
    return number === 0 ? [] : [String(number)];
  });
}

const probeHosts: FindViolation = ({ containers }) => {
  const bad = containers.filter((one) => hostsOf(one).length > 0);
  if (bad.length === 0) return undefined;
  const names = sortedOnce(bad.map(({ name }) => name));
  const hosts = sortedOnce(bad.flatMap(hostsOf));
  const uses = names.length === 1 ? 'uses' : 'use';
  return {
    reason: 'probe or lifecycle host',
    detail: `${countedList('container', names)} ${uses} ${countedList('probe or lifecycle host', hosts)}`,
  };
};

const handlers = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

function hostsOf({ container }: CheckedContainer): string[] {
  return handlers
    .flatMap((path) => ['httpGet', 'tcpSocket'].map((how) => textAt(container, ...path, how, 'host')))
    .filter((host) => host !== '');
}

const privileged: FindViolation = ({ containers }) => {
  const bad = containers.filter(({ context }) => valueAt(context, 'privileged') === true);
  if (bad.length === 0) return undefined;
  return { reason: 'privileged', detail: `${namesOf(bad)} must not set securityContext.privileged=true` };
};

/** A mask of `/proc` other than the default. */
const procMount: FindViolation = ({ containers }) => {
  const set = ({ context }: CheckedContainer): string => stringAt(context, 'procMount') ?? 'Default';
  const bad = containers.filter((one) => set(one) !== 'Default');
  if (bad.length === 0) return undefined;
  const types = quotedList(sortedOnce(bad.map(set)));
  return {
    reason: 'procMount',
    detail: `${namesOf(bad)} must not set securityContext.procMount to ${types}`,
  };
};

const hostProcess: FindViolation = ({ context, containers }) => {
  const path = ['windowsOptions', 'hostProcess'];
  const bad = containers.filter((one) => valueAt(one.context, ...path) === true);
  const setters = settersOf(valueAt(context, ...path) === true, bad);
  if (setters.length === 0) return undefined;
  const detail = `${setters.join(' and ')} must not set securityContext.windowsOptions.hostProcess=true`;
  return { reason: 'hostProcess', detail };
};

export const hostChecks: readonly Check[] = [
  { id: 'hostNamespaces', level: 'baseline', versions: [{ since: 0, find: namespaces }] },
  { id: 'hostPathVolumes', level: 'baseline', versions: [{ since: 0, find: paths }] },
  { id: 'hostPorts', level: 'baseline', versions: [{ since: 0, find: ports }] },
  { id: 'hostProbesAndHostLifecycle', level: 'baseline', versions: [{ since: 34, find: probeHosts }] },
  { id: 'privileged', level: 'baseline', versions: [{ since: 0, find: privileged }] },
  {
    id: 'procMount',
    level: 'baseline',
    versions: [
      { since: 0, find: procMount },
      { since: 35, find: (pod) => (hasOwnUsers(pod) ? undefined : procMount(pod)) },
    ],
  },
  {
    id: 'procMount_restricted',
    level: 'restricted',
    versions: [{ since: 35, find: procMount, replaces: 'procMount' }],
  },
  { id: 'windowsHostProcess', level: 'baseline', versions: [{ since: 0, find: hostProcess }] },
];
