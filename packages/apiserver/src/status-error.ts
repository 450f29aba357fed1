// The server's refusals, word for word those of the real one.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/errors/errors.go

import {
  type Resource,
  resourceName,
  type Status,
  type StatusCause,
  type StatusDetails,
} from '@kube-rx/core';
import { goJson, goQuoted, quotedValue } from './json/go-text.ts';

/** Thrown by whatever handles a request; becomes the response. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status & { readonly code: number };
  /** What the client was to know had its request succeeded; it is told all the same. */
  readonly warnings: string[] = [];

  /** `said`: the message, or all that the Status says besides. */
  constructor(code: number, reason: string, said: string | (Partial<Status> & { readonly message: string })) {
    const { message, ...more } = typeof said === 'string' ? { message: said } : said;
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason !== '' && { reason }),
      ...more,
      code,
    };
  }
}

/** What `run` gives. Where it fails by this class of error, its message is refused as `refuse` says. */
export function refusing<T>(
  failure: abstract new (...args: never[]) => Error,
  run: () => T,
  refuse: (why: string) => StatusError,
): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof failure ? refuse(error.message) : error;
  }
}

type Named = Pick<Resource, 'group' | 'plural'>;
type Kinded = Pick<Resource, 'group' | 'kind'>;

function detailsOf({ group, plural }: Named, name: string): StatusDetails {
  return {
    ...(name !== '' && { name }),
    ...(group !== '' && { group }),
    ...(plural !== '' && { kind: plural }),
  };
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** `path`: the name in the path of the request. */
export function nameMismatch(given: string, path: string): StatusError {
  return badRequest(`the name of the object (${given}) does not match the name on the URL (${path})`);
}

/** `path`: the name in the path of the request. */
export function nameMissing(path: string): StatusError {
  return badRequest(
    `the name of the object (${path} based on URL) was undeterminable: name must be provided`,
  );
}

/** A failure that the real server does not classify: reason and details are absent. */
export function unclassified(message: string): StatusError {
  return new StatusError(500, '', message);
}

export function internalError(message: string): StatusError {
  return new StatusError(500, 'InternalError', {
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ message }] },
  });
}

export function notFound(resource: Named, name: string): StatusError {
  const message = `${resourceName(resource)} ${JSON.stringify(name)} not found`;
  return new StatusError(404, 'NotFound', { message, details: detailsOf(resource, name) });
}

export function unknownPath(): StatusError {
  return new StatusError(404, 'NotFound', {
    message: 'the server could not find the requested resource',
    details: {},
  });
}

/** Nothing in it could be taken for HTML. */
export function harmless(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `more`: what the details say besides the name. */
export function forbidden(
  resource: Named,
  name: string,
  { why, ...more }: { readonly why: string; readonly causes?: readonly StatusCause[] },
): StatusError {
  const what = `${resourceName(resource)}${name && ` ${JSON.stringify(name)}`} is `;
  const message = `${resource.plural === '' ? '' : what}forbidden: ${why}`;
  return new StatusError(403, 'Forbidden', { message, details: { ...detailsOf(resource, name), ...more } });
}

export function alreadyExists(resource: Named, name: string): StatusError {
  const message = `${resourceName(resource)} ${JSON.stringify(name)} already exists`;
  return new StatusError(409, 'AlreadyExists', { message, details: detailsOf(resource, name) });
}

export function conflict(resource: Named, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${resourceName(resource)} ${JSON.stringify(name)}: ${why}`;
  return new StatusError(409, 'Conflict', { message, details: detailsOf(resource, name) });
}

export const objectModified =
  'the object has been modified; please apply your changes to the latest version and try again';

/** One complaint about one field. */
export interface FieldFault {
  readonly field: string;
  readonly reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueForbidden'
    | 'FieldValueNotSupported'
    | 'FieldValueDuplicate'
    | 'FieldValueTypeInvalid'
    | 'FieldValueNotFound'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueTooFew'
    | 'FieldValueTooShort'
    | 'InternalError';
  readonly message: string;
}

// A field is as long as all keys above it, so that the faults of a body could be much more than the body.
const maxFaultText = 16 * 1024 * 1024;

export function invalid({ group, kind }: Kinded, name: string, all: readonly FieldFault[]): StatusError {
  const causes: StatusCause[] = [];
  let text = 0;
  for (const { reason, field, message } of all) {
    text += field.length + message.length;
    if (text > maxFaultText && causes.length > 0) break;
    causes.push({ reason, message, field });
  }
  // Told once, however often it is found.
  const texts = [...new Set(causes.map(({ field, message }) => `${field}: ${message}`))];
  const list = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const qualified = group === '' ? kind : `${kind}.${group}`;
  const message = `${qualified} ${goQuoted(name)} is invalid: ${list}`;
  const { kind: known, ...rest } = detailsOf({ group, plural: kind }, name);
  return new StatusError(422, 'Invalid', {
    message,
    details: { ...rest, ...(known && { kind: known }), causes },
  });
}

export function required(field: string, detail = ''): FieldFault {
  return { field, reason: 'FieldValueRequired', message: `Required value${detail && `: ${detail}`}` };
}

export function invalidValue(field: string, value: unknown, detail: string): FieldFault {
  return laterFault(
    field,
    'FieldValueInvalid',
    () => `Invalid value: ${quotedValue(value)}${detail && `: ${detail}`}`,
  );
}

/** A fault whose text is made when it is told: many may quote the same large value, and few of them are told. */
export function laterFault(field: string, reason: FieldFault['reason'], tell: () => string): FieldFault {
  return {
    field,
    reason,
    get message() {
      return tell();
    },
  };
}

export function invalidValues(field: string, value: unknown, details: readonly string[]): FieldFault[] {
  return details.map((detail) => invalidValue(field, value, detail));
}

export function tooLong(field: string, most: number): FieldFault {
  return {
    field,
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${most} ${most === 1 ? 'byte' : 'bytes'}`,
  };
}

export function forbiddenValue(field: string, detail: string): FieldFault {
  return { field, reason: 'FieldValueForbidden', message: `Forbidden: ${detail}` };
}

/** Of a type of its own in Go: what is quoted is quoted as JSON. */
export function unsupportedValue(field: string, value: unknown, supported: readonly string[]): FieldFault {
  const list = supported.map(goQuoted).join(', ');
  return {
    field,
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${goJson(value)}: supported values: ${list}`,
  };
}

export function methodNotAllowed(resource: Named | undefined, verb: string): StatusError {
  const message = resource
    ? `${verb} is not supported on resources of kind ${JSON.stringify(resourceName(resource))}`
    : 'the server does not allow this method on the requested resource';
  return new StatusError(405, 'MethodNotAllowed', {
    message,
    details: resource ? detailsOf(resource, '') : {},
  });
}

/** `accepted` are the media types that would have done. */
export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new StatusError(415, 'UnsupportedMediaType', message);
}

export function serviceUnavailable(message: string): StatusError {
  return new StatusError(503, 'ServiceUnavailable', message);
}

/** In the words in which the real server sheds load. */
export function requestTimeout(): StatusError {
  const message = 'Timeout: request did not complete within requested timeout';
  return new StatusError(504, 'Timeout', { message, details: {} });
}

export function tooManyRequests(): StatusError {
  const message = 'Too many requests, please try again later.';
  return new StatusError(429, 'TooManyRequests', { message, details: { retryAfterSeconds: 1 } });
}

/** Something the real server does and this one does not: never to be mistaken for a success. */
export function notImplemented(what: string): StatusError {
  return new StatusError(501, 'NotImplemented', `the embedded API server does not support ${what}`);
}

export function tooLargeRevision(requested: number, current: number): StatusError {
  const message = `Timeout: Too large resource version: ${requested}, current: ${current}`;
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return new StatusError(504, 'Timeout', { message, details: { causes, retryAfterSeconds: 1 } });
}

/** For a watch; `oldest` is the oldest revision from which one can start. */
export function tooOldRevision(requested: number, oldest: number): StatusError {
  return new StatusError(410, 'Expired', `too old resource version: ${requested} (${oldest})`);
}

export function expiredList(): StatusError {
  return new StatusError(410, 'Expired', 'The resourceVersion for the provided list is too old.');
}

/** `token` continues the list as it is now, at the price of consistency. */
export function expiredContinue(token: string): StatusError {
  return new StatusError(410, 'Expired', { message: expiredContinueText, metadata: { continue: token } });
}

// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/storage/etcd3/errors.go
const expiredContinueText =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list ' +
  'without the continue parameter, or use the continue token in this response to retrieve the remainder of ' +
  'the results. Continuing with the provided token results in an inconsistent list - objects that were ' +
  'created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

export function entityTooLarge(why: string): StatusError {
  return new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: ${why}`);
}
