// ServiceAccounts.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/serviceaccount/strategy.go

import { type JsonObject, objectsAt, stringAt, textAt, valueAt, withKey } from '../json/json.ts';
import type { Kind } from './kind.ts';

const annotation = 'kubernetes.io/enforce-mountable-secrets';

function accountWarnings(account: JsonObject, old: JsonObject | undefined): string[] {
  const has = (object: JsonObject): boolean =>
    stringAt(object, 'metadata', 'annotations', annotation) !== undefined;
  if (!has(account) || (old && has(old))) return [];
  return [
    `metadata.annotations[${annotation}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
  ];
}

// Of its Secrets, which are in its namespace, it keeps the names.
function withSecretNames(account: JsonObject): JsonObject {
  if (valueAt(account, 'secrets') === undefined) return account;
  const names = objectsAt(account, 'secrets').map((secret) =>
    withKey({}, 'name', textAt(secret, 'name') || undefined),
  );
  return { ...account, secrets: names };
}

export const serviceAccount: Kind = {
  group: '',
  kind: 'ServiceAccount',
  returnsDeleted: true,
  prepare: ({ object }) => withSecretNames(object),
  warnings: accountWarnings,
};
