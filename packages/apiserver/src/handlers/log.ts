// The log of a container: what a kubelet would answer, from what a test has put there.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/pod/rest/log.go

import type { LogView } from '../containers/container-log.ts';
import {
  badRequest,
  type FieldFault,
  forbiddenValue,
  invalid,
  invalidValue,
  unsupportedValue,
} from '../status-error.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { isScheduled, podContainer } from './pod-container.ts';

const streams = ['All', 'Stderr', 'Stdout'] as const;

export function readLog(call: Call): Answer {
  const view = logView(call);
  const { pod, name, running } = podContainer(call);
  if (!running) {
    // The real server has nowhere to ask, and answers with nothing.
    if (!isScheduled(pod)) return { status: 204, headers: {}, body: new Uint8Array() };
    throw badRequest(`container "${name}" in pod "${call.name}" is waiting to start: ContainerCreating`);
  }
  const log = call.query.flag('previous') ? running.previous : running.current;
  if (!log) throw badRequest(`previous terminated container "${name}" in pod "${call.name}" not found`);
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: log.read(view) };
}

function logView({ query, server, served, name }: Call): LogView {
  const sinceSeconds = query.integer('sinceSeconds');
  const sinceTime = query.text('sinceTime') === '' ? undefined : Date.parse(query.text('sinceTime'));
  const tailLines = query.integer('tailLines');
  const limitBytes = query.integer('limitBytes');
  const asked = query.text('stream') || 'All';
  const stream = streams.find((one) => one === asked);
  const faults: FieldFault[] = [];
  if (tailLines !== undefined && tailLines < 0)
    faults.push(invalidValue('tailLines', tailLines, 'must be greater than or equal to 0'));
  if (limitBytes !== undefined && limitBytes < 1)
    faults.push(invalidValue('limitBytes', limitBytes, 'must be greater than 0'));
  if (sinceSeconds !== undefined && sinceTime !== undefined)
    faults.push(forbiddenValue('', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  else if (sinceSeconds !== undefined && sinceSeconds < 1)
    faults.push(invalidValue('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  if (!stream) faults.push(unsupportedValue('stream', asked, streams));
  else if (stream !== 'All' && tailLines !== undefined)
    faults.push(forbiddenValue('', '`tailLines` and specific `stream` are mutually exclusive for now'));
  if (sinceTime !== undefined && Number.isNaN(sinceTime))
    throw badRequest(
      `parsing time ${JSON.stringify(query.text('sinceTime'))} as "2006-01-02T15:04:05Z07:00": cannot parse it`,
    );
  if (faults.length > 0) throw invalid({ group: served.resource.group, kind: 'PodLogOptions' }, name, faults);
  return {
    follow: query.flag('follow') ?? false,
    timestamps: query.flag('timestamps') ?? false,
    tailLines,
    limitBytes,
    since: sinceSeconds === undefined ? sinceTime : server.clock.now() - sinceSeconds * 1000,
    stream: stream ?? 'All',
  };
}
