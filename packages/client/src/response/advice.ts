// What to do about an error that the server answered.

import {
  causesOf,
  isConflict,
  isExpired,
  isForbidden,
  isNotFound,
  isTooManyRequests,
  isUnauthorized,
  type Status,
} from '@kube-rx/core';

/** Undefined where the server's message says enough. `body` is the answer's: sometimes only it has the reason. */
export function adviceFor(status: Status, body: string): string | undefined {
  if (status.code === 400 && body.includes('HTTP request to an HTTPS server'))
    return 'the server speaks TLS: write https:// in its URL';
  if (isUnauthorized(status))
    return "the server does not accept the credentials: check the user of the kubeconfig's context, or its token's age";
  if (isForbidden(status) && !isByAdmission(status))
    return 'the identity is known but not allowed to do this: grant it by RBAC';
  if (causesOf(status).some(({ reason }) => reason === 'FieldManagerConflict'))
    return 'another manager owns these fields: leave them out, or take them over by force';
  if (isConflict(status)) return 'read the object again and repeat the change on what is there now';
  if (isExpired(status)) return 'list again from the beginning';
  if (isTooManyRequests(status) || status.code === 503 || status.code === 504) return 'try again later';
  // The details name a missing object, but not a path that is not served.
  if (isNotFound(status) && !status.details?.name && /^404 page not found/.test(body))
    return 'the server does not serve this resource: check its API version, and that its CRD is installed';
  return undefined;
}

// Admission refuses what RBAC has allowed: a webhook, a quota, a policy. Only RBAC names the user.
function isByAdmission({ message = '' }: Status): boolean {
  return (
    /^admission webhook "|^ValidatingAdmissionPolicy '/.test(message) ||
    /^[^:]* is forbidden: (?!user ")/i.test(message)
  );
}
