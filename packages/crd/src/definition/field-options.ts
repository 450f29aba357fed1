// Fields that a definition names for the server's own use: to select by, and to scale.

import { quotedText } from '@kube-rx/core';
import type { JsonSchemaProps } from '../schema/json-schema-props.ts';
import type { ScalePaths } from './custom-resource-definition.ts';
import { fieldAtPath } from './field-path.ts';

const mostSelectable = 8;

export function selectableProblems(paths: readonly string[], schema: JsonSchemaProps): string[] {
  const problems = paths.flatMap((path) => {
    const problem = selectableProblem(path, schema);
    return problem === undefined ? [] : [`selectable field ${quotedText(path)}: ${problem}`];
  });
  if (paths.length > mostSelectable)
    problems.push(`there are ${paths.length} selectable fields, and a server takes ${mostSelectable}`);
  if (new Set(paths).size < paths.length) problems.push('a selectable field comes twice');
  return problems;
}

function selectableProblem(path: string, root: JsonSchemaProps): string | undefined {
  if (path.startsWith('.metadata')) return 'metadata is selectable already, or not at all';
  const field = fieldAtPath(root, path);
  if (field.type === 'missing') return field.problem;
  if (field.type === 'unknown') return 'the schema has to know it, and every field on the way';
  if (!field.simple || path.includes('[')) return 'it may lead through fields only, as .spec.host';
  const { type } = field.schema;
  if (type === 'string' || type === 'boolean' || type === 'integer') return undefined;
  return `it is ${type ?? 'of no type'}, not string, boolean or integer`;
}

export function scaleProblems(scale: ScalePaths, schema: JsonSchemaProps): string[] {
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = scale;
  const places = [
    { option: 'specReplicasPath', path: specReplicasPath, below: ['.spec.'], type: 'integer' },
    { option: 'statusReplicasPath', path: statusReplicasPath, below: ['.status.'], type: 'integer' },
    ...(labelSelectorPath === undefined
      ? []
      : [
          {
            option: 'labelSelectorPath',
            path: labelSelectorPath,
            below: ['.spec.', '.status.'],
            type: 'string',
          },
        ]),
  ];
  return places.flatMap(({ option, path, below, type }) => {
    const field = fieldAtPath(schema, path);
    const problem = !below.some((beginning) => path.startsWith(beginning))
      ? `it is not below ${below.join(' or ')}`
      : field.type === 'missing'
        ? field.problem
        : field.type === 'found' && field.schema.type !== type
          ? `it is ${field.schema.type ?? 'of no type'}, not ${type}`
          : undefined;
    return problem === undefined ? [] : [`scale.${option} ${quotedText(path)}: ${problem}`];
  });
}
