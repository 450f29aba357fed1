// Devices that pods claim.

import type { Conversion } from '../conversion.ts';
import type { Kind } from '../kind.ts';
import { claimConversion, claimTemplateConversion, sliceConversion } from './conversion.ts';

const group = 'resource.k8s.io';

// v1beta1 alone has other fields.
function beta(conversion: Conversion): Pick<Kind, 'versions'> {
  return {
    versions: {
      v1beta1: { conversions: { 'resource.k8s.io/v1': conversion, 'resource.k8s.io/v1beta2': conversion } },
    },
  };
}

export const dynamicResourceKinds: readonly Kind[] = [
  { group, kind: 'DeviceClass', generation: true, returnsDeleted: true },
  { group, kind: 'DeviceTaintRule', generation: true, returnsDeleted: true },
  { group, kind: 'ResourceClaim', returnsDeleted: true, ...beta(claimConversion) },
  { group, kind: 'ResourceClaimTemplate', returnsDeleted: true, ...beta(claimTemplateConversion) },
  {
    group,
    kind: 'ResourceSlice',
    generation: true,
    returnsDeleted: true,
    fields: { 'spec.nodeName': '', 'spec.driver': '' },
    ...beta(sliceConversion),
  },
];
