// A request as both servers get it.

import type { HttpMethod } from '@kube-rx/core';
import type { Ask } from '../session.ts';

export interface Request {
  readonly method: HttpMethod;
  readonly path: string;
  readonly ask: Ask;
}
