// Admission plugin LimitRanger: how much a container, a pod or a claim of a namespace may and must ask for, and what a
// container gets that does not say.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/limitranger/admission.go

import { arrayAt, type JsonObject, objectAt, stringAt } from '../../json/json.ts';
import { notImplemented } from '../../status-error.ts';
import { newestPer } from '../../storage/newest-per.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import type { AdmissionPlugin } from '../plugin.ts';
import { refusalOf } from '../refusal.ts';
import { withContainerDefaults } from './container-defaults.ts';
import { type LimitItem, limitItems } from './limit-item.ts';
import { claimComplaints, podComplaints } from './limits.ts';

export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  mutate(attributes) {
    let { object } = attributes;
    if (subjectOf(attributes) !== 'pod') return object;
    for (const items of rangesOf(attributes, object)) object = withContainerDefaults(object, items);
    return object;
  },
  validate(attributes) {
    const { object } = attributes;
    const subject = subjectOf(attributes);
    if (!subject || !object) return;
    const complaintsOf = subject === 'pod' ? podComplaints : claimComplaints;
    for (const items of rangesOf(attributes, object)) {
      const complaints = [...new Set(complaintsOf(object, items))];
      if (complaints.length === 0) continue;
      const why = complaints.join(', ');
      throw refusalOf(attributes, complaints.length === 1 ? why : `[${why}]`);
    }
  },
};

// A range of many names and a pod of many containers are each no longer than others, and much together.
const mostBounds = 200_000;

/** Undefined: nothing that has limits. Containers of a pod change at the path of their resources alone. */
function subjectOf({
  served,
  operation,
  subresource,
  old,
}: AdmissionAttributes): 'pod' | 'claim' | undefined {
  const { group, plural } = served.resource;
  if (group !== '' || (operation !== 'CREATE' && operation !== 'UPDATE')) return undefined;
  // What goes is left alone.
  if (stringAt(objectAt(old, 'metadata'), 'deletionTimestamp') !== undefined) return undefined;
  if (plural === 'persistentvolumeclaims') return subresource === '' ? 'claim' : undefined;
  if (plural !== 'pods') return undefined;
  return subresource === (operation === 'CREATE' ? '' : 'resize') ? 'pod' : undefined;
}

function* rangesOf(
  { server, namespace }: AdmissionAttributes,
  object: JsonObject,
): Generator<readonly LimitItem[]> {
  const ranges = server.registry.find('', 'v1', 'limitranges')?.store;
  if (!ranges || ranges.size === 0) return;
  const spec = objectAt(object, 'spec');
  const parts = 1 + arrayAt(spec, 'containers').length + arrayAt(spec, 'initContainers').length;
  let bounds = 0;
  for (const stored of ranges.objectsIn(namespace)) {
    const items = itemsOf(ranges, stored);
    for (const { size } of items) bounds += size * parts;
    if (bounds > mostBounds)
      throw notImplemented(
        `limits of a namespace that are more than ${mostBounds} for the containers of one pod: take names out of its LimitRanges`,
      );
    yield items;
  }
}

// Read anew at every write otherwise.
const itemsOf = newestPer(({ object }): readonly LimitItem[] => limitItems(object));
