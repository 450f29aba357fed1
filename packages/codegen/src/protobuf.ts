/**
 * The field numbers of the built-in types, from the `generated.proto` files of Kubernetes' Go modules; neither OpenAPI
 * nor discovery has them. The Go types tell which scalars are pointers: only for those a zero on the wire differs from
 * an absent field. One line a message, small enough to be committed: `replicas=1:?int32`, `finalizers=14:*string`,
 * `labels=11:%string` for a pointer, a list and a map.
 */
import type { Schemas } from './schema.ts';

/** Full name in the style of OpenAPI (`io.k8s.api.core.v1.ConfigMap`) to the fields of the message. */
export type ProtoMessages = Readonly<Record<string, string>>;

export interface ProtoField {
  readonly name: string;
  readonly number: number;
  /** `string`, `int32`, or the name of a message in the style of OpenAPI; of a list's items and a map's values. */
  readonly type: string;
  readonly of: 'one' | 'pointer' | 'list' | 'map';
}

/** A Go package with its `generated.proto` and its other sources. */
export interface ProtoSources {
  readonly proto: string;
  readonly go: readonly string[];
}

/**
 * The messages in the packages of `schemas`.
 *
 * @example const messages = extractProto(sources, input.schemas);
 */
export function extractProto(sources: readonly ProtoSources[], schemas: Schemas): ProtoMessages {
  const packages = new Set(Object.keys(schemas).map(packageOf));
  return Object.fromEntries(sources.flatMap(messagesIn).filter(([name]) => packages.has(packageOf(name))));
}

function packageOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

/** The fields of a message as `extractProto` wrote them down. */
export function protoFields(text: string): ProtoField[] {
  const fields = text.matchAll(/([^ =]+)=(\d+):([*%?]?)(\S+)/g);
  return Array.from(fields, ([, name = '', number, of = '', type = '']) => ({
    name,
    number: Number(number),
    type,
    of: marks[of] ?? 'one',
  }));
}

const marks: Readonly<Record<string, ProtoField['of']>> = { '?': 'pointer', '*': 'list', '%': 'map' };

const protoMessage = /^message (\w+) \{(.*?)^\}/gms;
const protoField = /^\s*(?:(optional|repeated)\s+([\w.]+)|map<string,\s*([\w.]+)>)\s+(\w+)\s*=\s*(\d+)/gm;

function messagesIn({ proto, go }: ProtoSources): [string, string][] {
  const goPackage = /^package ([\w.]+);/m.exec(proto)?.[1] ?? '';
  const pointers = new Set(go.flatMap(pointersIn));
  return Array.from(proto.matchAll(protoMessage), ([, message = '', body = '']) => {
    const fields = Array.from(
      body.matchAll(protoField),
      ([, label, own = '', mapped, name = '', number = '']) => {
        const isPointer = scalars.has(own) && pointers.has(`${message} ${number}`);
        const mark = mapped !== undefined ? '%' : label === 'repeated' ? '*' : isPointer ? '?' : '';
        return `${name}=${number}:${mark}${fullType(mapped ?? own, goPackage)}`;
      },
    );
    return [openApiName(`${goPackage}.${message}`), fields.join(' ')];
  });
}

const goStruct = /^type (\w+) struct \{(.*?)^\}/gms;
const goPointer = /^\s+\w+\s+\*[\w.]+\s+`.*protobuf:"[^",]*,(\d+),/gm;

/** `DeploymentSpec 1` for a field that is a pointer and has this number. */
function pointersIn(source: string): string[] {
  return [...source.matchAll(goStruct)].flatMap(([, struct = '', body = '']) =>
    Array.from(body.matchAll(goPointer), ([, number = '']) => `${struct} ${number}`),
  );
}

const scalars = new Set(['string', 'bytes', 'bool', 'int32', 'int64', 'double']);

function fullType(type: string, goPackage: string): string {
  if (scalars.has(type)) return type;
  return openApiName(type.startsWith('.') ? type.slice(1) : `${goPackage}.${type}`);
}

/** `k8s.io.kube_aggregator.pkg…` is `io.k8s.kube-aggregator.pkg…` in OpenAPI. */
function openApiName(name: string): string {
  return name.replace(/^k8s\.io\./, 'io.k8s.').replaceAll('_', '-');
}
