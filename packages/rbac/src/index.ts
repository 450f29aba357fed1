// Least-privilege RBAC: roles from the requests that a program makes.
//
//   const log = new AccessLog();
//   const server = new ApiServer({ onAccess: ({ access }) => log.add(access) });
//   // ... the program runs on the server
//   rolesFor(log.accesses, { name: 'website-operator', namespace: 'shop' });

export type { Access } from './access.ts';
export { formatAccesses, parseAccesses } from './access-lines.ts';
export type { AccessLogOptions } from './access-log.ts';
export { AccessLog } from './access-log.ts';
export type { CompareOptions, ExcessGrant, ExcessReason, RoleComparison } from './compare-roles.ts';
export { compareRoles } from './compare-roles.ts';
export { describeAccess, describeExcess } from './describe.ts';
export { eventAccess } from './event-access.ts';
export { leaseAccess } from './lease-access.ts';
export type { ManifestDefaults } from './manifest-roles.ts';
export type { RoleScope } from './needs.ts';
export type { PolicyRule } from './policy-rule.ts';
export type { RoleManifest, RoleOptions } from './roles.ts';
export { rolesFor } from './roles.ts';
