// Which requests share which level of priority.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/flowcontrol/validation/validation.go

import { type JsonObject, jsonEquals, stringAt, textAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { subdomainComplaints } from '../../validation/names.ts';
import { at, conditionOf, count } from '../cell.ts';
import { always, nonZero } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { conditionTypeFaults } from './conditions.ts';
import { mandatorySchemas } from './mandatory.ts';
import { ruleFaults } from './rules.ts';

const most = 10_000;

function schemaFaults(schema: JsonObject): FieldFault[] {
  const spec = new Field(schema).at('spec');
  const name = textAt(schema, 'metadata', 'name');
  const wanted = mandatorySchemas.get(name);
  return [
    ...precedenceFaults(spec.at('matchingPrecedence'), name),
    ...distinguisherFaults(spec.at('distinguisherMethod')),
    ...levelFaults(spec.at('priorityLevelConfiguration', 'name')),
    ...spec.at('rules').items.flatMap(ruleFaults),
    ...(wanted && !jsonEquals(spec.value, wanted)
      ? [spec.invalid(`spec of '${name}' must equal the fixed value`)]
      : []),
    ...conditionTypeFaults(schema),
  ];
}

function precedenceFaults(precedence: Field, name: string): FieldFault[] {
  const { number } = precedence;
  if (number <= 0) return precedence.invalidNumber(['must be a positive value']);
  if (number > most) return precedence.invalidNumber([`must not be greater than ${most}`]);
  if (number > 1 || name === 'exempt') return [];
  return precedence.invalidNumber(["only the schema named 'exempt' may have matchingPrecedence 1"]);
}

function distinguisherFaults(method: Field): FieldFault[] {
  const type = method.at('type');
  const supported = ['ByNamespace', 'ByUser'];
  if (!method.isSet || supported.includes(type.text)) return [];
  return [type.unsupported(supported, { Type: type.text })];
}

function levelFaults(level: Field): FieldFault[] {
  if (level.text === '') return [level.required('must reference a priority level')];
  return level.invalidText(subdomainComplaints(level.text));
}

export const flowSchema: Kind = {
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'FlowSchema',
  generation: true,
  defaults: { spec: always({ matchingPrecedence: nonZero(1000) }) },
  validate: schemaFaults,
  validateStatus: conditionTypeFaults,
  cells: {
    PriorityLevel: at('spec.priorityLevelConfiguration.name', ''),
    MatchingPrecedence: count('spec.matchingPrecedence'),
    DistinguisherMethod: at('spec.distinguisherMethod.type'),
    MissingPL: (schema) => stringAt(conditionOf(valueAt(schema, 'status'), 'Dangling'), 'status') ?? '?',
  },
};
