// What an Event says.

import type { ObjectIdentity } from '@kube-rx/core';

export interface EventNote {
  readonly type: 'Normal' | 'Warning';
  /** Why, in CamelCase, as `Created`: machines read it. At most 128 characters. */
  readonly reason: string;
  /** What was done or failed, in CamelCase, as `Create`. Default: the reason. */
  readonly action?: string;
  /** For people. Cut to 1,024 bytes. */
  readonly note?: string;
  /** Another object that it is about. */
  readonly related?: ObjectIdentity;
}
