// Kinds that say what may be: roles, budgets, limits, priorities, webhooks.

import { type JsonObject, objectAt, stringAt } from '../json/json.ts';
import type { Defaults } from './defaults.ts';

const rbac = 'rbac.authorization.k8s.io';

export const roleBinding: Defaults = {
  values: { roleRef: {} },
  fields: { roleRef: { values: { apiGroup: rbac } } },
  items: {
    subjects: {
      values: { apiGroup: (subject) => (stringAt(subject, 'kind') === 'ServiceAccount' ? undefined : rbac) },
    },
  },
};

export const priorityClass: Defaults = { values: { preemptionPolicy: 'PreemptLowerPriority' } };

export const limitRange: Defaults = {
  values: { spec: {} },
  fields: { spec: { values: { limits: null }, items: { limits: { also: withLimits } } } },
};

function withLimits(item: JsonObject): JsonObject {
  if (stringAt(item, 'type') !== 'Container') return item;
  const limit = { ...objectAt(item, 'max'), ...objectAt(item, 'default') };
  const request = { ...objectAt(item, 'min'), ...limit, ...objectAt(item, 'defaultRequest') };
  return {
    ...item,
    ...(Object.keys(limit).length > 0 && { default: limit }),
    ...(Object.keys(request).length > 0 && { defaultRequest: request }),
  };
}

const webhook = (values: Defaults['values']): Defaults => ({
  items: {
    webhooks: {
      values: {
        failurePolicy: 'Fail',
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        timeoutSeconds: 10,
        ...values,
      },
      fields: { clientConfig: { fields: { service: { values: { port: 443 } } } } },
      items: { rules: { values: { scope: '*' } } },
    },
  },
});

export const validatingWebhooks: Defaults = webhook({});

export const mutatingWebhooks: Defaults = webhook({ reinvocationPolicy: 'Never' });
