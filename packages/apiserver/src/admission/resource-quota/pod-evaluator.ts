// What quotas count of pods: those that have not ended with what they use, all of them as objects.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/quota/v1/evaluator/core/pods.go

import {
  isJsonObject,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  textAt,
} from '../../json/json.ts';
import { qosClassOf } from '../../kinds/pod/admission.ts';
import { addedAmounts, type ResourceAmounts } from '../../validation/resource-amounts.ts';
import { isExtendedResource, isHugePages } from '../../validation/resource-names.ts';
import { type Bound, containerAmounts, podAmounts } from '../pod-amounts.ts';
import { type Evaluator, isExtendedRequest, type Measure, ofDeviceClass, pieces } from './evaluator.ts';
import { statusAmounts } from './pod-status-amounts.ts';

const computed = ['cpu', 'memory', 'ephemeral-storage'];

const resources: ReadonlySet<string> = new Set([
  'pods',
  'count/pods',
  ...computed.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);

export const podEvaluator: Evaluator = {
  counts: (name) =>
    resources.has(name) ||
    isHugePages(name) ||
    isHugePages(name.replace(/^requests\./, '')) ||
    isExtendedRequest(name),
  handles({ operation, subresource, object, old }) {
    if (subresource === 'resize') return operation === 'UPDATE';
    if (subresource !== '') return false;
    return operation === 'CREATE' || (operation === 'UPDATE' && isTerminating(object) !== isTerminating(old));
  },
  measure: measurePod,
  scopes: new Set([
    'Terminating',
    'NotTerminating',
    'BestEffort',
    'NotBestEffort',
    'PriorityClass',
    'CrossNamespacePodAffinity',
  ]),
  missing: missingAmounts,
};

function measurePod(pod: JsonObject): Measure {
  const object = pieces(1, 'count/pods');
  const phase = textAt(pod, 'status', 'phase');
  const marks = marksOf(pod);
  if (phase === 'Failed' || phase === 'Succeeded') return { usage: object, marks };
  const usage = addedAmounts(object, computeUsage(allAmounts(pod, 'requests'), allAmounts(pod, 'limits')));
  return { usage, marks, until: endOf(pod, object) };
}

// What is stuck while it goes must not stand in the way of others.
function endOf(pod: JsonObject, usage: ResourceAmounts): Measure['until'] {
  const deleted = stringAt(pod, 'metadata', 'deletionTimestamp');
  const grace = numberAt(pod, 'metadata', 'deletionGracePeriodSeconds');
  if (deleted === undefined || grace === undefined) return undefined;
  return { time: Date.parse(deleted) + grace * 1000, usage };
}

/** By the names that quotas have for it. */
function computeUsage(requests: ResourceAmounts, limits: ResourceAmounts): ResourceAmounts {
  const usage = new Map(pieces(1, 'pods'));
  for (const [name, amount] of requests) {
    const isPlain = computed.includes(name) || isHugePages(name);
    if (isPlain) usage.set(name, amount);
    if (isPlain || isExtendedResource(name) || name.startsWith(ofDeviceClass))
      usage.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of limits) if (computed.includes(name)) usage.set(`limits.${name}`, amount);
  return usage;
}

function allAmounts(pod: JsonObject, bound: Bound): ResourceAmounts {
  const amountsOf = statusAmounts(pod, bound);
  const sum = podAmounts(pod, bound, { amountsOf, ofPod: isOfPod });
  const overhead = containerAmounts({ resources: { [bound]: objectAt(pod, 'spec', 'overhead') } }, bound);
  if (bound === 'requests') return addedAmounts(sum, overhead);
  // A limit that there is none of stays none.
  const bounded = [...overhead].filter(([name]) => (sum.get(name)?.nanos ?? 0n) !== 0n);
  return addedAmounts(sum, new Map(bounded));
}

function isOfPod(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePages(name);
}

// A quota of these wants to be told, by each container.
const told = ['cpu', 'memory'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]);

function missingAmounts(pod: JsonObject, names: ReadonlySet<string>): string | undefined {
  const spec = objectAt(pod, 'spec');
  const ofPod = [...containerAmounts(spec, 'requests').keys(), ...containerAmounts(spec, 'limits').keys()];
  if (ofPod.some(isOfPod)) return undefined;
  const wanted = told.filter((name) => names.has(name)).toSorted();
  if (wanted.length === 0) return undefined;
  const containers = [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')].map((one) => ({
    name: textAt(one, 'name'),
    usage: computeUsage(containerAmounts(one, 'requests'), containerAmounts(one, 'limits')),
  }));
  const complaints = wanted.flatMap((wish) => {
    const silent = containers.filter(({ usage }) => !usage.has(wish)).map(({ name }) => name);
    return silent.length > 0 ? [`${wish} for: ${[...new Set(silent)].toSorted().join(',')}`] : [];
  });
  return complaints.length > 0 ? `must specify ${complaints.join('; ')}` : undefined;
}

function marksOf(pod: JsonObject): Measure['marks'] {
  const spec = objectAt(pod, 'spec');
  const quality = textAt(pod, 'status', 'qosClass') || qosClassOf(spec);
  const marks = new Map<string, readonly string[]>([
    [isTerminating(pod) ? 'Terminating' : 'NotTerminating', []],
    [quality === 'BestEffort' ? 'BestEffort' : 'NotBestEffort', []],
  ]);
  const priority = textAt(spec, 'priorityClassName');
  if (priority !== '') marks.set('PriorityClass', [priority]);
  if (looksElsewhere(spec)) marks.set('CrossNamespacePodAffinity', []);
  return marks;
}

function isTerminating(pod: JsonObject | undefined): boolean {
  const seconds = numberAt(pod, 'spec', 'activeDeadlineSeconds');
  return seconds !== undefined && seconds >= 0;
}

const [needed, wished] = [
  'requiredDuringSchedulingIgnoredDuringExecution',
  'preferredDuringSchedulingIgnoredDuringExecution',
];

/** Whether it wants to be near pods of other namespaces, or far from them. */
function looksElsewhere(spec: JsonObject): boolean {
  return ['podAffinity', 'podAntiAffinity'].some((key) => {
    const affinity = objectAt(spec, 'affinity', key);
    const terms = [
      ...objectsAt(affinity, needed),
      ...objectsAt(affinity, wished).map((one) => objectAt(one, 'podAffinityTerm')),
    ];
    return terms.some(
      (term) => stringsAt(term, 'namespaces').length > 0 || isJsonObject(term['namespaceSelector']),
    );
  });
}
