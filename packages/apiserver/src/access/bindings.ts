// Which bindings a user has. Found by their subjects, so that a request costs no more for the bindings of others.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/rbac/validation/rule.go

import { type JsonObject, objectAt, objectsAt, textAt } from '../json/json.ts';
import { oncePer } from '../once-per.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { User } from './user.ts';

export interface RoleRef {
  readonly kind: string;
  readonly name: string;
}

/** A binding and the subject of it that a user is. */
export interface Bound {
  /** That of the binding, `''` of a cluster-wide one. */
  readonly namespace: string;
  readonly roleRef: RoleRef;
  /** As `RoleBinding "devs/shop" of Role "reader" to Group "devs"`. */
  readonly reason: string;
}

interface Entry extends Bound {
  /** Of the binding among the bindings, and of the subject in it. */
  readonly at: number;
  readonly subject: number;
}

/** An index of one state of all bindings of a kind, or of the default ones. */
export class Bindings {
  readonly #bySubject: Map<string, Entry[]> = new Map();
  #count = 0;

  constructor(bindings: Iterable<ReadBinding>) {
    for (const binding of bindings) this.#add(binding);
  }

  /** In the order of the bindings, each once, by the first of its subjects that the user is. */
  of({ name, groups }: User, namespace: string): Bound[] {
    const keys = [userKey(namespace, name), ...groups.map((group) => groupKey(namespace, group))];
    const first = new Map<number, Entry>();
    for (const entry of keys.flatMap((key) => this.#bySubject.get(key) ?? [])) {
      const other = first.get(entry.at);
      if (!other || entry.subject < other.subject) first.set(entry.at, entry);
    }
    return [...first.values()].sort((a, b) => a.at - b.at);
  }

  #add({ name, namespace, roleRef, subjects }: ReadBinding): void {
    const at = this.#count;
    this.#count += 1;
    for (const [subject, one] of subjects.entries()) {
      const known = this.#bySubject.get(one.key);
      const entry = {
        at,
        subject,
        namespace,
        roleRef,
        reason: `${describe(name, namespace, roleRef)} to ${one.text}`,
      };
      if (known) known.push(entry);
      else this.#bySubject.set(one.key, [entry]);
    }
  }
}

/** What there is to know of a binding. */
interface ReadBinding {
  readonly name: string;
  readonly namespace: string;
  readonly roleRef: RoleRef;
  readonly subjects: readonly { readonly key: string; readonly text: string }[];
}

/** A stored binding, decoded once. */
export const storedBinding: (stored: StoredObject) => ReadBinding = oncePer(({ object }) =>
  readBinding(object),
);

export function readBinding(binding: JsonObject): ReadBinding {
  const namespace = textAt(binding, 'metadata', 'namespace');
  const role = objectAt(binding, 'roleRef');
  return {
    name: textAt(binding, 'metadata', 'name'),
    namespace,
    roleRef: { kind: textAt(role, 'kind'), name: textAt(role, 'name') },
    subjects: objectsAt(binding, 'subjects').flatMap((subject) => subjectIn(subject, namespace) ?? []),
  };
}

function describe(name: string, namespace: string, { kind, name: role }: RoleRef): string {
  const binding =
    namespace === ''
      ? `ClusterRoleBinding ${JSON.stringify(name)}`
      : `RoleBinding ${JSON.stringify(`${name}/${namespace}`)}`;
  return `${binding} of ${kind} ${JSON.stringify(role)}`;
}

function subjectIn(subject: JsonObject, bound: string): { key: string; text: string } | undefined {
  const [kind, name] = [textAt(subject, 'kind'), textAt(subject, 'name')];
  const text = `${kind} ${JSON.stringify(name)}`;
  switch (kind) {
    case 'User':
      return { key: userKey(bound, name), text };
    case 'Group':
      return { key: groupKey(bound, name), text };
    case 'ServiceAccount': {
      const own = textAt(subject, 'namespace') || bound;
      if (own === '') return undefined;
      const full = `system:serviceaccount:${own}:${name}`;
      return { key: userKey(bound, full), text: `${kind} ${JSON.stringify(`${name}/${own}`)}` };
    }
    default:
      return undefined;
  }
}

// No namespace has a slash in it.
function userKey(namespace: string, name: string): string {
  return `${namespace}/user/${name}`;
}

function groupKey(namespace: string, name: string): string {
  return `${namespace}/group/${name}`;
}
