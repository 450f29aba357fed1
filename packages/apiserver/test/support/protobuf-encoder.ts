// Objects as protobuf bodies, as clients in Go send them: the other side of the server's decoder.

import { type FieldSchema, schemas, type ValueSchema } from '@kube-rx/k8s/schemas';

type Bytes = Uint8Array<ArrayBuffer>;

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The whole body: magic, envelope, message. */
/** `as`: the type, where the apiVersion does not lead to it. */
export function encodeObject<T extends Named>(object: T, as?: string): Bytes {
  const { apiVersion, kind } = object;
  const type = `${apiVersion.includes('/') ? '' : 'core/'}${apiVersion}/${kind}`;
  return envelope({ apiVersion, kind }, encodeStruct(as ?? type, object));
}

export function envelope({ apiVersion, kind }: Named, raw: Uint8Array): Bytes {
  const typeMeta = join(bytesField(1, utf8(apiVersion)), bytesField(2, utf8(kind)));
  return join(utf8('k8s\0'), bytesField(1, typeMeta), bytesField(2, raw));
}

export function encodeStruct(type: string, object: object): Bytes {
  const fields = [...(schemas(type)?.fields.values() ?? [])];
  const parts = fields.flatMap((field) => {
    const value = (object as Readonly<Record<string, unknown>>)[field.name];
    return value === undefined || field.numbers.length === 0 ? [] : [encodeField(field, value)];
  });
  return join(...parts);
}

function encodeField(field: FieldSchema, value: unknown): Bytes {
  const [number = 0, ...outer] = field.numbers.toReversed();
  const inner = encodeValues(field, number, value);
  return outer.reduce((message, at) => bytesField(at, message), inner);
}

function encodeValues(schema: ValueSchema, number: number, value: unknown): Bytes {
  const { items = { kind: 'string' } } = schema;
  if (schema.kind === 'list')
    return join(...(value as readonly unknown[]).map((item) => encodeValue(items, number, item)));
  if (schema.kind !== 'map') return encodeValue(schema, number, value);
  const entries = Object.entries(value as object).map(([key, inner]) =>
    bytesField(number, join(bytesField(1, utf8(key)), encodeValue(items, 2, inner))),
  );
  return join(...entries);
}

function encodeValue(schema: ValueSchema, number: number, value: unknown): Bytes {
  switch (schema.kind) {
    case 'string':
      return bytesField(number, utf8(String(value)));
    case 'bytes':
      return bytesField(number, Buffer.from(String(value), 'base64'));
    case 'int32':
    case 'int64':
      return numberField(number, typeof value === 'bigint' ? value : BigInt(Number(value)));
    case 'boolean':
      return numberField(number, value === true ? 1n : 0n);
    case 'double': {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setFloat64(0, Number(value), true);
      return join(varint((BigInt(number) << 3n) | 1n), bytes);
    }
    case 'reference':
      return bytesField(number, encodeReference(schema.type ?? '', value));
    case 'list':
      return bytesField(number, encodeValues(schema, 1, value));
    default:
      throw new Error(`nothing of kind ${schema.kind} is in protobuf`);
  }
}

function encodeReference(type: string, value: unknown): Bytes {
  switch (type) {
    case 'resource/Quantity':
      return bytesField(1, utf8(String(value)));
    case 'intstr/IntOrString':
      return typeof value === 'string'
        ? join(numberField(1, 1n), bytesField(3, utf8(value)))
        : join(numberField(1, 0n), numberField(2, BigInt(Number(value))));
    case 'meta/v1/Time':
    case 'meta/v1/MicroTime':
      return encodeTime(String(value));
    case 'meta/v1/FieldsV1':
    case 'runtime/RawExtension':
    case 'apiextensions.k8s.io/v1/JSON':
      return bytesField(1, utf8(JSON.stringify(value)));
    case 'apiextensions.k8s.io/v1/JSONSchemaPropsOrArray':
    case 'apiextensions.k8s.io/v1/JSONSchemaPropsOrStringArray':
    case 'apiextensions.k8s.io/v1/JSONSchemaPropsOrBool':
      return encodeSchemaOr(type, value);
    default:
      return encodeStruct(type, value as object);
  }
}

function encodeSchemaOr(type: string, value: unknown): Bytes {
  const props = 'apiextensions.k8s.io/v1/JSONSchemaProps';
  if (type.endsWith('Bool'))
    return typeof value === 'boolean'
      ? numberField(1, value ? 1n : 0n)
      : join(numberField(1, 1n), bytesField(2, encodeStruct(props, value as object)));
  if (!Array.isArray(value)) return bytesField(1, encodeStruct(props, value as object));
  const items = value as readonly unknown[];
  return join(
    ...items.map((item) =>
      bytesField(2, typeof item === 'string' ? utf8(item) : encodeStruct(props, item as object)),
    ),
  );
}

function encodeTime(text: string): Bytes {
  const seconds = BigInt(Math.floor(Date.parse(text.replace(/\.\d+/, '')) / 1000));
  const nanos = BigInt((/\.(\d{6})/.exec(text)?.[1] ?? '0').padEnd(9, '0'));
  return join(numberField(1, seconds), numberField(2, nanos));
}

export function bytesField(number: number, bytes: Uint8Array): Bytes {
  return join(varint((BigInt(number) << 3n) | 2n), varint(BigInt(bytes.length)), bytes);
}

export function numberField(number: number, value: bigint): Bytes {
  return join(varint(BigInt(number) << 3n), varint(BigInt.asUintN(64, value)));
}

function varint(value: bigint): Bytes {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Uint8Array.from([...bytes, Number(rest)]);
}

function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function join(...parts: readonly Uint8Array[]): Bytes {
  return new Uint8Array(Buffer.concat(parts));
}
