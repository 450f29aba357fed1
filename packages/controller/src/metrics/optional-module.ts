// A library that is there only where a program has installed it.

import { InvalidRequestError } from '@kube-rx/core';

/**
 * The name is a variable, so that no bundler takes the library into every bundle of kube-rx.
 *
 * @throws InvalidRequestError where it cannot be loaded.
 */
export async function loadOptional(name: 'prom-client' | '@opentelemetry/api'): Promise<unknown> {
  try {
    return (await import(name)) as unknown;
  } catch (cause) {
    throw new InvalidRequestError(`metrics: ${name} cannot be loaded: install it beside the program`, {
      cause,
    });
  }
}
