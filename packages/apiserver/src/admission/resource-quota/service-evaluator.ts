// What quotas count of services: ports of nodes and balancers, by what a service asks for.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/quota/v1/evaluator/core/services.go

import { type JsonObject, numberAt, objectsAt, textAt, valueAt } from '../../json/json.ts';
import { type Evaluator, type Measure, noMarks, pieces } from './evaluator.ts';

const names: ReadonlySet<string> = new Set([
  'services',
  'count/services',
  'services.nodeports',
  'services.loadbalancers',
]);

export const serviceEvaluator: Evaluator = {
  counts: (name) => names.has(name),
  handles: ({ operation, subresource }) =>
    subresource === '' && (operation === 'CREATE' || operation === 'UPDATE'),
  measure: measureService,
};

function measureService(service: JsonObject): Measure {
  const type = textAt(service, 'spec', 'type');
  const usage = new Map([
    ...pieces(1, 'services', 'count/services'),
    ...pieces(type === 'LoadBalancer' ? 1 : 0, 'services.loadbalancers'),
    ...pieces(nodePorts(service, type), 'services.nodeports'),
  ]);
  return { usage, marks: noMarks };
}

function nodePorts(service: JsonObject, type: string): number {
  if (type !== 'NodePort' && type !== 'LoadBalancer') return 0;
  const ports = objectsAt(service, 'spec', 'ports');
  const isAllocated = valueAt(service, 'spec', 'allocateLoadBalancerNodePorts') !== false;
  if (type === 'NodePort' || isAllocated) return ports.length;
  return ports.filter((port) => (numberAt(port, 'nodePort') ?? 0) !== 0).length;
}
