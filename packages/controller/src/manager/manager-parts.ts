// What was added to a manager.

import type { NamedCheck } from './health-check.ts';
import type { ManagedController, PartOptions } from './managed.ts';
import type { Runnable } from './runnable.ts';

/** A part, and how it is to be run. */
export interface Added<Part> {
  readonly part: Part;
  readonly options: PartOptions;
}

export interface AddedCheck extends NamedCheck {
  readonly liveness: boolean;
}

export interface ManagerParts {
  readonly controllers: readonly Added<ManagedController>[];
  readonly runnables: readonly Added<Runnable>[];
  readonly checks: readonly AddedCheck[];
}
