// Converts resource.k8s.io/v1beta1: newer versions keep the fields of a device request in `exactly`, and those of a
// device in the device itself.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/resource/v1beta1/conversion.go

import { isJsonArray, isJsonObject, type JsonObject, objectAt, valueAt, without } from '../../json/json.ts';
import type { Conversion } from '../conversion.ts';

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

const exactFields = [
  'deviceClassName',
  'selectors',
  'allocationMode',
  'count',
  'adminAccess',
  'tolerations',
  'capacity',
];

function withExactly(request: JsonObject): JsonObject {
  const exactly = Object.fromEntries(
    Object.entries(request).filter(
      ([key, value]) => exactFields.includes(key) && value !== '' && value !== 0 && value !== null,
    ),
  );
  const rest = without(request, ...exactFields);
  if (Object.keys(exactly).length === 0) return rest;
  return { ...rest, exactly: { deviceClassName: '', ...exactly } };
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
  const empty = ['nodeName', 'allNodes'].filter((key) =>
    ['', false].some((one) => one === valueAt(spec, key)),
  );
  return empty.length === 0 ? spec : without(spec, ...empty);
}

const requests = ['devices', 'requests'];

export const claimConversion: Conversion = {
  toStored: at(['spec', ...requests], withExactly),
  fromStored: at(['spec', ...requests], withoutExactly),
};

export const claimTemplateConversion: Conversion = {
  toStored: at(['spec', 'spec', ...requests], withExactly),
  fromStored: at(['spec', 'spec', ...requests], withoutExactly),
};

const intoDevices = at(['spec', 'devices'], withoutBasic);

export const sliceConversion: Conversion = {
  toStored: (slice) => at(['spec'], withoutEmptyNode)(intoDevices(slice)),
  fromStored: at(['spec', 'devices'], withBasic),
};
