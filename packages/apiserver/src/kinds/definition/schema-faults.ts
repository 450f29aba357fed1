// The schema of a version, or of all of them.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/validation/validation.go

import { defaultFaults } from '../../schema/rules/default-faults.ts';
import { type Leniency, openApiFaults } from '../../schema/rules/open-api-faults.ts';
import { ruleExpressionFaults } from '../../schema/rules/rule-expressions.ts';
import { isConvertible, structuralFaults } from '../../schema/rules/structural-faults.ts';
import type { Steps } from '../../schema/steps.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

export interface SchemaTerms extends Leniency {
  readonly steps: Steps;
  readonly unprunedDefaults: boolean;
}

interface Terms extends SchemaTerms {
  /** Whether the status is a part of its own, whose schema is taken out of this one. */
  readonly hasStatus: boolean;
}

/** `validation`: what holds the schema. */
export function schemaFaults(validation: Field, terms: Terms): FieldFault[] {
  const schema = validation.at('openAPIV3Schema');
  if (!schema.isSet) return [];
  const { steps, unprunedDefaults } = terms;
  const faults = terms.hasStatus ? rootFaults(schema) : [];
  if (schema.at('nullable').value === true)
    faults.push(schema.at('nullable').forbidden('nullable cannot be true at the root'));
  const convertible = isConvertible(schema);
  const rootCount = faults.length;
  if (convertible) {
    const structural = structuralFaults(schema, steps);
    faults.push(
      ...(structural.length > 0 ? structural : defaultFaults(schema, { steps, unpruned: unprunedDefaults })),
    );
  }
  const isStructural = convertible && faults.length === rootCount;
  const words = openApiFaults(schema, terms);
  faults.push(...words);
  if (isStructural) faults.push(...ruleExpressionFaults(schema, { steps, found: words }));
  for (const { field, message } of faults) steps.spendOnText(field + message);
  if (faults.length > 0 || convertible) return faults;
  // Whatever else cannot be converted was complained of.
  return [schema.invalid("OpenAPIV3Schema 'schema' is not supported", '')];
}

// In the order and the words of the Go struct.
const allowed =
  'Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations';

const beforeType = ['id', '$schema', '$ref'];
const refused = [
  ...['nullable', 'default', 'enum', 'maxProperties', 'minProperties', 'oneOf', 'anyOf', 'allOf', 'not'],
  ...['additionalProperties', 'patternProperties', 'dependencies', 'additionalItems', 'definitions'],
  ...['embedded-resource', 'int-or-string', 'list-map-keys', 'list-type', 'map-type'].map(
    (name) => `x-kubernetes-${name}`,
  ),
];

function rootFaults(schema: Field): FieldFault[] {
  const type = schema.at('type');
  const isUsed = (keyword: string): boolean => {
    const { value } = schema.at(keyword);
    return value !== undefined && value !== null && value !== false && value !== '';
  };
  const isMistyped = type.text !== '' && type.text !== 'object';
  if (!beforeType.some(isUsed) && isMistyped)
    return [
      type.invalid(
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled',
      ),
    ];
  if (![...beforeType, ...refused].some(isUsed)) return [];
  const why = `only [${allowed}] fields are allowed at the root of the schema if the status subresource is enabled`;
  return [schema.invalid(why)];
}
