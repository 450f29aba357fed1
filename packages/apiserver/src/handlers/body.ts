// Request bodies: JSON or YAML in, data out.

import type { HttpRequest } from '@kube-rx/core';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { isJsonObject, type Json, type JsonObject, parseJsonText } from '../json/json.ts';
import { badRequest, entityTooLarge, unsupportedMediaType } from '../status-error.ts';

/** https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/config.go (MaxRequestBodyBytes) */
export const maxBodyBytes: number = 3 * 1024 * 1024;

const utf8 = new TextDecoder();
const objectTypes = ['application/json', 'application/yaml'];
const acceptedTypes = [...objectTypes, 'application/vnd.kubernetes.protobuf'];

/** The media type without its parameters. */
export function contentType({ headers }: HttpRequest): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The text of the body; `''` where there is none. */
export function bodyText({ body }: HttpRequest): string {
  if (body === undefined) return '';
  const text = typeof body === 'string' ? body : utf8.decode(body);
  const size = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  if (size > maxBodyBytes) throw entityTooLarge(maxBodyBytes);
  return text;
}

/** The object in the body, which must be of `kind`, or of a kind that the caller will judge. */
export function decodeBody(request: HttpRequest, kind: string): JsonObject {
  const type = contentType(request);
  const text = bodyText(request);
  if (type !== '' && !objectTypes.includes(type)) throw unsupportedMediaType(acceptedTypes);
  const unrecognized = `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: `;
  const value =
    type === 'application/yaml'
      ? decodeYaml(text)
      : decodeJson(text, unrecognized, text === '' ? '<empty>' : text.slice(0, 1));
  if (isJsonObject(value)) return value;
  const found = Array.isArray(value) ? 'array' : typeof value;
  throw badRequest(
    `${unrecognized}json: cannot unmarshal ${found} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${Buffer.from(text.slice(0, 30)).toString('hex')})`,
  );
}

export function decodePatch(text: string, prefix = 'error decoding patch: '): Json {
  return decodeJson(text, prefix);
}

// The engine's message quotes the text, which may be a Secret; ours tells no more than one character.
function decodeJson(text: string, prefix: string, excerpt?: string): Json {
  try {
    return parseJsonText(text);
  } catch (error) {
    const at = Number(/position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? text.length);
    const why =
      at >= text.length
        ? 'unexpected end of JSON input'
        : `invalid character '${text.charAt(at)}' looking for beginning of value`;
    throw badRequest(`${prefix}${why}${excerpt === undefined ? '' : ` (${excerpt})`}`);
  }
}

/** JSON is YAML, so this reads both. */
export function decodeYaml(text: string): Json {
  try {
    const value: unknown = parseYaml(text, { schema: 'core', maxAliasCount: 100 });
    return parseJsonText(JSON.stringify(value ?? null));
  } catch (error) {
    const where = error instanceof YAMLParseError ? `, line ${error.linePos?.[0].line ?? '?'}` : '';
    throw badRequest(`the body of the request is not valid YAML${where}`);
  }
}
