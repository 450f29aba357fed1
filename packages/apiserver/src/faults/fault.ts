// Misbehaviour on purpose, as data: what goes wrong, for which requests, how often.

import type { HttpRequest } from '@kube-rx/core';
import { Query } from '../handlers/query.ts';
import { parseResourcePath } from '../handlers/request-info.ts';

export type Verb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection'
  | 'other';

export type Fault =
  /** An answer in place of the server's: a Status, or `body` as it is. */
  | {
      readonly type: 'status';
      readonly code: number;
      readonly reason?: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The connection breaks before any answer, as refused or reset. */
  | { readonly type: 'refuse' }
  /** The answer comes later. Without `ms` never: headers withheld. */
  | { readonly type: 'delay'; readonly ms?: number }
  /** After so many bytes (default 0) nothing comes any more, and no end: half-open. */
  | { readonly type: 'silence'; readonly afterBytes?: number }
  /** The connection is cut after so many bytes, inside a frame if it hits one. */
  | { readonly type: 'cut'; readonly afterBytes?: number }
  /** The body ends as if it were complete: within a frame it is torn, behind one it is a clean end. */
  | { readonly type: 'end'; readonly afterBytes?: number; readonly afterFrames?: number }
  /** A line that is no frame, after so many frames (default 0). */
  | { readonly type: 'garbage'; readonly line?: string; readonly afterFrames?: number }
  /** Every frame comes twice. */
  | { readonly type: 'duplicate' }
  | { readonly type: 'dropBookmarks' }
  /** A server before watch-lists: the parameter is not known to it. */
  | { readonly type: 'ignoreSendInitialEvents' }
  /** So many bytes (default 1), then a pause. */
  | { readonly type: 'drip'; readonly everyMs: number; readonly bytes?: number };

export interface FaultRule {
  readonly fault: Fault;
  /** Absent: any. */
  readonly verbs?: readonly Verb[];
  /** As `pods` or `deployments.apps`; absent: any path, discovery included. */
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Only requests that carry a continue token. */
  readonly continued?: boolean;
  /** How many requests it hits. Absent: all, until it is removed. */
  readonly times?: number;
  /** How many matching requests pass before the first is hit. Default 0. */
  readonly after?: number;
  /** The chance that a matching request is hit. Default 1. */
  readonly probability?: number;
  /** For how long from now. Absent: for ever. */
  readonly forMs?: number;
}

/** What a rule looks at. */
export interface Target {
  readonly verb: Verb;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly continued: boolean;
}

export function targetOf(request: HttpRequest): Target {
  const path = parseResourcePath(request.path);
  const query = new Query(request.query);
  const continued = query.text('continue') !== '';
  if (!path) return { verb: 'other', resource: '', namespace: '', name: '', continued };
  const { group, plural, namespace, name = '' } = path;
  const watch = path.watch || query.flag('watch') === true;
  return {
    verb: verbOf(request.method, name !== '', watch),
    resource: group === '' ? plural : `${plural}.${group}`,
    namespace,
    name,
    continued,
  };
}

function verbOf(method: HttpRequest['method'], named: boolean, watch: boolean): Verb {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return named ? 'get' : watch ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return named ? 'delete' : 'deletecollection';
    case 'OPTIONS':
      return 'other';
    default:
      return method satisfies never;
  }
}

export function matches(rule: FaultRule, target: Target): boolean {
  if (rule.verbs && !rule.verbs.includes(target.verb)) return false;
  if (rule.resource !== undefined && rule.resource !== target.resource) return false;
  if (rule.namespace !== undefined && rule.namespace !== target.namespace) return false;
  if (rule.name !== undefined && rule.name !== target.name) return false;
  return !rule.continued || target.continued;
}
