// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/autoscaling/v2/defaults.go

import type { JsonObject } from '../../json/json.ts';
import type { Defaults } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { cells } from './cells.ts';
import { conversion } from './conversion.ts';

const percent = (value: number): JsonObject => ({ type: 'Percent', value, periodSeconds: 15 });

const scaling = (values: JsonObject): Defaults => ({ values: { selectPolicy: 'Max', ...values } });

const defaults: Defaults = {
  fields: {
    spec: {
      values: {
        minReplicas: 1,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
          },
        ],
      },
      fields: {
        behavior: {
          values: { scaleUp: {}, scaleDown: {} },
          fields: {
            scaleUp: scaling({
              stabilizationWindowSeconds: 0,
              policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent(100)],
            }),
            scaleDown: scaling({ policies: [percent(100)] }),
          },
        },
      },
    },
  },
};

export const horizontalPodAutoscaler: Kind = {
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  conversions: { v1: { 'autoscaling/v2': conversion } },
  defaults,
  cells,
};
