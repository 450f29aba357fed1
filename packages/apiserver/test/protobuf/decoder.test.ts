import { describe, expect, test } from '@jest/globals';
import type { TypeSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import fc from 'fast-check';
import { openEnvelope } from '../../src/protobuf/envelope.ts';
import { MessageDecoder } from '../../src/protobuf/message-decoder.ts';
import { MalformedProtobufError } from '../../src/protobuf/wire.ts';
import {
  bytesField,
  encodeObject,
  encodeStruct,
  envelope,
  numberField,
} from '../support/protobuf-encoder.ts';

function schemaOf(type: string): TypeSchema {
  const schema = schemas(type);
  if (!schema) throw new Error(`no type ${type}`);
  return schema;
}

function decode(type: string, message: Uint8Array): unknown {
  return new MessageDecoder().struct(schemaOf(type), message);
}

function roundTrip(type: string, object: object): unknown {
  return decode(type, encodeStruct(type, object));
}

describe('a protobuf message becomes the JSON that says the same', () => {
  const there: readonly [title: string, type: string, object: object][] = [
    ['text, maps and bytes', 'core/v1/ConfigMap', { data: { a: '', b: 'é' }, binaryData: { c: 'AAEC/w==' } }],
    ['pointers to zero', 'apps/v1/DeploymentSpec', { replicas: 0, selector: {}, template: {} }],
    ['pointers to false and to empty text', 'core/v1/PersistentVolumeClaimSpec', { storageClassName: '' }],
    ['embedded structs', 'core/v1/Probe', { httpGet: { port: 80 }, periodSeconds: 10 }],
    ['structs embedded twice', 'admissionregistration.k8s.io/v1/RuleWithOperations', { apiGroups: ['*'] }],
    ['quantities', 'core/v1/ResourceQuotaSpec', { hard: { cpu: '1500m' } }],
    ['numbers or text', 'core/v1/ServicePort', { port: 1, targetPort: 'http' }],
    ['negative numbers', 'core/v1/Toleration', { tolerationSeconds: -5 }],
    ['whole seconds', 'meta/v1/Condition', condition('2020-01-01T00:00:00Z')],
    ['microseconds', 'coordination.k8s.io/v1/LeaseSpec', { renewTime: '2020-01-01T00:00:00.000001Z' }],
    ['times before 1970', 'meta/v1/ObjectMeta', { creationTimestamp: '1969-12-31T23:59:59Z' }],
    ['raw objects', 'apps/v1/ControllerRevision', { data: { any: [1, null] }, revision: 3 }],
    ['owned fields', 'meta/v1/ManagedFieldsEntry', { fieldsV1: { 'f:a': {} } }],
    ['lists in maps', 'authorization.k8s.io/v1/SubjectAccessReviewSpec', { extra: { a: ['b', 'c'] } }],
    [
      'schemas, and what may stand for one',
      'apiextensions.k8s.io/v1/JSONSchemaProps',
      {
        $ref: 'r',
        'x-kubernetes-int-or-string': true,
        default: { a: 1 },
        maximum: 1.5,
        items: { type: 'string' },
        additionalProperties: false,
        dependencies: { a: ['b'], c: { type: 'object' } },
        properties: { p: { additionalProperties: { type: 'string' }, items: [{ type: 'string' }] } },
      },
    ],
  ];
  test.each(there)('%s', (_, type, object) => {
    expect(roundTrip(type, object)).toEqual(object);
  });

  test('without what Go writes though nobody has set it', () => {
    const spec = {
      nodeName: '',
      hostNetwork: false,
      priority: 0,
      containers: [{ name: 'c', resources: {} }],
    };
    expect(roundTrip('core/v1/PodSpec', spec)).toEqual({ priority: 0, containers: [{ name: 'c' }] });
  });

  test('whatever the order of fields and whatever this version does not know', () => {
    const name = bytesField(1, bytesField(1, Buffer.from('a')));
    const data = bytesField(
      2,
      Buffer.concat([bytesField(2, Buffer.from('v')), bytesField(1, Buffer.from('k'))]),
    );
    const strange = Buffer.concat([numberField(90, 1n), bytesField(91, Buffer.from('x')), data, name]);
    expect(decode('core/v1/ConfigMap', strange)).toEqual({ metadata: { name: 'a' }, data: { k: 'v' } });
  });

  test('with packed numbers as with others', () => {
    const packed = bytesField(4, Uint8Array.from([1, 2]));
    expect(decode('core/v1/PodSecurityContext', packed)).toEqual({ supplementalGroups: [1, 2] });
  });

  test('for any object of strings, numbers and switches', () => {
    const metadata = fc.record({
      name: fc.string({ minLength: 1 }),
      labels: fc.dictionary(fc.string(), fc.string(), { minKeys: 1 }),
      finalizers: fc.array(fc.string(), { minLength: 1 }),
      generation: fc.integer({ min: 1 }),
    });
    const port = fc.record({ containerPort: fc.integer({ min: 1, max: 65_535 }), hostIP: fc.ipV4() });
    const container = fc.record({
      name: fc.string({ minLength: 1 }),
      ports: fc.array(port, { minLength: 1 }),
      securityContext: fc.record({ privileged: fc.boolean(), runAsUser: fc.integer() }),
    });
    const spec = fc.record({ containers: fc.array(container, { minLength: 1 }), priority: fc.integer() });
    fc.assert(
      fc.property(fc.record({ metadata, spec }), (pod) => {
        const plain = JSON.parse(JSON.stringify(pod)) as object;
        expect(roundTrip('core/v1/Pod', plain)).toEqual(plain);
      }),
    );
  });
});

describe('what is no message is refused', () => {
  const pod = encodeObject({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', creationTimestamp: '2020-01-01T00:00:00Z' },
    spec: { containers: [{ name: 'c', resources: { limits: { cpu: '1' } } }], priority: 1 },
  });
  const open = (body: Uint8Array): unknown => decode('core/v1/Pod', openEnvelope(body).raw);

  test('or read, wherever it is cut off', () => {
    for (let length = 0; length < pod.length; length += 1) {
      try {
        open(pod.subarray(0, length));
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedProtobufError);
      }
    }
    expect(open(pod)).toMatchObject({ metadata: { name: 'a' } });
  });

  test('or read, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          open(envelope({ apiVersion: 'v1', kind: 'Pod' }, bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedProtobufError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  const wrong: readonly [title: string, message: Uint8Array, complaint: string][] = [
    ['a length beyond the end', Uint8Array.from([0x0a, 0x7f]), 'unexpected EOF'],
    [
      'a length beyond all bounds',
      Uint8Array.from([0x0a, ...Array<number>(9).fill(255), 1]),
      'unexpected EOF',
    ],
    ['a number without end', Uint8Array.from(Array<number>(11).fill(255)), 'proto: integer overflow'],
    ['field 0', Uint8Array.from([0x02, 0x00]), 'proto: illegal tag 0'],
    ['a wire type that is none', Uint8Array.from([0x0f, 0x00]), 'proto: illegal wireType 7'],
    ['a number for a message', numberField(1, 1n), 'proto: wrong wireType = 0 for field ObjectMeta'],
  ];
  test.each(wrong)('%s', (_, message, complaint) => {
    expect(() => decode('core/v1/Pod', message)).toThrow(new MalformedProtobufError(complaint));
  });

  test('a message within a message, more than two hundred deep', () => {
    let deep: Uint8Array = new Uint8Array();
    for (let level = 1; level < 200; level += 1) deep = bytesField(28, deep);
    expect(decode('apiextensions.k8s.io/v1/JSONSchemaProps', deep)).toMatchObject({ not: { not: {} } });
    const deeper = bytesField(28, deep);
    expect(() => decode('apiextensions.k8s.io/v1/JSONSchemaProps', deeper)).toThrow('exceeded max depth');
  });

  test('raw JSON that is none, and a time out of range', () => {
    const data = bytesField(2, bytesField(1, Buffer.from('{')));
    expect(() => decode('apps/v1/ControllerRevision', data)).toThrow('an embedded object is not valid JSON');
    const created = bytesField(8, numberField(1, 2n ** 62n));
    expect(() => decode('meta/v1/ObjectMeta', created)).toThrow('a time is out of range');
  });
});

function condition(lastTransitionTime: string): object {
  return { type: 'a', status: 'True', reason: 'r', message: '', lastTransitionTime };
}
