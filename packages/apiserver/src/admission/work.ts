// How much work admission may be for one request: the server answers others meanwhile.

import { Steps } from '../schema/steps.ts';
import { notImplemented } from '../status-error.ts';

/** About a second. */
const most = 100_000_000;
/** Whatever one configuration takes, the first that is compiled for a request ends within it. */
const mostCompiled = 1.1 * most;

/** What all the policies, or all the webhooks, that a request meets at one stage share. */
export class AdmissionWork {
  /** Of matching, of params and of expressions. */
  readonly steps: Steps = new Steps(most, undefined, () =>
    notImplemented(
      `admission policies and webhooks that take more than ${most} steps about one request: bind them less often, select fewer params, or match fewer requests`,
    ),
  );
  readonly #compiling: Steps = new Steps(mostCompiled, undefined, () =>
    notImplemented(
      'compiling so many expressions of admission for one request: send it again, as those that are compiled are kept',
    ),
  );

  /** Those of one configuration, all of whose expressions are compiled at once. */
  compilation(): Steps {
    return new Steps(most, this.#compiling, () => new CompiledTooLong());
  }
}

/** Ends the compilation of a configuration that takes longer than it may: its expressions are refused. */
export class CompiledTooLong extends Error {
  constructor() {
    super(`the expressions take more than ${most} steps: shorten them`);
  }
}
