// Admission plugin AlwaysPullImages: nobody runs an image without the right to pull it.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/alwayspullimages/admission.go

import { type JsonObject, objectAt, objectOf, objectsAt, textAt, valueAt } from '../json/json.ts';
import { unclassified, unsupportedValue } from '../status-error.ts';
import type { AdmissionAttributes } from './attributes.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusalOf } from './refusal.ts';
import { writtenKind } from './written-kind.ts';

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

export const alwaysPullImages: AdmissionPlugin = {
  name: 'AlwaysPullImages',
  mutate(attributes) {
    const { object } = attributes;
    if (!hasNewImages(attributes)) return object;
    const spec = objectAt(object, 'spec');
    const lists = containerLists.filter((list) => objectsAt(spec, list).length > 0);
    const pulling = lists.map((list): [string, JsonObject[]] => [
      list,
      objectsAt(spec, list).map((container) => ({ ...container, imagePullPolicy: 'Always' })),
    ]);
    const volumes = objectsAt(spec, 'volumes');
    return {
      ...object,
      spec: {
        ...spec,
        ...objectOf(pulling),
        ...(volumes.some(isImage) && { volumes: volumes.map(withPull) }),
      },
    };
  },
  validate(attributes) {
    if (!hasNewImages(attributes)) return;
    const spec = objectAt(attributes.object, 'spec');
    const policies = [
      ...containerLists.flatMap((list) =>
        objectsAt(spec, list).map((container, at) => ({
          field: `spec.${list}[${at}].imagePullPolicy`,
          policy: textAt(container, 'imagePullPolicy'),
        })),
      ),
      ...objectsAt(spec, 'volumes').flatMap((volume, at) =>
        isImage(volume)
          ? [{ field: `spec.volumes[${at}].image.pullPolicy`, policy: textAt(volume, 'image', 'pullPolicy') }]
          : [],
      ),
    ];
    const complaints = policies
      .filter(({ policy }) => policy !== 'Always')
      .map(({ field, policy }) => unsupportedValue(field, policy, ['Always']))
      .map(({ field, message }) => refusalOf(attributes, `${field}: ${message}`).message);
    if (complaints.length === 0) return;
    // Several refusals in one are none that the real server classifies.
    throw unclassified(complaints.length === 1 ? complaints.join() : `[${complaints.join(', ')}]`);
  },
};

function isImage(volume: JsonObject): boolean {
  return valueAt(volume, 'image') !== undefined;
}

function withPull(volume: JsonObject): JsonObject {
  return isImage(volume)
    ? { ...volume, image: { ...objectAt(volume, 'image'), pullPolicy: 'Always' } }
    : volume;
}

function hasNewImages(attributes: AdmissionAttributes): boolean {
  if (writtenKind(attributes) !== 'pods') return false;
  const { object, old } = attributes;
  if (!old) return true;
  const before = new Set(imagesOf(old));
  return imagesOf(object).some((image) => !before.has(image));
}

function imagesOf(pod: JsonObject | undefined): string[] {
  return containerLists.flatMap((list) =>
    objectsAt(pod, 'spec', list).map((container) => textAt(container, 'image')),
  );
}
