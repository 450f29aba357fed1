// What a command is about: the arguments, resolved by what the server serves.

import type { ApiResource, Discovery, RequestOptions } from '@kube-rx/client';
import { UsageError } from './failure.ts';

export interface Target {
  readonly resource: ApiResource;
  /** Empty: all objects. */
  readonly names: readonly string[];
}

/**
 * Reads `pods`, `pods,svc`, `all`, `pods web-0 web-1`, `pods,svc web`, or `pod/web-0 svc/web`, as kubectl does.
 *
 * @throws UsageError for a mixture of the forms, in kubectl's words.
 * @throws UnknownResourceError for a resource that the server does not have.
 */
export async function resolveTargets(
  args: readonly string[],
  discovery: Discovery,
  options: RequestOptions,
): Promise<Target[]> {
  const pairs = readPairs(args);
  if (pairs.length > 0) {
    const targets: Target[] = [];
    for (const { type, name } of pairs)
      targets.push({ resource: await discovery.resolve(type, options), names: [name] });
    return targets;
  }
  const [type = '', ...names] = args;
  const types = type.split(',');
  const resources: ApiResource[] = [];
  for (const each of types) resources.push(...(await discovery.resolveAll(each, options)));
  if (names.length === 0) return [...new Set(resources)].map((resource) => ({ resource, names }));
  // A category has no objects of its own.
  if (resources.length > types.length) throw new UsageError('you must specify only one resource');
  return resources.map((resource) => ({ resource, names }));
}

interface Pair {
  readonly type: string;
  readonly name: string;
}

/** None where the arguments are of the other form. */
function readPairs(args: readonly string[]): Pair[] {
  if (args.slice(1).includes('')) throw new UsageError('resource name may not be empty');
  const combined = args.filter((arg) => arg.includes('/'));
  if (combined.length === 0 || combined.length === args.length) return combined.map(readPair);
  throw new UsageError(
    "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kube-rx get resource/<resource_name>' instead of 'kube-rx get resource resource/<resource_name>')",
  );
}

function readPair(arg: string): Pair {
  const [type = '', name = '', ...rest] = arg.split('/');
  const given = JSON.stringify(arg);
  if (rest.length > 0)
    throw new UsageError(`arguments in resource/name form may not have more than one slash: ${given}`);
  if (type === '' || name === '' || type.includes(','))
    throw new UsageError(`arguments in resource/name form must have a single resource and name: ${given}`);
  return { type, name };
}
