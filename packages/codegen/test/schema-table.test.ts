import { describe, expect, test } from '@jest/globals';
import { extractProto, printRecording, printSchemaTable, type Schemas } from '@kube-rx/codegen';

const proto = `
// A comment. message Comment {
package k8s.io.api.core.v1;

message Probe {
  optional int32 period = 5;

  // The action: optional string not = 9;
  optional ProbeHandler handler = 1;

  repeated string names = 3;

  map<string, .k8s.io.apimachinery.pkg.api.resource.Quantity> limits = 4;
}

message ProbeHandler {
  // +optional
  optional ExecAction exec = 2;
}
`;

const go = [
  'type Other struct {\n\tA *int32 `json:"a" protobuf:"varint,5,opt,name=a"`\n}',
  'type Probe struct {\n\tPeriod *int32 `json:"period" protobuf:"varint,5,opt,name=period"`\n}',
];

const reference = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });
const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const schemas: Schemas = {
  'io.k8s.api.core.v1.Probe': {
    type: 'object',
    required: ['names'],
    properties: {
      exec: { allOf: [reference('io.k8s.api.core.v1.ExecAction')] },
      limits: { type: 'object', additionalProperties: reference(quantity) },
      period: { type: 'integer', format: 'int32' },
      names: { type: 'array', items: { type: 'string', default: '', enum: ['a b', 'c'] } },
    },
  },
  [quantity]: { oneOf: [{ type: 'string' }, { type: 'number' }] },
};

describe('the protobuf extract', () => {
  test('has the fields of a message, comments apart, with names as OpenAPI writes them and pointers as Go has them', () => {
    expect(extractProto([{ proto, go }], schemas)).toEqual({
      'io.k8s.api.core.v1.Probe': `period=5:?int32 handler=1:io.k8s.api.core.v1.ProbeHandler names=3:*string limits=4:%${quantity}`,
      'io.k8s.api.core.v1.ProbeHandler': 'exec=2:io.k8s.api.core.v1.ExecAction',
    });
  });

  test('leaves out packages that no schema is of', () => {
    expect(
      extractProto([{ proto: 'package k8s.io.api.other.v1;\nmessage A {\n}\n', go: [] }], schemas),
    ).toEqual({});
  });

  test('has one message a line', () => {
    expect(printRecording({ 'io.a.A': 'a=1:string', 'io.a.B': '' })).toBe(
      '{\n  "io.a.A": "a=1:string",\n  "io.a.B": ""\n}\n',
    );
  });
});

describe('the table of schemas', () => {
  const print = (file: string): string =>
    printSchemaTable(
      { kubernetes: 'v1', groupVersions: [], schemas },
      extractProto([{ proto: file, go }], schemas),
      [],
    );

  test('joins a schema with its numbers, embedded structs included', () => {
    expect(print(proto)).toContain(
      "'core/v1/Probe': '&1:ProbeHandler 1.2exec:>ExecAction 4limits:{>resource/Quantity 5period:I 3names*:[s(a%20b|c)~?'",
    );
  });

  test('keeps a schema without fields as it is', () => {
    expect(print(proto)).toContain(`'resource/Quantity': '{"oneOf":[{"type":"string"},{"type":"number"}]}'`);
  });

  test('is not made where a field has no number', () => {
    expect(() => print(proto.replace('repeated string names = 3;', ''))).toThrow(
      'io.k8s.api.core.v1.Probe: no protobuf number for names',
    );
  });
});
