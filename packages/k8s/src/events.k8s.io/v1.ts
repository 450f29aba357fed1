// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { MicroTime, ObjectMeta, Resource, Time } from '@kube-rx/core';
import type { EventSource, ObjectReference } from '../core/v1.ts';
import { eventsK8sIoV1Event } from '../tokens.ts';

/** [Event](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#event-v1-events-k8s-io) */
export interface Event {
  readonly apiVersion?: 'events.k8s.io/v1';
  readonly kind?: 'Event';
  readonly metadata: ObjectMeta;
  readonly action?: string;
  readonly deprecatedCount?: number;
  readonly deprecatedFirstTimestamp?: Time;
  readonly deprecatedLastTimestamp?: Time;
  readonly deprecatedSource?: EventSource;
  readonly eventTime: MicroTime;
  readonly note?: string;
  readonly reason?: string;
  readonly regarding?: ObjectReference;
  readonly related?: ObjectReference;
  readonly reportingController?: string;
  readonly reportingInstance?: string;
  readonly series?: EventSeries;
  readonly type?: string;
}

export const Event: Resource<Event, 'Namespaced', never> = eventsK8sIoV1Event;

/** [EventSeries](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#eventseries-v1-events-k8s-io) */
export interface EventSeries {
  readonly count: number;
  readonly lastObservedTime: MicroTime;
}
