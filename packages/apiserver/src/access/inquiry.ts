// What a review needs to be answered: who asks, and who decides.

import type { JsonObject } from '../json/json.ts';
import { clusterAdmin } from './bootstrap-roles.ts';
import type { AccessDecision, Attributes } from './rbac.ts';
import { anonymous, type Tokens, type User } from './user.ts';

/** Who asks, and who decides. */
export interface Inquiry {
  readonly user: User;
  readonly tokens: Tokens;
  readonly judge: (user: User, attributes: Attributes) => AccessDecision;
  readonly rules: (user: User, namespace: string) => readonly JsonObject[];
}

/** Without authentication and authorization: every request is allowed. */
export const openInquiry: Inquiry = {
  user: anonymous,
  tokens: {},
  judge: () => ({ allowed: true, reason: '' }),
  rules: () => clusterAdmin,
};

export interface Question {
  readonly spec: JsonObject;
  readonly namespace: string;
}
