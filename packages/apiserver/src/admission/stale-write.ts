import type { StatusError } from '../status-error.ts';

/** What a write began with has changed while it waited for a webhook: it begins again. */
export class StaleWrite extends Error {
  /** For a client whose write has begun often enough. */
  readonly refusal: StatusError;

  constructor(refusal: StatusError) {
    super(refusal.message);
    this.refusal = refusal;
  }
}
