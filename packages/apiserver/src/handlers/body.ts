// Request bodies: JSON, YAML or protobuf in, data out.

import type { HttpRequest, TypeSchema } from '@kube-rx/core';
import { hugeNumber } from '../json/huge-number.ts';
import { isJsonObject, type Json, type JsonObject, parseJsonText, valueAt } from '../json/json.ts';
import { type Entries, mergedEntries, repeatedEntries } from '../json/repeated-keys.ts';
import { jsonSyntaxFault } from '../json/syntax-fault.ts';
import { badRequest, entityTooLarge, type StatusError, unsupportedMediaType } from '../status-error.ts';
import { cannotBeHandled } from '../types/complaints.ts';
import { jsonName } from '../types/json-mismatch.ts';
import type { GroupVersionKind } from '../types/type-names.ts';
import { readProtobuf } from './protobuf-body.ts';
import { readYamlBody } from './yaml-body.ts';

/** https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/config.go (MaxRequestBodyBytes) */
export const maxBodyBytes: number = 3 * 1024 * 1024;

const utf8 = new TextDecoder();
const textTypes = ['application/json', 'application/yaml'];
const protobuf = 'application/vnd.kubernetes.protobuf';
const acceptedTypes = [...textTypes, protobuf];

export interface Body {
  readonly object: JsonObject;
  /** `''` for protobuf. */
  readonly text: string;
  readonly isYaml: boolean;
  /** All entries of a text that has a key twice. */
  readonly repeated?: Entries;
  /** The parser's words for keys that a YAML text has twice. */
  readonly repeatedLines: readonly string[];
}

/** The media type without its parameters. */
export function contentType({ headers }: HttpRequest): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The text of the body; `''` where there is none. */
export function bodyText(request: HttpRequest): string {
  const body = bodySource(request);
  return typeof body === 'string' ? body : utf8.decode(body);
}

/** The body as it came, which must not be too large; `''` where there is none. */
export function bodySource({ body = '' }: HttpRequest): string | Uint8Array {
  const size = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  if (size > maxBodyBytes) throw entityTooLarge(`limit is ${maxBodyBytes}`);
  return body;
}

export function hasBody({ body }: HttpRequest): boolean {
  return body !== undefined && body.length > 0;
}

/**
 * The refusal of a body that does not say what it is. A real server takes it for JSON; but it is all that a page may
 * send elsewhere without being asked.
 */
export function untypedBody(request: HttpRequest): StatusError | undefined {
  const untyped = hasBody(request) && contentType(request) === '';
  return untyped && request.method !== 'GET' ? unsupportedMediaType(acceptedTypes) : undefined;
}

/** The object in the body, which must be of the kind, or of one that the caller will judge. `schema`: the kind's. */
export function readBody(request: HttpRequest, kind: GroupVersionKind, schema: TypeSchema | undefined): Body {
  const type = contentType(request);
  const text = bodyText(request);
  if (type === protobuf && schema) return protobufBody(request, kind);
  if (type !== '' && !textTypes.includes(type)) throw unsupportedMediaType(acceptedTypes);
  const unrecognized = `the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: `;
  const { value: read, repeats } =
    type === 'application/yaml'
      ? readYamlBody(bodySource(request))
      : { value: decodeJson(text, unrecognized, excerptOf(text)), repeats: [] };
  // What is null says nothing, and what says nothing is of the kind that is wanted.
  const value = read ?? {};
  requireFloats(text, value, { prefix: `${cannotBeHandled(kind)}: ` });
  if (!isJsonObject(value)) {
    throw badRequest(
      `${unrecognized}json: cannot unmarshal ${jsonName(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${Buffer.from(text.slice(0, 30)).toString('hex')})`,
    );
  }
  const mistyped = ['apiVersion', 'kind'].find((key) => !isTextOrAbsent(valueAt(value, key)));
  if (mistyped !== undefined)
    throw badRequest(
      `${unrecognized}json: cannot unmarshal ${jsonName(valueAt(value, mistyped) ?? null)} into Go struct field .${mistyped} of type string (${text.slice(0, 30)}${text.length > 30 ? ' ...' : ''})`,
    );
  const isYaml = type === 'application/yaml';
  const repeated = isYaml ? undefined : repeatedEntries(text, value);
  const merged = repeated === undefined ? value : mergedEntries(repeated, schema !== undefined);
  return {
    object: isJsonObject(merged) ? merged : value,
    text,
    isYaml,
    ...(repeated !== undefined && { repeated }),
    repeatedLines: repeats,
  };
}

function isTextOrAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function protobufBody({ body }: HttpRequest, kind: GroupVersionKind): Body {
  const bytes = typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array());
  return { object: readProtobuf(bytes, kind), text: '', isYaml: false, repeatedLines: [] };
}

export function decodePatch(text: string, prefix = 'error decoding patch: ', holder = 'Go value'): Json {
  const value = decodeJson(text, prefix);
  requireFloats(text, value, { prefix, holder });
  return value;
}

function requireFloats(
  text: string,
  value: Json,
  { prefix, holder = 'Go value' }: { readonly prefix: string; readonly holder?: string },
): void {
  const huge = hugeNumber(text, value);
  if (huge !== undefined)
    throw badRequest(`${prefix}json: cannot unmarshal number ${huge} into ${holder} of type float64`);
}

// As the real server sums up a body, but no more of one that may be a Secret than its first character.
function excerptOf(text: string): string {
  const first = text.slice(0, 1);
  return first === '' ? '<empty>' : first === '{' ? first : Buffer.from(first).toString('hex');
}

// The engine's message quotes the text, which may be a Secret; ours tells no more than one character.
function decodeJson(text: string, prefix: string, excerpt?: string): Json {
  try {
    return parseJsonText(text);
  } catch {
    throw badRequest(`${prefix}${jsonSyntaxFault(text)}${excerpt === undefined ? '' : ` (${excerpt})`}`);
  }
}
