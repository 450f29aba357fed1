// A definition becomes a served kind.

import { isSameConversion } from '../conversion/conversion-webhook.ts';
import type { JsonObject } from '../json/json.ts';
import { isEstablished } from '../kinds/definition/versions.ts';
import type { ServerContext } from '../server-context.ts';
import { definedKind } from './defined-kind.ts';

/** Serves what a definition defines, if it has its names. */
export function serveDefinition({ registry, watches }: ServerContext, object: JsonObject): void {
  if (!isEstablished(object)) return;
  const kind = definedKind(object);
  const store = registry.customStore(kind.resource);
  const before = registry.resources.find((one) => one.store === store)?.converter;
  registry.setCustom(kind);
  if (!store || isSameConversion(before, kind.converter)) return;
  // Who watches what is shown in another way from now on begins anew, as on the real server.
  for (const stream of watches) if (stream.store === store) stream.finish();
}
