// How a Job finds its pods: by its own uid, unless it says that it knows better.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/batch/job/strategy.go

import { type JsonObject, objectAt, sortedMap, textAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { selectorFaults } from '../../validation/labels.ts';
import { selects, shownSelector, unselectedFault } from './pod-selector.ts';

const uidLabel = 'batch.kubernetes.io/controller-uid';
const nameLabel = 'batch.kubernetes.io/job-name';

/** The labels by which a Job finds its pods: those without a prefix are older. */
function ownLabels(job: JsonObject): { readonly older: JsonObject; readonly prefixed: JsonObject } {
  const [uid, name] = [textAt(job, 'metadata', 'uid'), textAt(job, 'metadata', 'name')];
  return {
    older: { 'controller-uid': uid, 'job-name': name },
    prefixed: { [uidLabel]: uid, [nameLabel]: name },
  };
}

function isManual(job: JsonObject): boolean {
  return valueAt(job, 'spec', 'manualSelector') === true;
}

/** The Job with its selector; labels that the template has already are left, and complained of elsewhere. */
export function withUidLabels(job: JsonObject): JsonObject {
  if (isManual(job)) return job;
  const spec = objectAt(job, 'spec');
  const template = objectAt(spec, 'template');
  const metadata = objectAt(template, 'metadata');
  const { older, prefixed } = ownLabels(job);
  const labels = { ...older, ...prefixed, ...objectAt(metadata, 'labels') };
  const selector = objectAt(spec, 'selector');
  const own = { [uidLabel]: textAt(job, 'metadata', 'uid') };
  const whole = objectAt(job, 'metadata');
  // A Job that took the labels of its template shares them, as Go has it.
  const isShared = whole['labels'] !== undefined && whole['labels'] === metadata['labels'];
  return {
    ...job,
    metadata: isShared ? { ...whole, labels } : whole,
    spec: {
      ...spec,
      selector: { ...selector, matchLabels: { ...own, ...objectAt(selector, 'matchLabels') } },
      template: { ...template, metadata: { ...metadata, labels } },
    },
  };
}

/** A Job without labels has those of its pods. */
export function withPodLabels(job: JsonObject): JsonObject {
  const metadata = objectAt(job, 'metadata');
  const labels = valueAt(job, 'spec', 'template', 'metadata', 'labels');
  if (labels === undefined || Object.hasOwn(metadata, 'labels')) return job;
  return { ...job, metadata: { ...metadata, labels } };
}

/** `old`: a Job that never had the newer labels need not have them. */
export function generatedSelectorFaults(job: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const whole = new Field(job);
  const [selector, template] = [whole.at('spec', 'selector'), whole.at('spec', 'template')];
  if (isManual(job) || !selector.isSet) return [];
  const { older, prefixed } = ownLabels(job);
  const before = objectAt(old, 'spec', 'template', 'metadata', 'labels');
  const isPrefixed = !old || Object.keys(prefixed).every((key) => Object.hasOwn(before, key));
  const expected = isPrefixed ? { ...older, ...prefixed } : older;
  const labels = template.at('metadata', 'labels');
  return [
    ...Object.entries(expected).flatMap(([key, value]) => ownLabelFaults(labels, key, value)),
    ...(selects(selector, expected) === false
      ? [selector.invalid('`selector` not auto-generated', shownSelector(selector))]
      : []),
  ];
}

function ownLabelFaults(labels: Field, key: string, expected: unknown): FieldFault[] {
  const label = new Field(valueAt(labels.value, key), `${labels.path}[${key}]`);
  const why = `must be '${String(expected)}'`;
  if (!label.isSet) return [label.required(why)];
  return label.value === expected ? [] : [label.invalid(why, sortedMap(labels.object))];
}

/** That the selector is one, and selects what the template makes. */
export function jobSelectorFaults(spec: Field): FieldFault[] {
  const [selector, template] = [spec.at('selector'), spec.at('template')];
  return [
    ...(selector.isSet ? selectorFaults(selector) : [selector.required()]),
    ...(selects(selector, template.at('metadata', 'labels').object) === false
      ? [unselectedFault(template)]
      : []),
  ];
}
