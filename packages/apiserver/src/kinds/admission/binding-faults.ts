// Bindings, which put policies into effect.

import { type JsonObject, stringsAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults, requiredChoiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { selectorFaults } from '../../validation/labels.ts';
import { segmentComplaints, subdomainComplaints } from '../../validation/names.ts';
import { matchFaults, mutableFaults } from './rules.ts';

export function validatingBindingFaults(binding: JsonObject): FieldFault[] {
  const spec = new Field(binding).at('spec');
  return [...commonFaults(spec), ...actionFaults(spec.at('validationActions'))];
}

export function mutatingBindingFaults(binding: JsonObject): FieldFault[] {
  const spec = new Field(binding).at('spec');
  return [...commonFaults(spec), ...mutableFaults(spec.at('matchResources'))];
}

function commonFaults(spec: Field): FieldFault[] {
  const name = spec.at('policyName');
  return [
    ...(name.text === '' ? [name.required()] : name.invalidText(subdomainComplaints(name.text))),
    ...parameterFaults(spec.at('paramRef')),
    ...matchFaults(spec.at('matchResources')),
  ];
}

function parameterFaults(parameters: Field): FieldFault[] {
  if (!parameters.isSet) return [];
  const [name, selector] = [parameters.at('name'), parameters.at('selector')];
  const isEither = name.text !== '' && selector.isSet;
  const exclusive = 'name and selector are mutually exclusive';
  return [
    ...(name.text === '' ? [] : name.invalidText(segmentComplaints(name.text))),
    ...(isEither ? [name.forbidden(exclusive)] : []),
    ...selectorFaults(selector),
    ...(isEither ? [selector.forbidden(exclusive)] : []),
    ...(name.text === '' && !selector.isSet
      ? [parameters.required('one of name or selector must be specified')]
      : []),
    ...requiredChoiceFaults(parameters.at('parameterNotFoundAction'), ['Deny', 'Allow']),
  ];
}

const actions = ['Audit', 'Deny', 'Warn'];

function actionFaults(field: Field): FieldFault[] {
  const given = stringsAt(field.value);
  const seen = new Set<string>();
  const faults = field.items.flatMap((action) => {
    const isRepeated = seen.has(action.text);
    seen.add(action.text);
    return [...choiceFaults(action, actions), ...(isRepeated ? [action.duplicate()] : [])];
  });
  if (seen.has('Deny') && seen.has('Warn'))
    faults.push(
      field.invalid(
        'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
      ),
    );
  return given.length > 0
    ? faults
    : [...faults, field.required('at least one validation action is required')];
}
