// What a definition is let off because it was so before: rules that came later do not hold it up.

import { type JsonObject, jsonEquals, valueAt } from '../../json/json.ts';
import { prune } from '../../schema/prune.ts';
import { keyFaults, setFaults } from '../../schema/rules/list-faults.ts';
import type { Leniency } from '../../schema/rules/open-api-faults.ts';
import { someSchema } from '../../schema/rules/subschemas.ts';
import { ToldPaths } from '../../types/told-paths.ts';
import { Field } from '../../validation/field.ts';
import { bundleFaults } from '../../validation/webhook-client.ts';
import { hasUnknownReviews } from './conversion.ts';
import { isEstablished } from './versions.ts';

export interface Leniencies extends Leniency {
  readonly unprunedDefaults: boolean;
  readonly unknownReviews: boolean;
  readonly unreadBundle: boolean;
}

const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', ''];

/** `old`: what the definition replaces. */
export function lenienciesOf(old: JsonObject | undefined): Leniencies {
  const spec = new Field(old).at('spec');
  const has = (isAsked: (schema: Field) => boolean): boolean => someVersion(spec, isAsked);
  const conversion = spec.at('conversion');
  return {
    unknownTypes: has((schema) => !types.includes(schema.at('type').text)),
    nonAtomicSets: has(
      (schema) => schema.at('x-kubernetes-list-type').text === 'set' && setFaults(schema).length > 0,
    ),
    looseKeys: has((schema) => keyFaults(schema).length > 0),
    unprunedDefaults: has(hasUnprunedDefault),
    unknownReviews: hasUnknownReviews(conversion),
    unreadBundle:
      !old ||
      !isEstablished(old) ||
      bundleFaults(conversion.at('webhook', 'clientConfig', 'caBundle')).length > 0,
  };
}

export function hasDefaults(spec: Field): boolean {
  return someVersion(spec, (schema) => schema.at('default').isSet);
}

function someVersion(spec: Field, isAsked: (schema: Field) => boolean): boolean {
  return spec.at('versions').items.some((version) => {
    const schema = version.at('schema', 'openAPIV3Schema');
    return schema.isSet && someSchema(schema, isAsked);
  });
}

function hasUnprunedDefault(schema: Field): boolean {
  const value = valueAt(schema.value, 'default') ?? null;
  const place = { unknown: new ToldPaths(), path: 'default' };
  return value !== null && !jsonEquals(prune(schema.object, value, place), value);
}
