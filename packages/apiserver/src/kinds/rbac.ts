// Roles and their bindings.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/rbac/v1/defaults.go

import { type JsonObject, objectAt, objectsAt, textAt } from '../json/json.ts';
import type { Cell } from './cell.ts';
import { always, computed, each, filled } from './defaults.ts';
import type { Kind } from './kind.ts';
import { bindingFaults, clusterRoleFaults, rbacGroup as group, roleFaults } from './rbac-validation.ts';

const alike = { group, createOnUpdate: true, names: 'segment' } as const;

function roleKind(kind: string, validate: NonNullable<Kind['validate']>): Kind {
  return { ...alike, kind, validate };
}

function roleOf(binding: JsonObject): string {
  const role = objectAt(binding, 'roleRef');
  return `${textAt(role, 'kind')}/${textAt(role, 'name')}`;
}

const subjects =
  (kind: string, text: (subject: JsonObject) => string = (subject) => textAt(subject, 'name')): Cell =>
  (binding) =>
    objectsAt(binding, 'subjects')
      .filter((subject) => textAt(subject, 'kind') === kind)
      .map(text)
      .join(', ');

function bindingKind(kind: string, roles: readonly string[]): Kind {
  return {
    ...alike,
    kind,
    validate: bindingFaults(roles),
    defaults: {
      roleRef: always({ apiGroup: filled(group) }),
      subjects: each({ apiGroup: computed(({ kind: of }) => (of === 'ServiceAccount' ? undefined : group)) }),
    },
    cells: {
      Role: roleOf,
      Users: subjects('User'),
      Groups: subjects('Group'),
      ServiceAccounts: subjects(
        'ServiceAccount',
        (account) => `${textAt(account, 'namespace')}/${textAt(account, 'name')}`,
      ),
    },
  };
}

export const rbacKinds: readonly Kind[] = [
  roleKind('Role', roleFaults),
  roleKind('ClusterRole', clusterRoleFaults),
  bindingKind('RoleBinding', ['Role', 'ClusterRole']),
  bindingKind('ClusterRoleBinding', ['ClusterRole']),
];
