// Devices that pods claim.

import type { Conversion } from '../conversion.ts';
import type { Kind } from '../kind.ts';
import { claimConversion, claimTemplateConversion, sliceConversion } from './conversion.ts';

const group = 'resource.k8s.io';

// v1beta1 alone has other fields.
function beta(conversion: Conversion): NonNullable<Kind['conversions']> {
  return { v1beta1: { 'resource.k8s.io/v1': conversion, 'resource.k8s.io/v1beta2': conversion } };
}

export const dynamicResourceKinds: readonly Kind[] = [
  { group, kind: 'DeviceClass', generation: true, returnsDeleted: true },
  { group, kind: 'DeviceTaintRule', generation: true, returnsDeleted: true },
  { group, kind: 'ResourceClaim', returnsDeleted: true, conversions: beta(claimConversion) },
  { group, kind: 'ResourceClaimTemplate', returnsDeleted: true, conversions: beta(claimTemplateConversion) },
  {
    group,
    kind: 'ResourceSlice',
    generation: true,
    returnsDeleted: true,
    fields: { 'spec.nodeName': '', 'spec.driver': '' },
    conversions: beta(sliceConversion),
  },
];
