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
 * The messages in the packages of `schemas`, sorted by name.
 *
 * @example const messages = extractProto(sources, input.schemas);
 */
export function extractProto(sources: readonly ProtoSources[], schemas: Schemas): ProtoMessages {
  const packages = new Set(Object.keys(schemas).map((name) => name.slice(0, name.lastIndexOf('.'))));
  const messages = sources
    .flatMap(messagesIn)
    .filter(([name]) => packages.has(name.slice(0, name.lastIndexOf('.'))));
  return Object.fromEntries(messages.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** @example write('protobuf.json', printProto(messages)); */
export function printProto(messages: ProtoMessages): string {
  const lines = Object.entries(messages).map(
    ([name, text]) => `\n  ${JSON.stringify(name)}: ${JSON.stringify(text)}`,
  );
  return `{${lines.join(',')}\n}\n`;
}

/** The fields of a message as `extractProto` wrote them down. */
export function protoFields(text: string): ProtoField[] {
  return text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [, name = '', number = '', of = '', type = ''] = /^([^=]+)=(\d+):([*%?]?)(.+)$/.exec(part) ?? [];
      return { name, number: Number(number), type, of: marks[of] ?? 'one' };
    });
}

const marks: Readonly<Record<string, ProtoField['of']>> = { '?': 'pointer', '*': 'list', '%': 'map' };

const field = /^\s*(?:(optional|repeated)\s+([\w.]+)|map<string,\s*([\w.]+)>)\s+(\w+)\s*=\s*(\d+)/;

function messagesIn({ proto: file, go }: ProtoSources): [string, string][] {
  const goPackage = /^package ([\w.]+);/m.exec(file)?.[1] ?? '';
  const pointers = pointersIn(go);
  const messages: [string, string][] = [];
  let fields: string[] | undefined;
  let messageName = '';
  for (const line of file.split('\n')) {
    const opened = /^message (\w+) \{/.exec(line)?.[1];
    if (opened !== undefined) {
      fields = [];
      messageName = opened;
    }
    if (opened !== undefined) messages.push([openApiName(`${goPackage}.${opened}`), '']);
    const [found, label, own, mapped, name, number] = field.exec(line) ?? [];
    if (found !== undefined && fields !== undefined) {
      const pointer = scalars.has(own ?? '') && pointers.has(`${messageName} ${number ?? ''}`);
      const mark = mapped !== undefined ? '%' : label === 'repeated' ? '*' : pointer ? '?' : '';
      fields.push(`${name ?? ''}=${number ?? ''}:${mark}${fullType(own ?? mapped ?? '', goPackage)}`);
    }
    if (line.startsWith('}')) {
      const last = messages.at(-1);
      if (last !== undefined && fields !== undefined) last[1] = fields.join(' ');
      fields = undefined;
    }
  }
  return messages;
}

const goField = /^\s+\w+\s+\*[\w.]+\s+`.*protobuf:"[^",]*,(\d+),/;

/** `DeploymentSpec 1` for a field that is a pointer and has this number. */
function pointersIn(sources: readonly string[]): Set<string> {
  const pointers = new Set<string>();
  for (const source of sources) {
    let struct = '';
    for (const line of source.split('\n')) {
      struct = /^type (\w+) struct \{/.exec(line)?.[1] ?? struct;
      const number = goField.exec(line)?.[1];
      if (number !== undefined) pointers.add(`${struct} ${number}`);
    }
  }
  return pointers;
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
