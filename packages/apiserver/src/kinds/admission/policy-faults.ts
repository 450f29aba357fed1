// Policies of admission.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/admissionregistration/validation/validation.go

import type { Environment } from '../../admission/expressions/environment.ts';
import {
  compiled,
  type Terms,
  wantsBool,
  wantsObject,
  wantsOperations,
  wantsText,
  wantsTextOrNull,
} from '../../admission/expressions/expression.ts';
import { DeclaredVariables } from '../../admission/expressions/variables.ts';
import { type JsonObject, jsonEquals } from '../../json/json.ts';
import { Steps } from '../../schema/steps.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults, requiredChoiceFaults } from '../../validation/choices.ts';
import { conditionFaults as statusConditionFaults } from '../../validation/conditions.ts';
import { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints, subdomainComplaints, wordComplaints } from '../../validation/names.ts';
import { expressionFaults } from './expression-faults.ts';
import { conditionFaults } from './match-conditions.ts';
import { matchFaults, mutableFaults } from './rules.ts';

/** What the expressions of a policy may name, and what they may take to be compiled. */
interface Expressions {
  readonly hasParams: boolean;
  readonly steps: Steps;
  readonly variables: DeclaredVariables;
  /** Those that follow may name variables. */
  readonly environment: Environment;
}

/** `always`: names of variables are known even where there are none. */
function expressionsOf(spec: Field, always = false): Expressions {
  const hasParams = spec.at('paramKind').isSet;
  const variables = new DeclaredVariables();
  const hasVariables = always || spec.at('variables').size > 0;
  const environment = {
    hasParams,
    hasAuthorizer: true,
    variables: hasVariables ? variables.types : undefined,
  };
  return { hasParams, steps: new Steps(), variables, environment };
}

export function validatingPolicyFaults(policy: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const whole = new Field(policy);
  const spec = whole.at('spec');
  const expressions = expressionsOf(spec);
  const [validations, annotations] = [spec.at('validations'), spec.at('auditAnnotations')];
  const faults = commonFaults(spec, expressions, { old });
  if (validations.size === 0 && annotations.size === 0) {
    const why = 'validations or auditAnnotations must contain at least one item';
    return [...faults, validations.required(why), annotations.required(why)];
  }
  faults.push(...validations.items.flatMap((one) => validationFaults(one, expressions)));
  return [...faults, ...annotationFaults(annotations, whole.at('metadata', 'name').text, expressions)];
}

export function mutatingPolicyFaults(policy: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(policy).at('spec');
  const mutations = spec.at('mutations');
  const more = mutableFaults(spec.at('matchConstraints'));
  const expressions = expressionsOf(spec, true);
  return [
    ...commonFaults(spec, expressions, { old, more }),
    ...(mutations.size === 0 ? [mutations.required('mutations must contain at least one item')] : []),
    ...mutations.items.flatMap((one) => mutationFaults(one, expressions)),
    ...requiredChoiceFaults(spec.at('reinvocationPolicy'), ['IfNeeded', 'Never']),
  ];
}

interface CommonTerms {
  readonly old: JsonObject | undefined;
  /** About what it is for. */
  readonly more?: readonly FieldFault[];
}

function commonFaults(spec: Field, expressions: Expressions, { old, more = [] }: CommonTerms): FieldFault[] {
  const [parameters, match] = [spec.at('paramKind'), spec.at('matchConstraints')];
  const rules = match.at('resourceRules');
  return [
    ...choiceFaults(spec.at('failurePolicy'), ['Fail', 'Ignore']),
    ...(parameters.isSet ? parameterFaults(parameters) : []),
    ...(match.isSet ? matchFaults(match) : [match.required()]),
    ...(match.isSet && rules.size === 0 ? [rules.required()] : []),
    ...more,
    ...(keepsConditions(spec, old) ? [] : conditionFaults(spec.at('matchConditions'), expressions)),
    ...spec.at('variables').items.flatMap((one) => variableFaults(one, expressions)),
  ];
}

// Those that are stored are good for ever.
function keepsConditions(spec: Field, old: JsonObject | undefined): boolean {
  if (old === undefined) return false;
  const before = new Field(old).at('spec');
  return ['paramKind', 'matchConditions'].every((key) =>
    jsonEquals(spec.at(key).value ?? null, before.at(key).value ?? null),
  );
}

function parameterFaults(parameters: Field): FieldFault[] {
  const [version, kind] = [parameters.at('apiVersion'), parameters.at('kind')];
  const complaints = kind.text === '' ? [] : wordComplaints(kind.text.toLowerCase());
  return [
    ...versionFaults(version),
    ...(kind.text === '' ? [kind.required()] : []),
    ...(complaints.length === 0
      ? []
      : [kind.invalid(`may have mixed case, but should otherwise match: ${complaints.join(',')}`)]),
  ];
}

function versionFaults(apiVersion: Field): FieldFault[] {
  const { text } = apiVersion;
  if (text === '') return [apiVersion.required()];
  const parts = text === '/' ? ['', ''] : text.split('/');
  if (parts.length > 2) return [apiVersion.invalid(`unexpected GroupVersion string: ${text}`)];
  const [group = '', version = ''] = parts.length === 1 ? ['', text] : parts;
  const ofGroup = group === '' ? [] : subdomainComplaints(group);
  const ofVersion = version === '' ? [] : wordComplaints(version);
  return [
    ...(ofGroup.length > 0 ? [apiVersion.invalid(ofGroup.join(','), group)] : []),
    ...(version === '' ? [apiVersion.invalid('version must be specified')] : []),
    ...(ofVersion.length > 0 ? [apiVersion.invalid(ofVersion.join(','), version)] : []),
  ];
}

const reserved = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

function variableFaults(variable: Field, { variables, steps, environment }: Expressions): FieldFault[] {
  const [name, expression] = [variable.at('name'), variable.at('expression')];
  const isIdentifier = /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name.text) && !reserved.has(name.text);
  const faults: FieldFault[] = [];
  if (name.text.trim() === '') faults.push(name.required('name is not specified'));
  else if (!isIdentifier) faults.push(name.invalid('must be a valid CEL identifier'));
  if (expression.text.trim() === '') return [...faults, expression.required('expression is not specified')];
  const named = { name: name.text, expression: expression.text };
  const { program } = variables.declare(named, environment, steps);
  return typeof program === 'string' ? [...faults, expression.invalid(program)] : faults;
}

const reasons = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];

function validationFaults(validation: Field, { environment, steps }: Expressions): FieldFault[] {
  const [expression, message, computed, reason] = [
    validation.at('expression'),
    validation.at('message'),
    validation.at('messageExpression'),
    validation.at('reason'),
  ];
  const mustBeSaid = 'must be non-empty if specified';
  const faults: FieldFault[] = [];
  if (expression.text.trim() === '') faults.push(expression.required('expression is not specified'));
  else faults.push(...expressionFaults(expression, { environment, wanted: wantsBool, steps }));
  const silent = { ...environment, hasAuthorizer: false };
  if (computed.text.trim() !== '')
    faults.push(...expressionFaults(computed, { environment: silent, wanted: wantsText, steps }));
  else if (computed.text !== '') faults.push(computed.invalid(mustBeSaid));
  if (message.text !== '' && message.text.trim() === '') faults.push(message.invalid(mustBeSaid));
  else if (/[\n\r]/.test(message.text.trim())) faults.push(message.invalid('must not contain line breaks'));
  if (reason.isSet) faults.push(...choiceFaults(reason, reasons));
  return faults;
}

const mostAnnotations = 20;
const mostBytes = 5 * 1024;

function annotationFaults(
  annotations: Field,
  policy: string,
  { environment, steps }: Expressions,
): FieldFault[] {
  const seen = new Set<string>();
  const tooMany = `must not have more than ${mostAnnotations} auditAnnotations`;
  return [
    ...(annotations.size > mostAnnotations ? [annotations.invalid(tooMany)] : []),
    ...annotations.items.flatMap((annotation) => {
      const [key, expression] = [annotation.at('key'), annotation.at('valueExpression')];
      const name = `${policy}/${key.text}`;
      const isRepeated = seen.has(key.text);
      seen.add(key.text);
      return [
        ...qualifiedNameComplaints(name).map((complaint) => key.invalid(complaint, name)),
        ...valueFaults(expression, { environment, wanted: wantsTextOrNull, steps }),
        ...(isRepeated ? [key.duplicate()] : []),
      ];
    }),
  ];
}

function valueFaults(expression: Field, terms: Terms): FieldFault[] {
  const value = expression.text.trim();
  if (value === '') return [expression.required('valueExpression is not specified')];
  if (Buffer.byteLength(value) > mostBytes)
    return [expression.required(`must not exceed ${mostBytes} bytes in length`)];
  const { program } = compiled(value, terms);
  return typeof program === 'string' ? [expression.invalid(program)] : [];
}

const patches = { ApplyConfiguration: 'applyConfiguration', JSONPatch: 'jsonPatch' } as const;

function mutationFaults(mutation: Field, { environment, steps }: Expressions): FieldFault[] {
  const type = mutation.at('patchType');
  if (type.text !== 'ApplyConfiguration' && type.text !== 'JSONPatch')
    return requiredChoiceFaults(type, Object.keys(patches));
  const own = mutation.at(patches[type.text]);
  const otherKey = type.text === 'JSONPatch' ? patches.ApplyConfiguration : patches.JSONPatch;
  const other = mutation.at(otherKey);
  const expression = own.at('expression');
  const faults: FieldFault[] = [];
  if (!own.isSet) faults.push(own.required(`must be specified when patchType is ${type.text}`));
  else if (expression.text.trim() === '') faults.push(expression.required());
  else
    faults.push(
      ...expressionFaults(
        expression,
        {
          environment: { ...environment, hasPatches: true },
          wanted: type.text === 'JSONPatch' ? wantsOperations : wantsObject,
          steps,
        },
        expression.text.trim(),
      ),
    );
  if (other.isSet)
    faults.push(other.invalid(`must not be specified when patchType is ${type.text}`, `{${otherKey}}`));
  return faults;
}

export function policyStatusFaults(policy: JsonObject): FieldFault[] {
  const status = new Field(policy).at('status');
  const warnings = status.at('typeChecking', 'expressionWarnings').items.flatMap((warning) => {
    const [said, reference] = [warning.at('warning'), warning.at('fieldRef')];
    return [
      ...(said.text === '' ? [said.required()] : []),
      ...(reference.text.trim() === '' ? [reference.required()] : []),
    ];
  });
  return [...warnings, ...statusConditionFaults(status.at('conditions'))];
}
