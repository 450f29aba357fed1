/**
 * The field numbers of the built-in types, out of the `generated.proto` files of Kubernetes' Go modules: what neither
 * OpenAPI nor discovery says of them. One line a message, small enough to be committed:
 * `metadata=1:.k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta data=2:map string`.
 */
import type { Schemas } from './schema.ts';

/** Full name in the style of OpenAPI (`io.k8s.api.core.v1.ConfigMap`) to the fields of the message. */
export type ProtoMessages = Readonly<Record<string, string>>;

export interface ProtoField {
  readonly name: string;
  readonly number: number;
  /** `string`, `int32`, or the name of a message in the style of OpenAPI; of a list's items and a map's values. */
  readonly type: string;
  readonly of: 'one' | 'list' | 'map';
}

/** The messages in the packages of `schemas`, sorted by name. */
export function extractProto(files: readonly string[], schemas: Schemas): ProtoMessages {
  const packages = new Set(Object.keys(schemas).map((name) => name.slice(0, name.lastIndexOf('.'))));
  const messages = files
    .flatMap(messagesIn)
    .filter(([name]) => packages.has(name.slice(0, name.lastIndexOf('.'))));
  return Object.fromEntries(messages.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

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
      const [, name = '', number = '', of = '', type = ''] = /^([^=]+)=(\d+):(\*|%|)(.+)$/.exec(part) ?? [];
      return { name, number: Number(number), type, of: of === '*' ? 'list' : of === '%' ? 'map' : 'one' };
    });
}

const field = /^\s*(?:(optional|repeated)\s+([\w.]+)|map<string,\s*([\w.]+)>)\s+(\w+)\s*=\s*(\d+)/;

function messagesIn(file: string): [string, string][] {
  const goPackage = /^package ([\w.]+);/m.exec(file)?.[1] ?? '';
  const messages: [string, string][] = [];
  let fields: string[] | undefined;
  for (const line of file.split('\n')) {
    const opened = /^message (\w+) \{/.exec(line)?.[1];
    if (opened !== undefined) fields = [];
    if (opened !== undefined) messages.push([openApiName(`${goPackage}.${opened}`), '']);
    const [found, label, own, mapped, name, number] = field.exec(line) ?? [];
    if (found !== undefined && fields !== undefined) {
      const mark = mapped !== undefined ? '%' : label === 'repeated' ? '*' : '';
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

const scalars = new Set(['string', 'bytes', 'bool', 'int32', 'int64', 'double']);

function fullType(type: string, goPackage: string): string {
  if (scalars.has(type)) return type;
  return openApiName(type.startsWith('.') ? type.slice(1) : `${goPackage}.${type}`);
}

/** `k8s.io.kube_aggregator.pkg…` is `io.k8s.kube-aggregator.pkg…` in OpenAPI. */
function openApiName(name: string): string {
  return name.replace(/^k8s\.io\./, 'io.k8s.').replaceAll('_', '-');
}
