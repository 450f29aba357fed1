// What the processes of a pod may do.
// https://github.com/kubernetes/pod-security-admission/tree/v0.36.3/policy

import { stringsAt, valueAt } from '../../json/json.ts';
import { type CheckedContainer, isWindows } from './pod.ts';
import { type Check, type FindViolation, namesOf, quotedList, sortedOnce } from './violation.ts';

const usual = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const baseline: FindViolation = ({ containers }) => {
  const added = addedBeyond(containers, (name) => usual.has(name));
  return added === undefined ? undefined : { reason: 'non-default capabilities', detail: added };
};

const restricted: FindViolation = ({ containers }) => {
  const keeping = containers.filter(
    ({ context }) => !stringsAt(context, 'capabilities', 'drop').includes('ALL'),
  );
  const added = addedBeyond(containers, (name) => name === 'NET_BIND_SERVICE');
  const details = [
    ...(keeping.length > 0 ? [`${namesOf(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(added === undefined ? [] : [added]),
  ];
  if (details.length === 0) return undefined;
  return { reason: 'unrestricted capabilities', detail: details.join('; ') };
};

function addedBeyond(
  containers: readonly CheckedContainer[],
  allows: (name: string) => boolean,
): string | undefined {
  const others = ({ context }: CheckedContainer): string[] =>
    stringsAt(context, 'capabilities', 'add').filter((name) => !allows(name));
  const bad = containers.filter((one) => others(one).length > 0);
  if (bad.length === 0) return undefined;
  const names = quotedList(sortedOnce(bad.flatMap(others)));
  return `${namesOf(bad)} must not include ${names} in securityContext.capabilities.add`;
}

const escalation: FindViolation = ({ containers }) => {
  const bad = containers.filter(({ context }) => valueAt(context, 'allowPrivilegeEscalation') !== false);
  if (bad.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${namesOf(bad)} must set securityContext.allowPrivilegeEscalation=false`,
  };
};

/** The check for pods that are not of Windows, whose pods cannot have it. */
export function ofLinux(find: FindViolation): FindViolation {
  return (pod) => (isWindows(pod) ? undefined : find(pod));
}

const id = 'capabilities_baseline';

export const capabilityChecks: readonly Check[] = [
  {
    id: 'allowPrivilegeEscalation',
    level: 'restricted',
    versions: [
      { since: 8, find: escalation },
      { since: 25, find: ofLinux(escalation) },
    ],
  },
  { id, level: 'baseline', versions: [{ since: 0, find: baseline }] },
  {
    id: 'capabilities_restricted',
    level: 'restricted',
    versions: [
      { since: 22, find: restricted, replaces: id },
      { since: 25, find: ofLinux(restricted), replaces: id },
    ],
  },
];
