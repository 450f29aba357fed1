// Devices that pods claim. v1beta1 alone has other fields: newer versions keep those of a device request in `exactly`,
// and those of a device in the device itself.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/resource/v1beta1/conversion.go

import { isJsonArray, isJsonObject, type JsonObject, objectAt, valueAt, without } from '../../json/json.ts';
import { type Defaults, each, filled, within } from '../defaults.ts';
import type { Conversion, Kind } from '../kind.ts';
import { claimCells, poolCells, sliceCells, taintCells } from './cells.ts';

type Convert = (object: JsonObject) => JsonObject;

/** Converts the value at the end of a path; in lists, each item. */
function at(path: readonly string[], convert: Convert): Convert {
  const [key, ...rest] = path;
  if (key === undefined) return convert;
  const inner = at(rest, convert);
  return (object) => {
    const value = valueAt(object, key);
    if (isJsonArray(value))
      return { ...object, [key]: value.map((item) => (isJsonObject(item) ? inner(item) : item)) };
    return isJsonObject(value) ? { ...object, [key]: inner(value) } : object;
  };
}

const exactFields = new Set([
  'deviceClassName',
  'selectors',
  'allocationMode',
  'count',
  'adminAccess',
  'tolerations',
  'capacity',
]);

function withExactly(request: JsonObject): JsonObject {
  const exactly = Object.entries(request).filter(
    ([key, value]) => exactFields.has(key) && value !== '' && value !== 0 && value !== null,
  );
  const rest = without(request, ...exactFields);
  if (exactly.length === 0) return rest;
  return { ...rest, exactly: { deviceClassName: '', ...Object.fromEntries(exactly) } };
}

// The older type prints the class of devices even where there is none.
function withoutExactly(request: JsonObject): JsonObject {
  return { deviceClassName: '', ...without(request, 'exactly'), ...objectAt(request, 'exactly') };
}

function withoutBasic(device: JsonObject): JsonObject {
  return { ...without(device, 'basic'), ...objectAt(device, 'basic') };
}

function withBasic({ name, ...basic }: JsonObject): JsonObject {
  return { ...(name !== undefined && { name }), basic };
}

// These fields are pointers in newer versions: an empty value is left out.
function withoutEmptyNode(spec: JsonObject): JsonObject {
  return without(spec, ...['nodeName', 'allNodes'].filter((key) => !valueAt(spec, key)));
}

const intoDevices = at(['spec', 'devices'], withoutBasic);

const sliceConversion: Conversion = {
  toStored: (slice) => at(['spec'], withoutEmptyNode)(intoDevices(slice)),
  fromStored: at(['spec', 'devices'], withBasic),
};

function claimConversion(...claim: readonly string[]): Conversion {
  const requests = [...claim, 'spec', 'devices', 'requests'];
  return { toStored: at(requests, withExactly), fromStored: at(requests, withoutExactly) };
}

function deviceKind(kind: string, beta?: Conversion): Kind {
  const conversions = beta && { v1beta1: { 'resource.k8s.io/v1': beta, 'resource.k8s.io/v1beta2': beta } };
  return { group: 'resource.k8s.io', kind, returnsDeleted: true, ...(conversions && { conversions }) };
}

// How many devices are wanted; a count that is not asked for has no default.
const wanted: Defaults = {
  allocationMode: filled('ExactCount'),
  count: (count, { allocationMode }) => (allocationMode === 'ExactCount' && !count ? 1 : undefined),
  tolerations: each({ operator: filled('Equal') }),
};

const requestDefaults: Defaults = { exactly: within(wanted), firstAvailable: each(wanted) };

const claimDefaults: Defaults = { spec: within({ devices: within({ requests: each(requestDefaults) }) }) };

export const dynamicResourceKinds: readonly Kind[] = [
  { ...deviceKind('DeviceClass'), generation: true },
  { ...deviceKind('DeviceTaintRule'), generation: true, cells: taintCells },
  { ...deviceKind('ResourceClaim', claimConversion()), defaults: claimDefaults, cells: claimCells },
  { ...deviceKind('ResourcePoolStatusRequest'), cells: poolCells },
  {
    ...deviceKind('ResourceClaimTemplate', claimConversion('spec')),
    defaults: { spec: within(claimDefaults) },
  },
  {
    ...deviceKind('ResourceSlice', sliceConversion),
    generation: true,
    fields: { 'spec.nodeName': '', 'spec.driver': '' },
    unknownField: (label, { group, version, kind }) =>
      `field label not supported for ${group}/${version}, Kind=${kind}: ${label}`,
    cells: sliceCells,
  },
];
