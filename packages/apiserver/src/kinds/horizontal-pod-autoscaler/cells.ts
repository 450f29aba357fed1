// What `kubectl get horizontalpodautoscalers` shows.

import {
  arrayAt,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  textAt,
} from '../../json/json.ts';
import { type Cells, count } from '../cell.ts';

const sources: Readonly<Record<string, string>> = {
  External: 'external',
  Pods: 'pods',
  Object: 'object',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};
const unknown = '<unknown>';
const shown = 2;

function targets(autoscaler: JsonObject): string {
  const measured = arrayAt(autoscaler, 'status', 'currentMetrics');
  const list = objectsAt(autoscaler, 'spec', 'metrics').map((metric, at) => describe(metric, measured[at]));
  if (list.length === 0) return '<none>';
  const more = list.length > shown ? ` + ${list.length - shown} more...` : '';
  return `${list.slice(0, shown).join(', ')}${more}`;
}

function describe(metric: JsonObject, measured: Json | undefined): string {
  const source = sources[textAt(metric, 'type')];
  if (source === undefined) return '<unknown type>';
  const wanted = objectAt(metric, source);
  const [target, current] = [objectAt(wanted, 'target'), objectAt(measured, source, 'current')];
  const average = stringAt(target, 'averageValue');
  const named = /resource$/i.test(source) ? `${textAt(wanted, 'name')}: ` : '';
  if (average !== undefined) {
    const note = source === 'external' || source === 'object' ? ' (avg)' : '';
    return `${named}${stringAt(current, 'averageValue') ?? unknown}/${average}${note}`;
  }
  if (named === '') return `${stringAt(current, 'value') ?? unknown}/${textAt(target, 'value')}`;
  return `${named}${percent(current) ?? unknown}/${percent(target) ?? '<auto>'}`;
}

function percent(value: JsonObject): string | undefined {
  const share = numberAt(value, 'averageUtilization');
  return share === undefined ? undefined : `${share}%`;
}

function reference(autoscaler: JsonObject): string {
  const target = objectAt(autoscaler, 'spec', 'scaleTargetRef');
  return `${textAt(target, 'kind')}/${textAt(target, 'name')}`;
}

function minimum(autoscaler: JsonObject): string {
  return String(numberAt(autoscaler, 'spec', 'minReplicas') ?? '<unset>');
}

export const cells: Cells = {
  Reference: reference,
  Targets: targets,
  MinPods: minimum,
  MaxPods: count('spec.maxReplicas'),
  Replicas: count('status.currentReplicas'),
};
