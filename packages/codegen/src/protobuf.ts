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
  return text.split(' ').flatMap((field): ProtoField[] => {
    const [matched, name = '', number, of = '', type = ''] = /^([^=]+)=(\d+):([*%?]?)(.+)$/.exec(field) ?? [];
    return matched === undefined ? [] : [{ name, number: Number(number), type, of: marks[of] ?? 'one' }];
  });
}

const marks: Readonly<Record<string, ProtoField['of']>> = { '?': 'pointer', '*': 'list', '%': 'map' };

const protoMessage = /^message (\w+) \{/;
const protoField = /^ *(?:(optional|repeated) +([\w.]+)|map<string, *([\w.]+)>) +(\w+) *= *(\d+)/;

interface Block {
  readonly name: string;
  readonly lines: readonly string[];
}

/** What `opening` begins and names, each up to the next line that a brace begins. */
function blocksIn(source: string, opening: RegExp): Block[] {
  const blocks: { name: string; lines: string[] }[] = [];
  let open = false;
  for (const line of source.split('\n')) {
    const name: string | undefined = open ? undefined : opening.exec(line)?.[1];
    if (name !== undefined) blocks.push({ name, lines: [] });
    else if (open) blocks.at(-1)?.lines.push(line);
    open = (open || name !== undefined) && !line.startsWith('}');
  }
  return blocks;
}

function messagesIn({ proto, go }: ProtoSources): [string, string][] {
  const goPackage = /^package ([\w.]+);/m.exec(proto)?.[1] ?? '';
  const pointers = new Set(go.flatMap(pointersIn));
  return blocksIn(proto, protoMessage).map(({ name: message, lines }) => {
    const fields = lines.flatMap((line) => {
      const [matched, label, own = '', mapped, name = '', number = ''] = protoField.exec(line) ?? [];
      if (matched === undefined) return [];
      const isPointer = scalars.has(own) && pointers.has(`${message} ${number}`);
      const mark = mapped !== undefined ? '%' : label === 'repeated' ? '*' : isPointer ? '?' : '';
      return [`${name}=${number}:${mark}${fullType(mapped ?? own, goPackage)}`];
    });
    return [openApiName(`${goPackage}.${message}`), fields.join(' ')];
  });
}

const goStruct = /^type (\w+) struct \{/;
const goPointer = /^\s+\w+\s+\*[\w.]+\s+`/;
const goTag = /protobuf:"[^",]*,(\d+),/;

/** `DeploymentSpec 1` for a field that is a pointer and has this number. */
function pointersIn(source: string): string[] {
  return blocksIn(source, goStruct).flatMap(({ name: struct, lines }) =>
    lines.flatMap((line) => {
      const number = goPointer.test(line) ? goTag.exec(line)?.[1] : undefined;
      return number === undefined ? [] : [`${struct} ${number}`];
    }),
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
