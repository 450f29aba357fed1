// Whose token is this.

import { type JsonObject, stringAt } from '../json/json.ts';
import { badRequest } from '../status-error.ts';
import type { Inquiry, Question } from './inquiry.ts';
import { userInfo, userOfToken } from './user.ts';

export function tokenStatus({ tokens }: Inquiry, { spec }: Question): JsonObject {
  const token = stringAt(spec, 'token') ?? '';
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  const user = userOfToken(token, tokens);
  return user ? { authenticated: true, user: userInfo(user) } : { user: {}, error: 'invalid bearer token' };
}
