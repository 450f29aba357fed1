// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/autoscaling/v2/defaults.go

import type { JsonObject } from '../../json/json.ts';
import { always, type Defaults, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { cells } from './cells.ts';
import { conversion } from './conversion.ts';
import { defaultMetrics } from './metric.ts';
import { autoscalerFaults, autoscalerStatusFaults } from './validation.ts';

const percent = (value: number): JsonObject => ({ type: 'Percent', value, periodSeconds: 15 });

const defaults: Defaults = {
  spec: always({
    minReplicas: 1,
    metrics: defaultMetrics,
    behavior: within({
      scaleUp: always({
        selectPolicy: 'Max',
        stabilizationWindowSeconds: 0,
        policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent(100)],
      }),
      scaleDown: always({ selectPolicy: 'Max', policies: [percent(100)] }),
    }),
  }),
};

export const horizontalPodAutoscaler: Kind = {
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  conversions: { v1: { 'autoscaling/v2': conversion } },
  defaults,
  validate: autoscalerFaults,
  validateStatus: autoscalerStatusFaults,
  cells,
};
