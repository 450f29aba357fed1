// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library

import { labelComplaints, subdomainComplaints } from '../../../validation/names.ts';
import { libraryType } from '../../check/signatures.ts';
import type { CelType } from '../../type.ts';
import { CelError, noOverload, Opaque, type Value } from '../../value.ts';
import { arg, type Implementation, type Implementations, textArg } from './implementation.ts';

export type AskedRight =
  | { readonly verb: string; readonly path: string }
  | ({ readonly verb: string } & ResourceRight);

export interface ResourceRight {
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

/** What is asked about so far: nothing yet, a path, a group, or a resource. */
type About =
  | { readonly kind: 'Authorizer' }
  | { readonly kind: 'PathCheck'; readonly path: string }
  | { readonly kind: 'GroupCheck'; readonly group: string }
  | { readonly kind: 'ResourceCheck'; readonly asked: ResourceRight };

/** A question about somebody's rights, of the type that its kind has. */
export class RightsQuery extends Step {
  readonly type: CelType;
  readonly rights: Rights;
  readonly about: About;

  constructor(rights: Rights, about: About) {
    super();
    this.type = libraryType(`kubernetes.authorization.${about.kind}`);
    this.rights = rights;
    this.about = about;
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

/** The question that a function is called on; undefined where it is none of that kind. */
function asked<K extends About['kind']>(
  args: readonly Value[],
  kind: K,
): (Extract<About, { kind: K }> & { readonly rights: Rights }) | undefined {
  const target = arg(args, 0);
  if (!(target instanceof RightsQuery) || !isAbout(target.about, kind)) return undefined;
  return { ...target.about, rights: target.rights };
}

function isAbout<K extends About['kind']>(about: About, kind: K): about is Extract<About, { kind: K }> {
  return about.kind === kind;
}

function path(args: readonly Value[]): Value {
  const [target, text] = [asked(args, 'Authorizer'), textArg(args, 1)];
  if (!target) return noOverload;
  if (text.trim() === '') return new CelError('path must not be empty');
  return new RightsQuery(target.rights, { kind: 'PathCheck', path: text });
}

function group(args: readonly Value[]): Value {
  const target = asked(args, 'Authorizer');
  if (!target) return noOverload;
  return new RightsQuery(target.rights, { kind: 'GroupCheck', group: textArg(args, 1) });
}

function serviceAccount(args: readonly Value[]): Value {
  const [target, namespace, name] = [asked(args, 'Authorizer'), textArg(args, 1), textArg(args, 2)];
  if (!target) return noOverload;
  if (subdomainComplaints(name).length > 0) return new CelError('Invalid service account name');
  if (labelComplaints(namespace).length > 0) return new CelError('Invalid service account namespace');
  return new RightsQuery(target.rights.ofServiceAccount(namespace, name), { kind: 'Authorizer' });
}

function resource(args: readonly Value[]): Value {
  const [target, text] = [asked(args, 'GroupCheck'), textArg(args, 1)];
  if (!target) return noOverload;
  if (text.trim() === '') return new CelError('resource must not be empty');
  const whole = { group: target.group, resource: text, subresource: '', namespace: '', name: '' };
  return new RightsQuery(target.rights, { kind: 'ResourceCheck', asked: whole });
}

function narrowed(key: 'subresource' | 'namespace' | 'name'): Implementation {
  return (args) => {
    const target = asked(args, 'ResourceCheck');
    if (!target) return noOverload;
    const narrower = { ...target.asked, [key]: textArg(args, 1) };
    return new RightsQuery(target.rights, { kind: 'ResourceCheck', asked: narrower });
  };
}

// No authorizer here looks at selectors, as roles do not.
const selected: Implementation = (args) => arg(args, 0);

function check(args: readonly Value[]): Value {
  const verb = textArg(args, 1);
  const [ofPath, ofResource] = [asked(args, 'PathCheck'), asked(args, 'ResourceCheck')];
  if (ofPath) return new Decision(ofPath.rights.decide({ verb, path: ofPath.path }));
  return ofResource ? new Decision(ofResource.rights.decide({ verb, ...ofResource.asked })) : noOverload;
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
