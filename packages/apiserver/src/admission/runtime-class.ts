// Admission plugin RuntimeClass: what the class of a pod costs on top, and where its pods can run.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/runtimeclass/admission.go

import { Quantity } from '@kube-rx/core';
import { goQuoted } from '../json/go-text.ts';
import {
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  stringAt,
  stringEntries,
  valueAt,
  withKey,
} from '../json/json.ts';
import { unclassified } from '../status-error.ts';
import { segmentComplaints } from '../validation/names.ts';
import type { AdmissionAttributes } from './attributes.ts';
import { mergedTolerations } from './merged-tolerations.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusalOf } from './refusal.ts';
import { writtenKind } from './written-kind.ts';

export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  mutate(attributes) {
    const { object } = attributes;
    if (!isNewPod(attributes)) return object;
    const found = classOf(attributes);
    const spec = objectAt(object, 'spec');
    // An empty one is not stored, so it is gone when all else is judged.
    if (!overheadOf(found) && Object.keys(objectAt(spec, 'overhead')).length === 0)
      requireNoOverhead(attributes, valueAt(spec, 'overhead'));
    const placed = withScheduling(attributes, withOverhead(attributes, spec, found), found);
    return placed === spec ? object : { ...object, spec: placed };
  },
  validate(attributes) {
    if (!isNewPod(attributes)) return;
    const fixed = overheadOf(classOf(attributes));
    const own = valueAt(attributes.object, 'spec', 'overhead');
    if (fixed) requireSameOverhead(attributes, fixed, objectAt(own));
    else requireNoOverhead(attributes, own);
  },
};

function requireNoOverhead(attributes: AdmissionAttributes, own: Json | undefined): void {
  if (own === undefined) return;
  const why = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead';
  throw refusalOf(attributes, why);
}

function isNewPod(attributes: AdmissionAttributes): boolean {
  return attributes.operation === 'CREATE' && writtenKind(attributes) === 'pods';
}

function classOf(attributes: AdmissionAttributes): JsonObject | undefined {
  const name = stringAt(attributes.object, 'spec', 'runtimeClassName');
  const classes = attributes.server.registry.find('node.k8s.io', 'v1', 'runtimeclasses');
  if (name === undefined || !classes) return undefined;
  // The plugin asks for the class by a path that it is to be a part of.
  if (name === '') throw unclassified('resource name may not be empty');
  const complaints = segmentComplaints(name);
  if (complaints.length > 0)
    throw unclassified(`invalid resource name ${goQuoted(name)}: [${complaints.join(' ')}]`);
  const stored = classes.store.get(name);
  if (!stored) throw refusalOf(attributes, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  return stored.object;
}

/** Undefined: the class says nothing of it. */
function overheadOf(found: JsonObject | undefined): JsonObject | undefined {
  return valueAt(found, 'overhead') === undefined ? undefined : objectAt(found, 'overhead', 'podFixed');
}

function withOverhead(
  attributes: AdmissionAttributes,
  spec: JsonObject,
  found: JsonObject | undefined,
): JsonObject {
  const fixed = overheadOf(found);
  if (!fixed) return spec;
  const own = objectAt(spec, 'overhead');
  if (Object.keys(own).length > 0) requireSameOverhead(attributes, fixed, own);
  return withKey(spec, 'overhead', Object.keys(fixed).length > 0 ? fixed : undefined);
}

function requireSameOverhead(attributes: AdmissionAttributes, fixed: JsonObject, own: JsonObject): void {
  const wanted = stringEntries(fixed);
  const isSame =
    wanted.length === Object.keys(own).length &&
    wanted.every(([name, amount]) => {
      const given = stringAt(own, name);
      return given !== undefined && Quantity.isValid(given) && Quantity.compare(given, amount) === 0;
    });
  if (!isSame)
    throw refusalOf(attributes, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
}

function withScheduling(
  attributes: AdmissionAttributes,
  spec: JsonObject,
  found: JsonObject | undefined,
): JsonObject {
  const scheduling = valueAt(found, 'scheduling');
  if (scheduling === undefined) return spec;
  const [own, more] = [objectAt(spec, 'nodeSelector'), objectAt(scheduling, 'nodeSelector')];
  for (const [key, value] of stringEntries(more)) {
    const given = stringAt(own, key);
    if (given !== undefined && given !== value)
      throw refusalOf(
        attributes,
        `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${given}`,
      );
  }
  const selector = { ...own, ...more };
  const tolerations = mergedTolerations([
    ...objectsAt(spec, 'tolerations'),
    ...objectsAt(scheduling, 'tolerations'),
  ]);
  return {
    ...spec,
    ...(Object.keys(selector).length > 0 && { nodeSelector: selector }),
    ...(tolerations.length > 0 && { tolerations }),
  };
}
