// Columns for a server that makes no Tables: NAME and AGE for every kind, and the usual columns of a few kinds.

import {
  Duration,
  type DynamicObject,
  InvalidValueError,
  type Resource,
  resourceName,
  Time,
} from '@kube-rx/core';
import type { Column, Row } from './table.ts';

interface CellMaker {
  readonly name: string;
  readonly priority?: number;
  /** `now` is the time that ages are counted to, in milliseconds since the Unix epoch. */
  readonly cell: (object: DynamicObject, now: number) => unknown;
}

/** The columns of a resource. */
export function fallbackColumns(resource: Resource): readonly Column[] {
  return makers(resource).map(({ name, priority = 0 }) => ({ name, priority, isName: name === 'Name' }));
}

/** The row of an object. */
export function fallbackRow(resource: Resource, object: DynamicObject, now: number): Row {
  return { metadata: object.metadata, cells: makers(resource).map(({ cell }) => cell(object, now)) };
}

const name: CellMaker = { name: 'Name', cell: ({ metadata }) => metadata.name };
const age: CellMaker = { name: 'Age', cell: ageOf };

// As in kubectl, AGE comes before the columns of `-o wide`.
function makers(resource: Resource): readonly CellMaker[] {
  const { usual = [], wide = [] } = Object.groupBy(special[resourceName(resource)] ?? [], ({ priority }) =>
    priority === undefined ? 'usual' : 'wide',
  );
  return [name, ...usual, age, ...wide];
}

const special: Readonly<Record<string, readonly CellMaker[]>> = {
  configmaps: [{ name: 'Data', cell: (object) => sizeOf(object['data']) + sizeOf(object['binaryData']) }],
  'deployments.apps': [
    {
      name: 'Ready',
      cell: (object) => outOf(at(object, 'status', 'readyReplicas'), at(object, 'spec', 'replicas')),
    },
    { name: 'Up-to-date', cell: (object) => at(object, 'status', 'updatedReplicas') ?? 0 },
    { name: 'Available', cell: (object) => at(object, 'status', 'availableReplicas') ?? 0 },
  ],
  namespaces: [{ name: 'Status', cell: (object) => at(object, 'status', 'phase') }],
  pods: [
    { name: 'Ready', cell: readyContainers },
    { name: 'Status', cell: podStatus },
    { name: 'Restarts', cell: restarts },
    { name: 'IP', priority: 1, cell: (object) => at(object, 'status', 'podIP') ?? '<none>' },
    { name: 'Node', priority: 1, cell: (object) => at(object, 'spec', 'nodeName') ?? '<none>' },
  ],
  secrets: [
    { name: 'Type', cell: (object) => object['type'] },
    { name: 'Data', cell: (object) => sizeOf(object['data']) },
  ],
  services: [
    { name: 'Type', cell: (object) => at(object, 'spec', 'type') },
    { name: 'Cluster-IP', cell: (object) => at(object, 'spec', 'clusterIP') ?? '<none>' },
    { name: 'Port(s)', cell: servicePorts },
  ],
};

function ageOf({ metadata }: DynamicObject, now: number): string {
  const { creationTimestamp } = metadata;
  // Go sends null where it has none.
  if (typeof creationTimestamp !== 'string') return '<unknown>';
  try {
    return Duration.age(now - Time.parse(creationTimestamp));
  } catch (error) {
    // One object with a time that is none hides no other.
    if (error instanceof InvalidValueError) return '<invalid>';
    throw error;
  }
}

function podStatus(object: DynamicObject): unknown {
  if (object.metadata.deletionTimestamp) return 'Terminating';
  const troubled = elements(object, 'status', 'containerStatuses').flatMap((container) => [
    at(container, 'state', 'waiting', 'reason'),
    at(container, 'state', 'terminated', 'reason'),
  ]);
  return (
    troubled.find(Boolean) ?? at(object, 'status', 'reason') ?? at(object, 'status', 'phase') ?? 'Unknown'
  );
}

function readyContainers(object: DynamicObject): string {
  const ready = elements(object, 'status', 'containerStatuses').filter((one) => at(one, 'ready') === true);
  return outOf(ready.length, elements(object, 'spec', 'containers').length);
}

function restarts(object: DynamicObject): number {
  const containers = elements(object, 'status', 'containerStatuses');
  return containers.reduce<number>((sum, one) => sum + Number(at(one, 'restartCount') ?? 0), 0);
}

function servicePorts(object: DynamicObject): string {
  const ports = elements(object, 'spec', 'ports').map((one) => {
    const [node, protocol] = [at(one, 'nodePort'), at(one, 'protocol')];
    const number = formatNumber(at(one, 'port')) + (node === undefined ? '' : `:${formatNumber(node)}`);
    return `${number}/${typeof protocol === 'string' ? protocol : 'TCP'}`;
  });
  return ports.length === 0 ? '<none>' : ports.join(',');
}

/** The value at a path of fields, or undefined where the path ends early. */
function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const field of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Reflect.get(here, field);
  }
  return here;
}

function elements(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

function sizeOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

function outOf(part: unknown, whole: unknown): string {
  return `${formatNumber(part)}/${formatNumber(whole)}`;
}

function formatNumber(value: unknown): string {
  return typeof value === 'number' ? `${value}` : '0';
}
