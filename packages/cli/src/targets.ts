// What a command is about: the arguments, resolved by what the server serves.

import type { ApiResource, Discovery } from '@kube-rx/client';
import type { CallOptions } from '@kube-rx/core';
import { UsageError } from './failure.ts';

export interface Target {
  readonly resource: ApiResource;
  /** Empty: all objects. */
  readonly names: readonly string[];
}

/**
 * Reads `pods`, `pods,svc`, `all`, `pods web-0 web-1`, or `pod/web-0 svc/web`, as kubectl does.
 *
 * @throws UsageError for a mixture of the forms.
 * @throws UnknownResourceError for a resource that the server does not have.
 */
export async function resolveTargets(
  args: readonly string[],
  discovery: Discovery,
  options: CallOptions,
): Promise<Target[]> {
  const targets: Target[] = [];
  if (args.some((arg) => arg.includes('/'))) {
    for (const { type, name } of args.map(readPair))
      targets.push({ resource: await discovery.resolve(type, options), names: [name] });
    return targets;
  }
  const [types = '', ...names] = args;
  for (const type of types.split(',').filter((each) => each !== ''))
    for (const resource of await discovery.resolveAll(type, options)) targets.push({ resource, names });
  return targets;
}

function readPair(arg: string): { type: string; name: string } {
  const [type = '', name = '', ...rest] = arg.split('/');
  if (type !== '' && name !== '' && rest.length === 0) return { type, name };
  throw new UsageError(
    `${JSON.stringify(arg)} is not of the form TYPE/NAME; write either TYPE NAME... or TYPE/NAME...`,
  );
}
