// Expressions of a policy can show what is in its params, so whoever names params must be able to read them.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/registry/admissionregistration (authz.go)

import { type RegistrationPlural, registrationStore } from '../admission/registration-store.ts';
import { type JsonObject, jsonEquals, objectAt, textAt, valueAt } from '../json/json.ts';
import type { Registry } from '../registry/registry.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { type FieldFault, forbiddenValue, invalid } from '../status-error.ts';
import { goText } from '../types/converter-words.ts';
import type { Grant } from './grants.ts';
import { isSuperuser } from './rbac.ts';
import type { User } from './user.ts';

interface ParamsWrite extends Grant {
  readonly registry: Registry;
}

const group = 'admissionregistration.k8s.io';

/** Whether it may be one that names params. */
export function namesParams({ resource }: ServedResource): boolean {
  return resource.group === group;
}

/** The object is valid otherwise. @throws StatusError: a 422 where the sender may not read the params that it names. */
export function requireReadableParams(write: ParamsWrite): void {
  const { served, requester, object } = write;
  const { kind, plural } = served.resource;
  if (isSuperuser(requester.user)) return;
  const fault = faultOf(write, plural);
  if (fault) throw invalid({ group, kind }, textAt(object, 'metadata', 'name'), [fault]);
}

function faultOf(write: ParamsWrite, plural: string): FieldFault | undefined {
  switch (plural) {
    case 'validatingadmissionpolicies':
    case 'mutatingadmissionpolicies':
      return kindFault(write);
    case 'validatingadmissionpolicybindings':
      return refFault(write, 'validatingadmissionpolicies');
    case 'mutatingadmissionpolicybindings':
      return refFault(write, 'mutatingadmissionpolicies');
    default:
      return undefined;
  }
}

function kindFault({ registry, requester, object, old }: ParamsWrite): FieldFault | undefined {
  const [next, before] = [object, old].map((one) => valueAt(one, 'spec', 'paramKind'));
  if (next === undefined || jsonEquals(next, before)) return undefined;
  const { authorizer, user } = requester;
  const { of } = targetOf(registry, object);
  if (authorizer.judge(user, { ...of, verb: 'get', namespace: '*', name: '*' }).allowed) return undefined;
  const [kind, apiVersion] = [textAt(next, 'kind'), textAt(next, 'apiVersion')];
  return forbiddenValue(
    'spec.paramKind',
    `user ${goUser(user)} must have "get" permission on all objects of the referenced paramKind (kind=${kind}, apiVersion=${apiVersion})`,
  );
}

// Asked at every write of a binding: the policy may be another one by now.
function refFault(write: ParamsWrite, policies: RegistrationPlural): FieldFault | undefined {
  const { registry, requester, object } = write;
  if (valueAt(object, 'spec', 'paramRef') === undefined) return undefined;
  const { authorizer, user } = requester;
  const ref = objectAt(object, 'spec', 'paramRef');
  const [name, namespace] = [textAt(ref, 'name'), textAt(ref, 'namespace')];
  const verb = name === '' ? 'list' : 'get';
  const policyName = textAt(object, 'spec', 'policyName');
  const policy = registrationStore(registry, policies)?.get(policyName)?.object;
  const { of, unknown } = targetOf(registry, policy);
  if (authorizer.judge(user, { ...of, verb, namespace, name }).allowed) return undefined;
  const who = goUser(user);
  // A mutating one has these two the wrong way round in the real server as well.
  const [first, second] = policies === 'mutatingadmissionpolicies' ? [verb, who] : [who, verb];
  const lacking = unknown ?? (policy ? undefined : `get policy ${policyName}`);
  const why =
    lacking === undefined
      ? `user ${first} does not have "${second}" permission on the object referenced by paramRef`
      : `unable to ${lacking} to determine minimum required permissions and user ${who} does not have "${verb}" permission for all groups, versions and resources`;
  return forbiddenValue('spec.paramRef', why);
}

interface Target {
  readonly of: { readonly group: string; readonly resource: string; readonly subresource: '' };
  /** What cannot be done to know more. */
  readonly unknown?: string;
}

/** What must be readable: the kind of the params, or all where the kind is not known. */
function targetOf(registry: Registry, policy: JsonObject | undefined): Target {
  const subresource = '';
  if (valueAt(policy, 'spec', 'paramKind') === undefined)
    return { of: { group: '*', resource: '*', subresource } };
  const paramKind = objectAt(policy, 'spec', 'paramKind');
  const [apiVersion, kind] = [textAt(paramKind, 'apiVersion'), textAt(paramKind, 'kind')];
  const slash = apiVersion.indexOf('/');
  const ofKind = slash === -1 ? '' : apiVersion.slice(0, slash);
  const found = registry.findKind(apiVersion, kind);
  if (found) return { of: { group: ofKind, resource: found.resource.plural, subresource } };
  const unknown = `resolve paramKind &{${apiVersion} ${kind}}`;
  return { of: { group: ofKind, resource: '*', subresource }, unknown };
}

// As Go's `%v` prints a user.
function goUser({ name, uid = '', groups, extra = {} }: User): string {
  return `&{${name} ${uid} ${goText(groups)} ${goText(extra)}}`;
}
