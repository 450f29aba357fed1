// Acting as somebody else, where RBAC allows it.
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation

import type { Layer } from '../service.ts';

/** Whom to act as. The server refuses groups, uid and extra without a user. */
export interface Impersonation {
  readonly user: string;
  readonly groups?: readonly string[] | undefined;
  readonly uid?: string | undefined;
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined;
}

/**
 * Sets the impersonation headers of every request.
 *
 * @example
 * compose([impersonationLayer({ user: 'ann', groups: ['shop'] })], server.service);
 */
export function impersonationLayer({ user, groups = [], uid, extra = {} }: Impersonation): Layer {
  const headers = {
    'impersonate-user': encodeValue(user),
    ...(uid !== undefined && { 'impersonate-uid': encodeValue(uid) }),
  };
  const extras = Object.entries(extra).map(
    ([key, values]) => [`impersonate-extra-${encodeKey(key)}`, values.map(encodeValue)] as const,
  );
  const repeatedHeaders = {
    ...(groups.length > 0 && { 'impersonate-group': groups.map(encodeValue) }),
    ...Object.fromEntries(extras),
  };
  return (next) => (request, options) =>
    next(
      {
        ...request,
        headers: { ...request.headers, ...headers },
        repeatedHeaders: { ...request.repeatedHeaders, ...repeatedHeaders },
      },
      options,
    );
}

// Node takes a header's characters as bytes; the server reads the bytes as UTF-8.
function encodeValue(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}

// What may not stand in a header's name is percent-encoded, as the server expects of this one header.
function encodeKey(key: string): string {
  return encodeValue(key.toLowerCase()).replace(/[^a-z0-9!#$&'*+\-.^_`|~]/g, (byte) => {
    const hex = byte.charCodeAt(0).toString(16).padStart(2, '0');
    return `%${hex.toUpperCase()}`;
  });
}
