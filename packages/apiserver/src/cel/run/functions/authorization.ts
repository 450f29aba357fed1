// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library

import { labelComplaints, subdomainComplaints } from '../../../validation/names.ts';
import { libraryType } from '../../check/signatures.ts';
import type { CelType } from '../../type.ts';
import { CelError, noOverload, Opaque, type Value } from '../../value.ts';
import { arg, type Implementation, type Implementations, textArg } from './implementation.ts';

export type AskedRight =
  | { readonly verb: string; readonly path: string }
  | ({ readonly verb: string } & ResourceRight);

interface ResourceRight {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/** What somebody may do. */
export interface Rights {
  readonly decide: (asked: AskedRight) => { readonly allowed: boolean; readonly reason: string };
  /** What a ServiceAccount may do. */
  readonly ofServiceAccount: (namespace: string, name: string) => Rights;
}

abstract class Step extends Opaque {
  equals(other: Value): boolean {
    return other === this;
  }
}

export class AuthorizerValue extends Step {
  readonly type: CelType = libraryType('kubernetes.authorization.Authorizer');
  readonly rights: Rights;

  constructor(rights: Rights) {
    super();
    this.rights = rights;
  }
}

class PathCheck extends Step {
  readonly type: CelType = libraryType('kubernetes.authorization.PathCheck');
  readonly rights: Rights;
  readonly path: string;

  constructor(rights: Rights, path: string) {
    super();
    this.rights = rights;
    this.path = path;
  }
}

class GroupCheck extends Step {
  readonly type: CelType = libraryType('kubernetes.authorization.GroupCheck');
  readonly rights: Rights;
  readonly group: string;

  constructor(rights: Rights, group: string) {
    super();
    this.rights = rights;
    this.group = group;
  }
}

export class ResourceCheck extends Step {
  readonly type: CelType = libraryType('kubernetes.authorization.ResourceCheck');
  readonly rights: Rights;
  readonly asked: ResourceRight;

  constructor(rights: Rights, asked: ResourceRight) {
    super();
    this.rights = rights;
    this.asked = asked;
  }
}

class Decision extends Step {
  readonly type: CelType = libraryType('kubernetes.authorization.Decision');
  readonly allowed: boolean;
  readonly reason: string;

  constructor({ allowed, reason }: { readonly allowed: boolean; readonly reason: string }) {
    super();
    this.allowed = allowed;
    this.reason = reason;
  }
}

function path(args: readonly Value[]): Value {
  const [target, text] = [arg(args, 0), textArg(args, 1)];
  if (!(target instanceof AuthorizerValue)) return noOverload;
  return text.trim() === '' ? new CelError('path must not be empty') : new PathCheck(target.rights, text);
}

function group(args: readonly Value[]): Value {
  const target = arg(args, 0);
  return target instanceof AuthorizerValue ? new GroupCheck(target.rights, textArg(args, 1)) : noOverload;
}

function serviceAccount(args: readonly Value[]): Value {
  const [target, namespace, name] = [arg(args, 0), textArg(args, 1), textArg(args, 2)];
  if (!(target instanceof AuthorizerValue)) return noOverload;
  if (subdomainComplaints(name).length > 0) return new CelError('Invalid service account name');
  if (labelComplaints(namespace).length > 0) return new CelError('Invalid service account namespace');
  return new AuthorizerValue(target.rights.ofServiceAccount(namespace, name));
}

function resource(args: readonly Value[]): Value {
  const [target, text] = [arg(args, 0), textArg(args, 1)];
  if (!(target instanceof GroupCheck)) return noOverload;
  if (text.trim() === '') return new CelError('resource must not be empty');
  const whole = { subresource: '', namespace: '', name: '' };
  return new ResourceCheck(target.rights, { group: target.group, resource: text, ...whole });
}

function narrowed(key: 'subresource' | 'namespace' | 'name'): Implementation {
  return (args) => {
    const target = arg(args, 0);
    if (!(target instanceof ResourceCheck)) return noOverload;
    return new ResourceCheck(target.rights, { ...target.asked, [key]: textArg(args, 1) });
  };
}

// No authorizer here looks at selectors, as roles do not.
const selected: Implementation = (args) => arg(args, 0);

function check(args: readonly Value[]): Value {
  const [target, verb] = [arg(args, 0), textArg(args, 1)];
  if (target instanceof PathCheck) return new Decision(target.rights.decide({ verb, path: target.path }));
  if (!(target instanceof ResourceCheck)) return noOverload;
  return new Decision(target.rights.decide({ verb, ...target.asked }));
}

function told(of: (decision: Decision) => Value): Implementation {
  return (args) => {
    const target = arg(args, 0);
    return target instanceof Decision ? of(target) : noOverload;
  };
}

export const authorizationFunctions: Implementations = {
  path,
  group,
  serviceAccount,
  resource,
  subresource: narrowed('subresource'),
  namespace: narrowed('namespace'),
  name: narrowed('name'),
  fieldSelector: selected,
  labelSelector: selected,
  check,
  allowed: told(({ allowed }) => allowed),
  reason: told(({ reason }) => reason),
  // Decisions are made here, of what is stored: none fails.
  errored: told(() => false),
  error: told(() => ''),
};
