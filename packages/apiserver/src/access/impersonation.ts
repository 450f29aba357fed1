// Asking in somebody else's name, by those who may impersonate everything that is said of them: with the verb
// `impersonate`, or for single requests, with a verb for the kind of user and one for what is asked.
// https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/filters/impersonation/mode.go

import type { HttpRequest } from '@kube-rx/core';
import { decodePercent } from '../handlers/request-info.ts';
import { goQuoted } from '../json/go-text.ts';
import { badRequest, StatusError } from '../status-error.ts';
import { nameComplaints } from '../strategy/name-rules.ts';
import { type Authorizer, denial, requirePermission } from './authorizer.ts';
import type { Attributes, ResourceAttributes } from './policy-rule.ts';
import { superusers } from './superuser.ts';
import { anonymous, type User } from './user.ts';

/** Who the headers name, as they name them. */
export interface Wanted {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: readonly (readonly [key: string, values: readonly string[]])[];
}

const extraPrefix = 'impersonate-extra-';

/** Undefined: the request is in the sender's own name. Throws a 400 where no user is named. */
export function wantedUser({ headers, repeatedHeaders = {} }: SentHeaders): Wanted | undefined {
  const all = (header: string): readonly string[] => repeatedHeaders[header] ?? listed(headers[header]);
  // Of what one value has, the first counts, an empty one too.
  const [name = ''] = all('impersonate-user');
  const [uid = ''] = all('impersonate-uid');
  const groups = all('impersonate-group');
  const extras = new Map<string, readonly string[]>();
  for (const header of Object.keys({ ...headers, ...repeatedHeaders }))
    if (header.startsWith(extraPrefix)) {
      const key = decodePercent(header.slice(extraPrefix.length));
      extras.set(key, [...(extras.get(key) ?? []), ...all(header)]);
    }
  const extra = [...extras];
  const wanted = { name, uid, groups, extra };
  if (name !== '') return wanted;
  if (uid === '' && groups.length === 0 && extra.length === 0) return undefined;
  throw badRequest(`requested ${goUser(wanted)} without impersonating a user name`);
}

type SentHeaders = Pick<HttpRequest, 'headers' | 'repeatedHeaders'>;

function listed(header: string | undefined): readonly string[] {
  return header === undefined ? [] : [header];
}

/** Who asks for what in another name. */
interface Attempt {
  readonly authorizer: Authorizer;
  readonly sender: User;
  readonly attributes: Attributes;
}

const maxRemembered = 10_000;

export class Impersonation {
  /** By sender: what has led somewhere last is tried first, and its refusal is the one that is told. */
  readonly #last: Map<string, ModeName> = new Map();

  /** The user in whose name the request is judged. Throws the first refusal where no way leads there. */
  userFor(wanted: Wanted, { authorizer, sender, attributes }: Attempt): User {
    const require = (asked: Attributes): void => requirePermission(authorizer, sender, asked);
    const modes = modesOf(wanted, sender);
    const last = modes.find((mode) => mode === this.#last.get(sender.name));
    const refusals: StatusError[] = [];
    for (const mode of new Set(last === undefined ? modes : [last, ...modes]))
      try {
        if (mode !== 'legacy') require({ ...attributes, verb: `impersonate-on:${mode}:${attributes.verb}` });
        const user = new Mode(mode, sender, require).userFor(wanted);
        if (this.#last.size >= maxRemembered) this.#last.clear();
        this.#last.set(sender.name, mode);
        return user;
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        refusals.push(error);
      }
    throw refusals[0] ?? badRequest('nobody can be impersonated so');
  }
}

type ModeName = 'associated-node' | 'arbitrary-node' | 'serviceaccount' | 'user-info' | 'legacy';

// In the order in which they are tried.
function modesOf(wanted: Wanted, sender: User): ModeName[] {
  const { name, uid, groups, extra } = wanted;
  const bare = uid === '' && groups.length === 0 && extra.length === 0;
  const node = nodeIn(name);
  if (node !== undefined) {
    const own: readonly ModeName[] = nodeOf(sender) === node ? ['associated-node'] : [];
    return [...(bare ? ([...own, 'arbitrary-node'] as const) : []), 'legacy'];
  }
  if (accountIn(name) !== undefined) return [...(bare ? (['serviceaccount'] as const) : []), 'legacy'];
  return ['user-info', 'legacy'];
}

/** The node that the pod of a service account runs on, as its token tells. */
function nodeOf({ name, extra }: User): string | undefined {
  if (!accountIn(name)) return undefined;
  const [node, ...more] = extra?.['authentication.kubernetes.io/node-name'] ?? [];
  return more.length === 0 ? node : undefined;
}

const identities = 'authentication.k8s.io';
// So many questions are one question about all first.
const manyChecks = 4;

class Mode {
  readonly #name: ModeName;
  readonly #sender: User;
  readonly #require: (attributes: Attributes) => void;

  constructor(name: ModeName, sender: User, require: (attributes: Attributes) => void) {
    this.#name = name;
    this.#sender = sender;
    this.#require = require;
  }

  get #constrained(): boolean {
    return this.#name !== 'legacy';
  }

  /** @throws StatusError for whatever the sender may not impersonate. */
  userFor(wanted: Wanted): User {
    const { name, uid, extra } = wanted;
    this.#requireName(name);
    if (uid !== '') this.#require(this.#identity('uids', uid, identities));
    this.#requireGroups(wanted.groups);
    this.#requireExtra(extra);
    const groups = this.#groupsOf(wanted);
    const unauthenticated = 'system:unauthenticated';
    const implied = name === anonymous.name ? unauthenticated : 'system:authenticated';
    const known = groups.includes(implied) || (name !== anonymous.name && groups.includes(unauthenticated));
    return {
      name,
      ...(uid !== '' && { uid }),
      groups: known ? groups : [...groups, implied],
      ...(extra.length > 0 && { extra: Object.fromEntries(extra) }),
    };
  }

  #groupsOf({ name, groups }: Wanted): readonly string[] {
    if (this.#constrained && nodeIn(name) !== undefined) return ['system:nodes'];
    const account = accountIn(name);
    // A service account is in two groups by its name alone.
    if (!account || groups.length > 0) return groups;
    return ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
  }

  #requireName(name: string): void {
    const node = this.#constrained ? nodeIn(name) : undefined;
    const account = accountIn(name);
    const users = this.#identity('users', name);
    // Such a right is one for every node, of which each account has its own.
    if (node !== undefined && this.#name === 'associated-node')
      this.#require({ ...users, resource: 'nodes', name: '*' });
    else if (node !== undefined) this.#require({ ...users, resource: 'nodes', name: node });
    else if (account) this.#require({ ...users, resource: 'serviceaccounts', ...account });
    else this.#require(users);
  }

  #requireGroups(groups: readonly string[]): void {
    const of = (group: string): ResourceAttributes => this.#identity('groups', group);
    if (this.#constrained && groups.includes(superusers))
      throw denial(this.#sender, of(superusers), `impersonating the ${superusers} group is not allowed`);
    if (groups.length >= manyChecks && this.#mayAll(of('*'))) return;
    for (const group of groups) this.#require(of(group));
  }

  #requireExtra(extra: Wanted['extra']): void {
    const of = (subresource: string, name: string): ResourceAttributes => ({
      ...this.#identity('userextras', name, identities),
      subresource,
    });
    const wrong = this.#constrained ? extraComplaint(extra) : undefined;
    if (wrong !== undefined) throw denial(this.#sender, of('', ''), wrong);
    const count = extra.reduce((sum, [, values]) => sum + values.length, 0);
    if (Math.max(count, extra.length) >= manyChecks && this.#mayAll(of('*', '*'))) return;
    for (const [key, values] of extra) for (const value of values) this.#require(of(key, value));
  }

  #mayAll(attributes: Attributes): boolean {
    if (!this.#constrained) return false;
    try {
      this.#require(attributes);
      return true;
    } catch (error) {
      if (error instanceof StatusError) return false;
      throw error;
    }
  }

  #identity(resource: string, name: string, group = this.#constrained ? identities : ''): ResourceAttributes {
    const verb = this.#constrained ? `impersonate:${this.#name}` : 'impersonate';
    return { verb, group, resource, subresource: '', namespace: '', name };
  }
}

function nodeIn(user: string): string | undefined {
  const name = /^system:node:(.*)$/s.exec(user)?.[1];
  return name !== undefined && nameComplaints(undefined, name, {}).length === 0 ? name : undefined;
}

function accountIn(user: string): { readonly namespace: string; readonly name: string } | undefined {
  const [, namespace = '', name = ''] = /^system:serviceaccount:([^:]*):([^:]*)$/.exec(user) ?? [];
  const wrong = [...nameComplaints('label', namespace, {}), ...nameComplaints(undefined, name, {})];
  return wrong.length === 0 ? { namespace, name } : undefined;
}

function extraComplaint(extra: Wanted['extra']): string | undefined {
  for (const [key, values] of extra) {
    const [, host = ''] = /^([^/]+)\/([A-Za-z0-9/\-._~%!$&'()*+,;=:]+)$/.exec(key) ?? [];
    if (host === '' || nameComplaints(undefined, host, {}).length > 0)
      return `impersonating an invalid key in extra is not allowed: extra.key: Invalid value: ${JSON.stringify(key)}: must be a domain-prefixed path (such as "acme.io/foo")`;
    if (key !== key.toLowerCase())
      return `impersonating a non-lowercase key in extra is not allowed: ${JSON.stringify(key)}`;
    if (values.length === 0) return 'impersonating empty values in extra is not allowed';
  }
  return undefined;
}

// As Go prints what it was asked for.
function goUser({ uid, groups, extra }: Wanted): string {
  const strings = (list: readonly string[]): string => `[]string{${list.map(goQuoted).join(', ')}}`;
  const own = groups.length === 0 ? '[]string(nil)' : strings(groups);
  const sorted = extra.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const pairs = sorted.map(([key, values]) => `${goQuoted(key)}:${strings(values)}`).join(', ');
  const more = extra.length === 0 ? 'map[string][]string(nil)' : `map[string][]string{${pairs}}`;
  return `&user.DefaultInfo{Name:"", UID:${goQuoted(uid)}, Groups:${own}, Extra:${more}}`;
}
