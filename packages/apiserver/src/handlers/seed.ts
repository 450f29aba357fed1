// Objects that a program puts in by itself, as if somebody had asked for them.

import type { JsonObject } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { createObject } from '../strategy/create.ts';
import { ownWrite } from '../strategy/write-options.ts';
import { asKind } from './kind-body.ts';

/** What a kind does not have is dropped without a word. */
export function seedObject(
  server: ServerContext,
  served: ServedResource,
  namespace: string,
  object: JsonObject,
): void {
  const options = ownWrite();
  const body = { object, text: '', repeatedLines: [] };
  const typed = served.custom ? object : asKind(body, served.resource, options);
  createObject(server, served, { ...options, namespace, object: typed });
}
