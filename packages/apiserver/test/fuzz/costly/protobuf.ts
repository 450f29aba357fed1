// Bodies of protobuf.

import { configMaps, many, post, type Shapes } from './shape.ts';

export const protobufShapes: Shapes = {
  'protobuf: entries of a map': {
    requests: (size) => [
      protobuf(many(size, (at) => field(2, [...field(1, text(`k${at}`)), ...field(2, text('v'))])).flat()),
    ],
    most: 60_000,
  },
  'protobuf: unknown fields': { requests: (size) => [protobuf(many(size, () => field(15, [1])).flat())] },
  'protobuf: groups in groups': {
    requests: (size) => [protobuf(many(size, () => 0x7b))],
  },
  'protobuf: nested messages': {
    requests: (size) => [protobuf(Array.from(nestedMessage(size)))],
    most: 20_000,
  },
  'protobuf: a huge length': { requests: () => [protobuf([0x12, 0xff, 0xff, 0xff, 0xff, 0x0f, 1])] },
};

function protobuf(raw: number[]): ReturnType<typeof post> {
  const named = field(1, [...field(1, text('v1')), ...field(2, text('ConfigMap'))]);
  const metadata = field(1, field(1, text('a')));
  const body = Uint8Array.from([0x6b, 0x38, 0x73, 0, ...named, ...field(2, metadata.concat(raw))]);
  return post(configMaps, body, 'application/vnd.kubernetes.protobuf');
}

function field(number: number, bytes: number[]): number[] {
  return [(number << 3) | 2, ...varint(bytes.length)].concat(bytes);
}

function text(value: string): number[] {
  return [...new TextEncoder().encode(value)];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

// Fields of metadata within one another, from the innermost.
function nestedMessage(levels: number): Uint8Array {
  const heads: number[][] = [];
  for (let at = 0, length = 0; at < levels; at += 1) {
    const head = [0x0a, ...varint(length)];
    heads.push(head);
    length += head.length;
  }
  return Uint8Array.from(heads.reverse().flat());
}
