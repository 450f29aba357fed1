// Request bodies: JSON or YAML in, data out.

import type { HttpRequest } from '@kube-rx/core';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { isJsonObject, type Json, type JsonObject, parseJsonText } from '../json/json.ts';
import { badRequest, entityTooLarge, unsupportedMediaType } from '../status-error.ts';

/** https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/config.go (MaxRequestBodyBytes) */
export const maxBodyBytes: number = 3 * 1024 * 1024;

const utf8 = new TextDecoder();
const objectTypes = ['application/json', 'application/yaml'];

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

/** The object in the body, or undefined where there is none. */
export function decodeBody(request: HttpRequest): JsonObject | undefined {
  const type = contentType(request);
  const text = bodyText(request);
  if (text.trim() === '') return undefined;
  if (type !== '' && !objectTypes.includes(type)) throw unsupportedMediaType(objectTypes);
  const value = type === 'application/yaml' ? decodeYaml(text) : decodeJson(text);
  if (!isJsonObject(value))
    throw badRequest(
      'couldn\'t get version/kind; json parse error: json: cannot unmarshal into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
    );
  return value;
}

export function decodeJson(text: string): Json {
  try {
    return parseJsonText(text);
  } catch {
    // The engine's message quotes the text, which may be a Secret.
    throw badRequest('the body of the request is not valid JSON');
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
