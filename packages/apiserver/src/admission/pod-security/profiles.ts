// Which profiles of AppArmor, seccomp and SELinux a pod may name, and which sysctls it may set.
// https://github.com/kubernetes/pod-security-admission/tree/v0.36.3/policy

import { goQuoted } from '../../json/go-text.ts';
import {
  isJsonObject,
  type JsonObject,
  objectAt,
  objectsAt,
  stringAt,
  stringEntries,
  textAt,
  valueAt,
} from '../../json/json.ts';
import { ofLinux } from './capabilities.ts';
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

const runtimeOrLocal = new Set(['RuntimeDefault', 'Localhost']);

// Undefined where none is named, or one that is allowed.
function forbiddenType(context: JsonObject, profile: string): string | undefined {
  const named = valueAt(context, profile);
  const type = textAt(named, 'type');
  return !isJsonObject(named) || runtimeOrLocal.has(type) ? undefined : type;
}

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

const appArmor: FindViolation = ({ annotations, context, containers }) => {
  const ofPod = forbiddenType(context, 'appArmorProfile');
  const bad = containers.filter((one) => forbiddenType(one.context, 'appArmorProfile') !== undefined);
  const types = [ofPod, ...bad.map((one) => forbiddenType(one.context, 'appArmorProfile'))];
  const annotated = stringEntries(annotations)
    .filter(([key, value]) => key.startsWith(appArmorPrefix) && !isAllowedAppArmor(value))
    .map(([key, value]) => `${key}=${goQuoted(value)}`)
    .sort();
  const setters = [
    ...settersOf(ofPod !== undefined, bad),
    ...(annotated.length > 0 ? [plural('annotation', annotated.length)] : []),
  ];
  if (setters.length === 0) return undefined;
  const values = [...sortedOnce(types.filter((type) => type !== undefined)), ...annotated];
  return {
    reason: plural('forbidden AppArmor profile', values.length),
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${quotedList(values)}`,
  };
};

function isAllowedAppArmor(profile: string): boolean {
  return profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/');
}

const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompPrefix = 'container.seccomp.security.alpha.kubernetes.io/';

// Before 1.19 profiles were annotations.
const seccompAnnotations: FindViolation = ({ annotations, containers }) => {
  const keys = [seccompPod, ...containers.map(({ name }) => seccompPrefix + name)];
  const bad = keys.flatMap((key) => {
    const value = stringAt(annotations, key);
    return value === undefined || isAllowedSeccomp(value) ? [] : [`${key}=${goQuoted(value)}`];
  });
  if (bad.length === 0) return undefined;
  const values = sortedOnce(bad);
  return {
    reason: 'seccompProfile',
    detail: `forbidden ${plural('annotation', values.length)} ${values.join(', ')}`,
  };
};

function isAllowedSeccomp(profile: string): boolean {
  return ['runtime/default', 'docker/default'].includes(profile) || profile.startsWith('localhost/');
}

const seccomp: FindViolation = ({ context, containers }) => {
  const ofPod = forbiddenType(context, 'seccompProfile');
  const bad = containers.filter((one) => forbiddenType(one.context, 'seccompProfile') !== undefined);
  const setters = settersOf(ofPod !== undefined, bad);
  if (setters.length === 0) return undefined;
  const types = [ofPod, ...bad.map((one) => forbiddenType(one.context, 'seccompProfile'))];
  const values = quotedList(sortedOnce(types.filter((type) => type !== undefined)));
  const detail = `${setters.join(' and ')} must not set securityContext.seccompProfile.type to ${values}`;
  return { reason: 'seccompProfile', detail };
};

const seccompSet: FindViolation = (pod) => {
  const wrong = seccomp(pod);
  const { context, containers } = pod;
  const isSet = (one: JsonObject): boolean => isJsonObject(valueAt(one, 'seccompProfile'));
  if (wrong || isSet(context)) return wrong;
  const bad = containers.filter((one) => !isSet(one.context));
  if (bad.length === 0) return undefined;
  const detail = `pod or ${namesOf(bad)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return { reason: 'seccompProfile', detail };
};

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

function seLinux(types: readonly string[]): FindViolation {
  const isBad = (options: JsonObject): boolean =>
    !types.includes(textAt(options, 'type')) ||
    textAt(options, 'user') !== '' ||
    textAt(options, 'role') !== '';
  return ({ context, containers }) => {
    const of = (one: JsonObject): JsonObject => objectAt(one, 'seLinuxOptions');
    const bad = containers.filter((one) => isBad(of(one.context)));
    const setters = settersOf(isBad(of(context)), bad);
    if (setters.length === 0) return undefined;
    const all = [of(context), ...bad.map((one) => of(one.context))];
    const wrong = sortedOnce(all.map((one) => textAt(one, 'type')).filter((type) => !types.includes(type)));
    const faults = [
      ...(wrong.length > 0 ? [countedList('type', wrong)] : []),
      ...['user', 'role']
        .filter((key) => all.some((one) => textAt(one, key) !== ''))
        .map((key) => `${key} may not be set`),
    ];
    const detail = `${setters.join(' and ')} set forbidden securityContext.seLinuxOptions: ${faults.join('; ')}`;
    return { reason: 'seLinuxOptions', detail };
  };
}

const sysctls0 = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];
const sysctls27 = [...sysctls0, 'net.ipv4.ip_local_reserved_ports'];
const sysctls29 = [
  ...sysctls27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const sysctls32 = [...sysctls29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];

function sysctls(allowed: readonly string[]): FindViolation {
  const known = new Set(allowed);
  return ({ context }) => {
    const names = objectsAt(context, 'sysctls').map((sysctl) => textAt(sysctl, 'name'));
    const bad = names.filter((name) => !known.has(name));
    return bad.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: bad.join(', ') };
  };
}

const id = 'seccompProfile_baseline';

export const profileChecks: readonly Check[] = [
  { id: 'appArmorProfile', level: 'baseline', versions: [{ since: 0, find: appArmor }] },
  {
    id: 'seLinuxOptions',
    level: 'baseline',
    versions: [
      { since: 0, find: seLinux(seLinuxTypes) },
      { since: 31, find: seLinux([...seLinuxTypes, 'container_engine_t']) },
    ],
  },
  {
    id,
    level: 'baseline',
    versions: [
      { since: 0, find: seccompAnnotations },
      { since: 19, find: seccomp },
    ],
  },
  {
    id: 'seccompProfile_restricted',
    level: 'restricted',
    versions: [
      { since: 19, find: seccompSet, replaces: id },
      { since: 25, find: ofLinux(seccompSet), replaces: id },
    ],
  },
  {
    id: 'sysctls',
    level: 'baseline',
    versions: [
      { since: 0, find: sysctls(sysctls0) },
      { since: 27, find: sysctls(sysctls27) },
      { since: 29, find: sysctls(sysctls29) },
      { since: 32, find: sysctls(sysctls32) },
    ],
  },
];
