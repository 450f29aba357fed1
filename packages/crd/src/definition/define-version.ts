// A version of a kind, checked and written as a definition has it.

import { quotedText } from '@kube-rx/core';
import { checkRules } from '../cel/check-rules.ts';
import { CrdSchemaError } from '../schema/crd-schema-error.ts';
import type { JsonSchemaProps, ValidationRule } from '../schema/json-schema-props.ts';
import type { SchemaInput } from '../schema/schema-input.ts';
import { structuralSchema } from '../schema/structural-schema.ts';
import type { DefinedVersion } from './custom-resource-definition.ts';
import { scaleProblems, selectableProblems } from './field-options.ts';
import { printerColumns } from './printer-columns.ts';
import { isVersionName } from './version-name.ts';
import type { VersionOptions } from './version-options.ts';

export interface VersionPlace {
  readonly name: string;
  readonly storage: boolean;
  /** Of all versions. */
  readonly rules: readonly ValidationRule[];
  /** Told what is wrong. */
  readonly onProblem: (problem: string) => void;
}

export function defineVersion(options: VersionOptions, place: VersionPlace): DefinedVersion {
  const { name, storage, onProblem } = place;
  const tell = (problem: string): void => onProblem(`version ${name}: ${problem}`);
  const { served = true, deprecated, scale, selectableFields = [] } = options;
  if (!isVersionName(name)) onProblem(`version ${quotedText(name)} is no DNS label, as v1`);
  const schema = rootSchema(options, { rules: place.rules, tell });
  const { columns, problems } = printerColumns(options.columns ?? {}, schema);
  for (const problem of problems) tell(problem);
  for (const problem of selectableProblems(selectableFields, schema)) tell(problem);
  if (scale) for (const problem of scaleProblems(scale, schema)) tell(problem);
  for (const { path, rule, problem } of checkRules(schema))
    tell(`rule ${quotedText(rule, 200)}${path === '' ? '' : ` of ${path}`}: ${problem}`);
  const subresources = { ...(options.status && { status: {} }), ...(scale && { scale }) };
  return {
    name,
    served,
    storage,
    ...(deprecated && { deprecated: true }),
    ...(typeof deprecated === 'string' && { deprecationWarning: deprecated }),
    schema: { openAPIV3Schema: schema },
    ...(Object.keys(subresources).length > 0 && { subresources }),
    ...(columns.length > 0 && { additionalPrinterColumns: columns }),
    ...(selectableFields.length > 0 && {
      selectableFields: selectableFields.map((jsonPath) => ({ jsonPath })),
    }),
  };
}

interface SchemaPlace {
  readonly rules: readonly ValidationRule[];
  readonly tell: (problem: string) => void;
}

function rootSchema(options: VersionOptions, { rules, tell }: SchemaPlace): JsonSchemaProps {
  const { description, extensions = {}, objectRules = [] } = options;
  const part = (at: string, input: SchemaInput): JsonSchemaProps => {
    try {
      const own = Object.entries(extensions).filter(
        ([path]) => path === at || /^[.[]/.test(path.slice(at.length)),
      );
      return structuralSchema(input, {
        at,
        extensions: Object.fromEntries(own.filter(([path]) => path.startsWith(at))),
      });
    } catch (error) {
      if (!(error instanceof CrdSchemaError)) throw error;
      tell(error.message);
      return { 'x-kubernetes-preserve-unknown-fields': true };
    }
  };
  for (const path of Object.keys(extensions))
    if (!/^(?:spec|status)(?:[.[]|$)/.test(path))
      tell(`extensions ${quotedText(path)}: it begins neither with spec nor with status`);
  const spec = withRules(part('spec', options.spec), [...rules, ...(options.rules ?? [])]);
  const root: JsonSchemaProps = {
    ...(description !== undefined && { description }),
    type: 'object',
    required: ['spec'],
    properties: { spec, ...(options.status && { status: part('status', options.status) }) },
  };
  return withRules(root, objectRules);
}

function withRules(schema: JsonSchemaProps, rules: readonly ValidationRule[]): JsonSchemaProps {
  if (rules.length === 0) return schema;
  const all = [...(schema['x-kubernetes-validations'] ?? []), ...rules];
  return { ...schema, 'x-kubernetes-validations': all };
}
