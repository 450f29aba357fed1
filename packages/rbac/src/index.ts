// Least-privilege RBAC: roles from the requests that a program makes.

export type { PolicyRule } from './policy-rule.ts';
