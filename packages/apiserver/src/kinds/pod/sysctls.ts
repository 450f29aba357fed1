// Parameters of the kernel.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

const rule = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const shown = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';
const longest = 253;

export function sysctlFaults(sysctls: Field, spec: Field): FieldFault[] {
  const seen = new Set<string>();
  return sysctls.items.flatMap((sysctl) => {
    const name = sysctl.at('name');
    const faults = [...nameFaults(name, seen), ...hostFaults(name, spec)];
    seen.add(name.text);
    return faults;
  });
}

function nameFaults(name: Field, seen: ReadonlySet<string>): FieldFault[] {
  if (name.text === '') return [name.required()];
  if (name.text.length > longest || !rule.test(name.text))
    return [name.invalid(`must have at most ${longest} characters and match regex ${shown}`)];
  return seen.has(name.text) ? [name.duplicate()] : [];
}

// A pod that lives in a namespace of its node may not change it.
function hostFaults(name: Field, spec: Field): FieldFault[] {
  const space = namespaceOf(dotted(name.text));
  const shared = space !== undefined && spec.at(space).value === true;
  return shared ? [name.invalid(`may not be specified when '${space}' is true`, name.text)] : [];
}

const ipcNames: ReadonlySet<string> = new Set([
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
  'kernel.shm',
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.msg',
]);

function namespaceOf(name: string): 'hostNetwork' | 'hostIPC' | undefined {
  if (name.startsWith('net.')) return 'hostNetwork';
  return ipcNames.has(name) || name.startsWith('fs.mqueue.') ? 'hostIPC' : undefined;
}

// `net/ipv4/conf.eth0/x` is `net.ipv4.conf/eth0.x`: the first separator tells which one is meant.
function dotted(name: string): string {
  const first = /[./]/.exec(name)?.[0];
  if (first !== '/') return name;
  return name.replace(/[./]/g, (separator) => (separator === '/' ? '.' : '/'));
}
