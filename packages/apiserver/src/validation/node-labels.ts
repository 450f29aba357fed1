// Labels of nodes that have new names.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/node/util.go

import type { Field } from './field.ts';

const deprecated: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  [
    'failure-domain.beta.kubernetes.io/region',
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  ],
  [
    'failure-domain.beta.kubernetes.io/zone',
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  ],
  [
    'beta.kubernetes.io/instance-type',
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  ],
  ['app.kubernetes.io/created-by', 'deprecated since v1.9'],
  [
    'scheduler.alpha.kubernetes.io/preferAvoidPods',
    'deprecated since v1.22; use Taints and Tolerations instead',
  ],
  ['node-role.kubernetes.io/master', 'use "node-role.kubernetes.io/control-plane" instead'],
]);

/** Why a label of nodes should not be used; undefined where nothing is wrong with it. */
export function labelDeprecation(label: string): string | undefined {
  return deprecated.get(label);
}

/** Of the expressions of a selector, or of a term of one. */
export function deprecatedLabelWarnings(selector: Field): string[] {
  return selector.at('matchExpressions').items.flatMap((expression) => {
    const key = expression.at('key');
    const why = deprecated.get(key.text);
    return why === undefined ? [] : [`${key.path}: ${key.text} is ${why}`];
  });
}
