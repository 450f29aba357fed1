// JSONPath as definitions have it, and what a schema has there.
// https://kubernetes.io/docs/reference/kubectl/jsonpath/

import { quotedText } from '@kube-rx/core';
import type { JsonSchemaProps } from '../schema/json-schema-props.ts';

/** `unknown`: right, as far as can be told. */
export type FieldAtPath =
  | { readonly type: 'found'; readonly schema: JsonSchemaProps; readonly simple: boolean }
  | { readonly type: 'unknown' }
  | { readonly type: 'missing'; readonly problem: string };

/** What each object has besides its schema. */
const time: JsonSchemaProps = { type: 'string', format: 'date-time' };
const text: JsonSchemaProps = { type: 'string' };
const texts: JsonSchemaProps = { type: 'object', additionalProperties: text };
const ofEveryObject: Readonly<Record<string, JsonSchemaProps>> = {
  apiVersion: text,
  kind: text,
  metadata: {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
    properties: {
      name: text,
      namespace: text,
      generateName: text,
      uid: text,
      resourceVersion: text,
      generation: { type: 'integer' },
      creationTimestamp: time,
      deletionTimestamp: time,
      labels: texts,
      annotations: texts,
    },
  },
};

type Step =
  | { readonly type: 'field'; readonly name: string }
  /** An index, `*`, or a filter, whose field is looked for as well. */
  | { readonly type: 'elements'; readonly filter: string | undefined };

/** Of the object's root, as `.status.conditions[?(@.type=="Ready")].status`. */
export function fieldAtPath(root: JsonSchemaProps, path: string): FieldAtPath {
  const steps = stepsOf(path);
  if (typeof steps === 'string') return { type: 'missing', problem: steps };
  if (steps === undefined) return { type: 'unknown' };
  let here: JsonSchemaProps = { ...root, properties: { ...root.properties, ...ofEveryObject } };
  for (const step of steps) {
    const next = below(here, step);
    if (next === 'open') return { type: 'unknown' };
    if (typeof next === 'string') return { type: 'missing', problem: next };
    here = next;
  }
  return { type: 'found', schema: here, simple: steps.every(({ type }) => type === 'field') };
}

function below(here: JsonSchemaProps, step: Step): JsonSchemaProps | string {
  if (step.type === 'field') return fieldOf(here, step.name);
  const elements = here.type === 'array' ? here.items : undefined;
  const values = typeof here.additionalProperties === 'object' ? here.additionalProperties : undefined;
  const found = elements ?? (here.type === 'object' ? values : undefined);
  if (found === undefined) return isOpen(here) ? 'open' : 'it takes an element of what is no list';
  if (step.filter === undefined) return found;
  const filtered = fieldOf(found, step.filter);
  return typeof filtered === 'string' ? filtered : found;
}

function fieldOf(here: JsonSchemaProps, name: string): JsonSchemaProps | string {
  const { properties = {}, additionalProperties } = here;
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (property) return property;
  if (typeof additionalProperties === 'object') return additionalProperties;
  if (isOpen(here)) return 'open';
  const known = Object.keys(properties).slice(0, 20).join(', ');
  return `there is no field ${quotedText(name)}${known === '' ? '' : `; there are: ${known}`}`;
}

function isOpen(schema: JsonSchemaProps): boolean {
  const { additionalProperties } = schema;
  return (
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    schema['x-kubernetes-embedded-resource'] === true ||
    additionalProperties === true
  );
}

const stepPattern =
  /\.(?<field>(?:[^.[\]\\]|\\.)+)|\['(?<quoted>[^']+)'\]|\[(?<index>\*|-?\d+)\]|\[\?\(@\.(?<filter>[\w-]+)\s*(?:[=!<>]=|[<>])[^)]*\)\]/y;

/** Text: what is wrong. Undefined: what only a server understands, as ranges. */
function stepsOf(path: string): Step[] | string | undefined {
  if (!path.startsWith('.')) return 'it does not begin with a dot';
  const steps: Step[] = [];
  stepPattern.lastIndex = 0;
  while (stepPattern.lastIndex < path.length) {
    const at = stepPattern.lastIndex;
    const { field, quoted, index, filter } = stepPattern.exec(path)?.groups ?? {};
    if (field === '*') return undefined;
    if (field !== undefined) steps.push({ type: 'field', name: field.replaceAll(/\\(.)/g, '$1') });
    else if (quoted !== undefined) steps.push({ type: 'field', name: quoted });
    else if (index !== undefined || filter !== undefined) steps.push({ type: 'elements', filter });
    // Two dots, ranges and unions are of JSONPath as well.
    else
      return /^(?:\.\.|\[[^\]]*[:,()])/.test(path.slice(at))
        ? undefined
        : `it cannot be read from ${quotedText(path.slice(at))} on`;
  }
  return steps;
}
