// Leases, and those who would like to hold them.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/coordination/validation/validation.go

import type { JsonObject } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import { Field } from '../validation/field.ts';
import { immutableFaults } from '../validation/immutable.ts';
import { qualifiedNameComplaints } from '../validation/names.ts';
import { nonNegativeFaults, positiveFaults } from '../validation/numbers.ts';
import { isLess, parseSemanticVersion, type SemanticVersion } from '../validation/semantic-version.ts';
import { at } from './cell.ts';
import type { Kind } from './kind.ts';

const alike = { group: 'coordination.k8s.io', requiresVersion: true, createOnUpdate: true } as const;

function leaseFaults(lease: JsonObject): FieldFault[] {
  const spec = new Field(lease).at('spec');
  const [duration, strategy] = [spec.at('leaseDurationSeconds'), spec.at('strategy')];
  const holder = spec.at('preferredHolder');
  return [
    ...(duration.isSet ? positiveFaults(duration) : []),
    ...nonNegativeFaults(spec.at('leaseTransitions')),
    ...(strategy.isSet ? strategyFaults(strategy) : []),
    ...(holder.text !== '' && strategy.text === ''
      ? [holder.forbidden('may only be specified if `strategy` is defined')]
      : []),
  ];
}

const oldest = 'OldestEmulationVersion';

// The real server names the field twice.
function strategyFaults(field: Field): FieldFault[] {
  const { text } = field;
  const named = new Field(field.value, `${field.path}.strategy`);
  if (text.includes('/')) return named.invalidText(qualifiedNameComplaints(text));
  return text === oldest ? [] : [named.unsupported([oldest])];
}

function candidateFaults(candidate: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(candidate).at('spec');
  const [leaseName, strategy] = [spec.at('leaseName'), spec.at('strategy')];
  const [emulation, binary] = [spec.at('emulationVersion'), spec.at('binaryVersion')];
  const emulated = parseSemanticVersion(emulation.text);
  const built = parseSemanticVersion(binary.text);
  const faults: FieldFault[] = leaseName.text === '' ? [leaseName.required()] : [];
  if (emulation.text !== '' && !emulated) faults.push(emulation.invalid(notSemantic));
  if (binary.text === '') faults.push(binary.required());
  else if (!built) faults.push(binary.invalid(notSemantic));
  if (binary.text !== '' && emulation.text !== '' && isLess(built ?? zero, emulated ?? zero))
    faults.push(binary.invalid('must be greater than or equal to `emulationVersion`'));
  if (strategy.text === '') faults.push(strategy.required());
  else {
    if (strategy.text === oldest && !isLess(zero, emulated ?? zero))
      faults.push(emulation.required("must be specified when `strategy` is 'OldestEmulationVersion'"));
    faults.push(...strategyFaults(strategy));
  }
  if (old) faults.push(...immutableFaults(leaseName, new Field(old).at('spec', 'leaseName').value));
  return faults;
}

const notSemantic = 'must be a valid semantic version';
const zero: SemanticVersion = { numbers: [0, 0, 0], before: [] };

export const leaseKinds: readonly Kind[] = [
  { ...alike, kind: 'Lease', validate: leaseFaults, cells: { Holder: at('spec.holderIdentity', '') } },
  {
    ...alike,
    kind: 'LeaseCandidate',
    names: 'configKey',
    validate: candidateFaults,
    cells: {
      LeaseName: at('spec.leaseName', ''),
      BinaryVersion: at('spec.binaryVersion', ''),
      EmulationVersion: at('spec.emulationVersion', ''),
    },
  },
];
