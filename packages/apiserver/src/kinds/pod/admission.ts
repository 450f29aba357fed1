// What a new pod begins with, and the class of service that follows from its resources.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/pod/strategy.go

import { Quantity, type Quantity as QuantityText } from '@kube-rx/core';
import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEquals,
  objectAt,
  objectsAt,
  stringAt,
  stringEntries,
  textAt,
  valueAt,
} from '../../json/json.ts';
import { timestamp } from '../../timestamp.ts';
import { Field } from '../../validation/field.ts';
import type { KindAdmission, KindServer } from '../kind.ts';
import { annotationProfile, appArmorFaults, appArmorKeys } from './app-armor.ts';
import { withoutDisabledFields } from './disabled-fields.ts';
import { withLabelKeys } from './label-keys.ts';

/** What a new pod begins with. */
export function preparePod({ server, object: pod, old, warnings }: KindAdmission): JsonObject {
  const spec = withoutDisabledFields(objectAt(pod, 'spec'), old && objectAt(old, 'spec'));
  if (old) return { ...pod, spec };
  const status = { phase: 'Pending', ...gatedStatus(server, spec), qosClass: qosClassOf(spec) };
  const begun = withLabelKeys({ ...pod, spec, status });
  const { object, told } = withAppArmorFields(begun);
  warnings.push(...told);
  return object;
}

function validProfile(annotation: string): JsonObject | undefined {
  const profile = annotationProfile(annotation);
  return profile && appArmorFaults(new Field(profile)).length === 0 ? profile : undefined;
}

const mostWarnings = 100;

// The annotations of AppArmor become fields, except where the pod as a whole says the same.
function withAppArmorFields(pod: JsonObject): { object: JsonObject; told: string[] } {
  const told: string[] = [];
  const spec = objectAt(pod, 'spec');
  if (textAt(spec, 'os', 'name') === 'windows') return { object: pod, told };
  const ofPod = valueAt(spec, 'securityContext', 'appArmorProfile');
  const complete = (container: JsonObject): JsonObject => {
    const key = appArmorKeys + textAt(container, 'name');
    const annotation = stringAt(pod, 'metadata', 'annotations', key);
    const own = valueAt(container, 'securityContext', 'appArmorProfile') ?? null;
    if (annotation === undefined || own !== null) return container;
    const profile = validProfile(annotation);
    if (profile && jsonEquals(profile, ofPod)) return container;
    if (told.length < mostWarnings)
      told.push(
        `metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
      );
    if (!profile) return container;
    const securityContext = { ...objectAt(container, 'securityContext'), appArmorProfile: profile };
    return { ...container, securityContext };
  };
  const lists = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((key): [string, Json][] => {
    const list = valueAt(spec, key);
    return isJsonArray(list) ? [[key, list.map((one) => (isJsonObject(one) ? complete(one) : one))]] : [];
  });
  const object = { ...pod, spec: { ...spec, ...Object.fromEntries(lists) } };
  return { object: told.length > 0 ? object : pod, told };
}

function gatedStatus(server: KindServer, spec: JsonObject): JsonObject {
  if (objectsAt(spec, 'schedulingGates').length === 0) return {};
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: timestamp(server),
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  return { conditions: [gated] };
}

const counted = ['cpu', 'memory'];

// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/helper/qos/qos.go
export function qosClassOf(spec: JsonObject): string {
  // What a pod has as a whole counts alone.
  const isWhole = isJsonObject(spec['resources']);
  const containers = [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')];
  const resources = (isWhole ? [spec] : containers).map((one) => ({
    requests: amounts(one, 'requests'),
    limits: amounts(one, 'limits'),
  }));
  if (resources.every(({ requests, limits }) => requests.size === 0 && limits.size === 0))
    return 'BestEffort';
  const guaranteed = resources.every(({ requests, limits }) =>
    counted.every((name) => {
      const [request, limit] = [requests.get(name), limits.get(name)];
      return request !== undefined && limit !== undefined && Quantity.compare(request, limit) === 0;
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function amounts(container: JsonObject, kind: 'requests' | 'limits'): Map<string, QuantityText> {
  const entries = stringEntries(objectAt(container, 'resources', kind));
  return new Map(
    entries.filter(
      ([name, text]) => counted.includes(name) && Quantity.isValid(text) && Quantity.compare(text, '0') > 0,
    ),
  );
}
