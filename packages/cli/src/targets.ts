// What a command is about: the arguments, resolved by what the server serves.

import type { ApiResource, Discovery } from './discovery/api-resource.ts';
import { findCategory, findResource } from './discovery/resource-name.ts';
import { UsageError } from './failure.ts';

export interface Target {
  readonly resource: ApiResource;
  /** Empty: all objects. */
  readonly names: readonly string[];
}

/**
 * Reads `pods`, `pods,svc`, `all`, `pods web-0 web-1`, or `pod/web-0 svc/web`, as kubectl does.
 *
 * @throws UsageError for a mixture of the forms, or a resource that the server does not have.
 */
export function resolveTargets(args: readonly string[], discovery: Discovery): Target[] {
  const [types = '', ...names] = args;
  if (args.some((arg) => arg.includes('/'))) return args.map((arg) => resolvePair(arg, discovery));
  const words = types.split(',').filter((word) => word !== '');
  return words.flatMap((word) => resolveWord(word, discovery).map((resource) => ({ resource, names })));
}

function resolvePair(arg: string, discovery: Discovery): Target {
  const [type = '', name = '', ...rest] = arg.split('/');
  if (type === '' || name === '' || rest.length > 0)
    throw new UsageError(
      `${JSON.stringify(arg)} is not of the form TYPE/NAME; write either TYPE NAME... or TYPE/NAME...`,
    );
  const resource = findResource(discovery.resources, type);
  if (!resource) throw unknownType(type, discovery);
  return { resource, names: [name] };
}

function resolveWord(word: string, discovery: Discovery): ApiResource[] {
  const resource = findResource(discovery.resources, word);
  const resources = resource ? [resource] : findCategory(discovery.resources, word);
  if (resources.length === 0) throw unknownType(word, discovery);
  return resources;
}

function unknownType(word: string, { unavailable }: Discovery): UsageError {
  const unasked = unavailable.length === 0 ? '' : ` (of ${unavailable.join(', ')} it could not tell)`;
  return new UsageError(`the server doesn't have a resource type ${JSON.stringify(word)}${unasked}`);
}
