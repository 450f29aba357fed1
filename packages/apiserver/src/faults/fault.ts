// Faults as data: what goes wrong, for which requests, how often.

import { type HttpRequest, resourceName, type Status, type StatusDetails } from '@kube-rx/core';
import { Query } from '../handlers/query.ts';
import { parseResourcePath, requestVerbs } from '../handlers/request-info.ts';
import { StatusError } from '../status-error.ts';

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

/** What a failing server says. Without a `body` it is a Status. */
export interface StatusFault {
  readonly type: 'status';
  readonly code: number;
  readonly reason?: string;
  /** Default `injected`. */
  readonly message?: string;
  readonly details?: StatusDetails;
  /** Becomes a `Retry-After` header as well. */
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The last byte of the body never comes, nor its end. */
  readonly hangs?: boolean;
}

/**
 * What goes wrong with a request or with its answer. The simulation has the same faults under the same names.
 *
 * @example
 * server.faults.inject({ verbs: ['watch'], times: 1, fault: { type: 'errorEvent', code: 410, reason: 'Expired' } });
 */
export type Fault =
  /** An answer in place of the server's. */
  | StatusFault
  /** The connection is refused; with another `code` than ECONNREFUSED it fails like that, as for its certificate. */
  | { readonly type: 'refuse'; readonly code?: string }
  /** The head of the answer comes later; without `ms` never. */
  | { readonly type: 'delay'; readonly ms?: number }
  /** After so many bytes (default 0) nothing comes any more, and no end: the connection is half-open. */
  | { readonly type: 'silence'; readonly afterBytes?: number }
  /** The connection is reset after so many bytes (default 0), inside a frame if it hits one. */
  | { readonly type: 'cut'; readonly afterBytes?: number }
  /** The body ends as if it were complete, after so many bytes (default 0) or frames. */
  | { readonly type: 'end'; readonly afterBytes?: number; readonly afterFrames?: number }
  /** A line that is no frame comes after so many frames (default 0). */
  | { readonly type: 'garbage'; readonly line?: string; readonly afterFrames?: number }
  /** A watch is told of an error by an ERROR event, after so many frames (default 0). */
  | (Omit<StatusFault, 'type' | 'headers' | 'body' | 'hangs'> & {
      readonly type: 'errorEvent';
      readonly afterFrames?: number;
    })
  /** Every frame comes so many times (default 2). */
  | { readonly type: 'duplicate'; readonly copies?: number }
  /** Bookmarks are lost. */
  | { readonly type: 'dropBookmarks' }
  /** The end of the initial events is not told; other bookmarks are. */
  | { readonly type: 'dropEndMark' }
  /** Lists and streamed initial states, in JSON, lack this share of their objects: 1 is all. */
  | { readonly type: 'omit'; readonly share: number }
  /** Lists never end: behind each page, in JSON, the first comes again; or one without objects. */
  | { readonly type: 'repeatPages'; readonly empty?: boolean }
  /** `sendInitialEvents` is not known, as to a server from before watch-lists. */
  | { readonly type: 'ignoreSendInitialEvents' }
  /** Watches end when the server likes, whatever `timeoutSeconds` says. */
  | { readonly type: 'ignoreTimeoutSeconds' }
  /** So many bytes (default 1), then a pause. */
  | { readonly type: 'drip'; readonly everyMs: number; readonly bytes?: number };

/** What goes wrong with the server as a whole, by the names of the methods of `ApiServer` and of the control endpoint. */
export type ServerFault =
  /** The history is forgotten. */
  | { readonly type: 'compact' }
  /** The server goes down and comes back with the same objects; watches end cleanly (default) or by a reset. */
  | { readonly type: 'restart'; readonly watches?: 'clean' | 'reset' }
  /** The server goes back to an earlier state, resourceVersions included. */
  | { readonly type: 'restore' };

/** Which requests are hit by a fault, and how often. */
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
  /** How many requests it hits, without those that an earlier rule has answered. Absent: all, until it is removed. */
  readonly times?: number;
  /** How many matching requests pass before the first is hit. Default 0. */
  readonly after?: number;
  /** The chance that a matching request is hit. Default 1. */
  readonly probability?: number;
  /** For how long from now. Absent: for ever. */
  readonly forMs?: number;
}

/** What a rule matches. */
export interface Target {
  readonly verb: Verb;
  /** As `pods` or `deployments.apps`; `''` for a path that addresses no resource. */
  readonly resource: string;
  readonly namespace: string;
  /** `''` for a collection. */
  readonly name: string;
  readonly continued: boolean;
}

/**
 * What a request asks for, as rules and roles call it.
 *
 * @example
 * const { verb, resource, name } = targetOf({ method: 'GET', path: '/api/v1/namespaces/shop/pods/web', query: [], headers: {} });
 * // 'get', 'pods', 'web'
 */
export function targetOf(request: HttpRequest): Target {
  const path = parseResourcePath(request.path);
  const query = new Query(request.query);
  const continued = query.text('continue') !== '';
  if (!path) return { verb: 'other', resource: '', namespace: '', name: '', continued };
  const { group, plural, namespace, name = '' } = path;
  const [onObject, onCollection] = requestVerbs[request.method];
  const watch = onCollection === 'list' && (path.watch || (name === '' && query.flag('watch') === true));
  const verb = (watch ? 'watch' : name === '' ? onCollection : onObject) || 'other';
  return { verb, resource: resourceName({ group, plural }), namespace, name, continued };
}

/** What a rule does not say may be anything. */
export function matches(rule: FaultRule, target: Target): boolean {
  const { verb, resource, namespace, name, continued } = target;
  return (
    (rule.verbs ?? [verb]).includes(verb) &&
    (rule.resource ?? resource) === resource &&
    (rule.namespace ?? namespace) === namespace &&
    (rule.name ?? name) === name &&
    (!rule.continued || continued)
  );
}

/**
 * The Status that a fault answers with, or reports in an event.
 *
 * @example
 * const { status } = statusOfFault({ type: 'status', code: 503 }); // 'Failure'
 */
export function statusOfFault(fault: Fault & { readonly type: 'status' | 'errorEvent' }): Status {
  const { code, reason = '', message = 'injected', retryAfterSeconds } = fault;
  const details = { ...fault.details, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  const said = Object.keys(details).length > 0 ? { message, details } : message;
  return new StatusError(code, reason, said).status;
}
