// An Event of events.k8s.io/v1 as the API server takes it, made of what somebody notes. Pure.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/events.go

import {
  defineResource,
  type KubeObject,
  type MicroTime,
  type ObjectIdentity,
  type Resource,
  trimTextEnd,
} from '@kube-rx/core';
import { boundedText } from './bounded-text.ts';
import type { EventNote } from './event-note.ts';

/** How often it happened, and when last. */
export interface EventSeries {
  /** At least 2: what happened once is no series. */
  readonly count: number;
  readonly lastObservedTime: MicroTime;
}

export interface EventObject extends KubeObject {
  readonly eventTime: MicroTime;
  readonly type: EventNote['type'];
  readonly reason: string;
  readonly action: string;
  readonly note?: string;
  readonly regarding: ObjectIdentity;
  readonly related?: ObjectIdentity;
  readonly reportingController: string;
  readonly reportingInstance: string;
  readonly series?: EventSeries;
}

export const Events: Resource<EventObject, 'Namespaced', never> = defineResource<EventObject>({
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  scope: 'Namespaced',
});

/** Who reports. */
export interface EventReporter {
  readonly controller: string;
  readonly instance: string;
}

/** An Event without its time and its name. */
export interface Occurrence extends Omit<EventObject, 'metadata' | 'eventTime' | 'series'> {
  /** Where the Event belongs: an object of the whole cluster has its Events in `default`. */
  readonly namespace: string;
}

// In bytes, as Go counts.
const longest = { reason: 128, action: 128, note: 1024 };

/** Undefined where there is no reason, without which the server takes no Event. */
export function occurrenceOf(
  regarding: ObjectIdentity,
  note: EventNote,
  { controller, instance }: EventReporter,
): Occurrence | undefined {
  const reason = boundedText(note.reason, longest.reason);
  if (reason === '') return undefined;
  return {
    namespace: regarding.namespace || 'default',
    type: note.type === 'Warning' ? 'Warning' : 'Normal',
    reason,
    action: boundedText(note.action || reason, longest.action),
    ...(note.note !== undefined && { note: boundedText(note.note, longest.note) }),
    regarding: identityOf(regarding),
    ...(note.related && { related: identityOf(note.related) }),
    reportingController: controller,
    reportingInstance: instance,
  };
}

/** Which object it is about, in whatever version of its state. */
export function objectOf({ regarding }: Pick<Occurrence, 'regarding'>): string {
  return JSON.stringify(withoutVersion(regarding));
}

/** Two occurrences of the same key are the same thing again. */
export function seriesKeyOf(occurrence: Occurrence): string {
  const { type, reason, action, note = '', regarding, related } = occurrence;
  const about = [regarding, related].map((identity) => identity && withoutVersion(identity));
  return JSON.stringify([type, reason, action, ...about, note]);
}

/**
 * A name that no other Event has: the object's as far as an Event may have it, the time, and chance, as the names of
 * client-go are made of the first two.
 *
 * @param micros since the Unix epoch; another one for each name of a reporter.
 * @param random uniform in [0, 1).
 */
export function eventName(object: string, micros: number, random: number): string {
  const time = micros.toString(16);
  const chance = Math.floor(random * 2 ** 24)
    .toString(16)
    .padStart(6, '0');
  const suffix = `.${time}${chance}`;
  const allowed = object
    .toLowerCase()
    .slice(0, mostNameCharacters - suffix.length)
    .split('.')
    .map((label) => trimTextEnd(label.replace(/[^a-z0-9-]/g, '-').replace(/^-+/, ''), '-'))
    .filter((label) => label !== '')
    .join('.');
  return `${allowed === '' ? 'event' : allowed}${suffix}`;
}

const mostNameCharacters = 253;

function identityOf({
  apiVersion,
  kind,
  name,
  namespace,
  uid,
  resourceVersion,
}: ObjectIdentity): ObjectIdentity {
  return {
    apiVersion,
    kind,
    name,
    ...(namespace !== undefined && { namespace }),
    ...(uid !== undefined && { uid }),
    ...(resourceVersion !== undefined && { resourceVersion }),
  };
}

function withoutVersion({ apiVersion, kind, namespace = '', name, uid = '' }: ObjectIdentity): string[] {
  return [apiVersion, kind, namespace, name, uid];
}
