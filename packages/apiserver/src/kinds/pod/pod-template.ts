// What pods are made of: the template in a workload, and PodTemplates.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { objectsAt, textAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { annotationFaults, labelFaults } from '../../validation/labels.ts';
import { type Cell, type Cells, labels } from '../cell.ts';
import { always } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { podAnnotationFaults, profileMismatchFaults } from './annotations.ts';
import { withoutDisabledIn } from './disabled-fields.ts';
import { podSpecFaults } from './pod-spec.ts';
import { podTemplateDefaults } from './pod-spec-defaults.ts';
import { templateWarnings } from './warnings.ts';

/** `old`: the template before an update. */
export function podTemplateFaults(template: Field, old?: Field): FieldFault[] {
  // The real server leaves `metadata` out of these paths.
  const annotations = new Field(template.at('metadata', 'annotations').value, `${template.path}.annotations`);
  const spec = template.at('spec');
  const ephemeral = spec.at('ephemeralContainers');
  return [
    ...labelFaults(new Field(template.at('metadata', 'labels').value, `${template.path}.labels`)),
    ...annotationFaults(annotations),
    ...podAnnotationFaults(annotations, spec),
    ...podSpecFaults(spec, { old: old?.at('spec') }),
    ...profileMismatchFaults(template.at('metadata', 'annotations'), spec),
    ...(ephemeral.size > 0 ? [ephemeral.forbidden('ephemeral containers not allowed in pod template')] : []),
  ];
}

/** The names and images of the containers in the template of pods at `path`. */
export function containerCells(path = 'spec.template'): Cells {
  const texts =
    (key: string): Cell =>
    (object) =>
      objectsAt(object, ...path.split('.'), 'spec', 'containers')
        .map((container) => textAt(container, key))
        .join(',');
  return { Containers: texts('name'), Images: texts('image') };
}
export const podTemplate: Kind = {
  group: '',
  kind: 'PodTemplate',
  generation: true,
  prepare: withoutDisabledIn('template'),
  returnsDeleted: true,
  warnings: templateWarnings('template'),
  defaults: { template: always(podTemplateDefaults) },
  validate(object, old) {
    const before = old && new Field(old).at('template');
    return podTemplateFaults(new Field(object).at('template'), before);
  },
  cells: { ...containerCells('template'), 'Pod Labels': labels('template.metadata.labels') },
};
