// As whom the processes of a container run on Windows, and pods that run on the node itself.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { subdomainComplaints } from '../../validation/names.ts';

const longestSpec = 64 * 1024;

export function windowsOptionFaults(options: Field): FieldFault[] {
  const [name, spec, user] = ['gmsaCredentialSpecName', 'gmsaCredentialSpec', 'runAsUserName'].map((key) =>
    options.at(key),
  );
  return [
    ...(name?.isSet === true ? name.invalidText(subdomainComplaints(name.text)) : []),
    ...(spec?.isSet === true ? credentialFaults(spec) : []),
    ...(user?.isSet === true ? user.invalidText(userComplaints(user.text)) : []),
  ];
}

function credentialFaults(spec: Field): FieldFault[] {
  if (spec.text === '') return [spec.invalid('gmsaCredentialSpec cannot be an empty string')];
  if (Buffer.byteLength(spec.text) <= longestSpec) return [];
  return [spec.invalid('gmsaCredentialSpec size must be under 64 KiB')];
}

function userComplaints(text: string): string[] {
  if (text === '') return ['runAsUserName cannot be an empty string'];
  if (Buffer.from(text).some((byte) => byte < 32 || byte === 127))
    return ['runAsUserName cannot contain control characters'];
  const [user = '', domain, ...more] = text.split('\\').toReversed();
  if (more.length > 0) return ['runAsUserName cannot contain more than one backslash'];
  return [...(domain === undefined ? [] : domainComplaints(domain)), ...nameComplaints(user)];
}

const longestDomain = 256;
const longestUser = 104;

function domainComplaints(domain: string): string[] {
  const found: string[] = [];
  if (Buffer.byteLength(domain) >= longestDomain)
    found.push(`runAsUserName's Domain length must be under ${longestDomain} characters`);
  if (!isNetBios(domain) && !domain.split('.').every(isLabel))
    found.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  return found;
}

function isNetBios(domain: string): boolean {
  return /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/u.test(domain);
}

function isLabel(part: string): boolean {
  return part.length <= 63 && /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(part);
}

function nameComplaints(user: string): string[] {
  const found: string[] = [];
  if (user === '') found.push("runAsUserName's User cannot be empty");
  else if (Buffer.byteLength(user) > longestUser)
    found.push(`runAsUserName's User length must not be longer than ${longestUser} characters`);
  if (/^[. ]+$/.test(user)) found.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user))
    found.push(String.raw`runAsUserName's User cannot contain the following characters: "/\:;|=,+*?<>@[]`);
  return found;
}

/** `containers`: all of the pod. */
export function hostProcessFaults(spec: Field, containers: readonly Field[]): FieldFault[] {
  const keys = ['securityContext', 'windowsOptions', 'hostProcess'];
  const ofPod = spec.at(...keys);
  const own = containers.map((container) => container.at(...keys));
  const faults = own
    .filter(({ isSet, value }) => isSet && ofPod.isSet && value !== ofPod.value)
    .map((one) =>
      one.invalid(
        `pod hostProcess value must be identical if both are specified, was ${ofPod.value === true}`,
      ),
    );
  const onHost = own.filter((one) => (one.isSet ? one : ofPod).value === true);
  if (onHost.length === 0) return faults;
  if (onHost.length < containers.length)
    faults.push(
      spec.invalid(
        'If pod contains any hostProcess containers then all containers must be HostProcess containers',
        '',
      ),
    );
  const network = spec.at('hostNetwork');
  if (network.value !== true)
    faults.push(
      network.invalid('hostNetwork must be true if pod contains any hostProcess containers', false),
    );
  return faults;
}
