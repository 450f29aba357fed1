import type { User } from '../access/user.ts';

/** Whose a token is, and which of the audiences that were asked for it is good for; or why it is not. */
export type TokenVerdict =
  | { readonly kind: 'user'; readonly user: User; readonly audiences: readonly string[] }
  | RefusedToken;

export interface RefusedToken {
  readonly kind: 'refused';
  readonly why: string;
}

/** Of a token that nobody knows; it is never repeated. */
export const invalidToken = 'invalid bearer token';

export function refusedToken(why: string): RefusedToken {
  return { kind: 'refused', why };
}
