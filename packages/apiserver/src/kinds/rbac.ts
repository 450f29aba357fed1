// Roles and their bindings.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/rbac/v1/defaults.go

import { arrayAt, type JsonObject, objectAt, textAt, withKey } from '../json/json.ts';
import { always, computed, each } from './defaults.ts';
import type { Kind, KindWrite } from './kind.ts';

const group = 'rbac.authorization.k8s.io';
const alike = { group, createOnUpdate: true, names: 'segment' } as const;

// An empty list is none in the Go type, and rules are printed all the same.
const withRules = ({ object }: KindWrite): JsonObject =>
  arrayAt(object, 'rules').length === 0 ? withKey(object, 'rules', null) : object;

function roleKind(kind: string): Kind {
  return { ...alike, kind, prepareForCreate: withRules, prepareForUpdate: withRules };
}

function roleOf(binding: JsonObject): string {
  const role = objectAt(binding, 'roleRef');
  return `${textAt(role, 'kind')}/${textAt(role, 'name')}`;
}

function bindingKind(kind: string): Kind {
  return {
    ...alike,
    kind,
    defaults: {
      roleRef: always({ apiGroup: group }),
      subjects: each({ apiGroup: computed(({ kind: of }) => (of === 'ServiceAccount' ? undefined : group)) }),
    },
    cells: { Role: roleOf },
  };
}

export const rbacKinds: readonly Kind[] = [
  roleKind('Role'),
  roleKind('ClusterRole'),
  bindingKind('RoleBinding'),
  bindingKind('ClusterRoleBinding'),
];
