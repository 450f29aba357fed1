// A layer that tells of every write that succeeded, by what the server answered, and of those whose answer did not come.

import { AuthenticationError, type Layer, proxyFailed, TransportError } from '@kube-rx/client';
import { type HttpRequest, type HttpResponse, InvalidRequestError } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { copyBody } from './body-copy.ts';
import type { LostWrite, OwnWrite } from './own-write.ts';
import { lostWriteOf, type WriteRequest, writeOf, writeRequestOf } from './write-answer.ts';

// etcd takes no object of more than 1.5 MiB by default, and few servers are set to more than 8 MiB.
const longestAnswer = 16 * 1024 * 1024;

/** What is told of a write, and the request that it was. */
export type RecordWrite = (write: OwnWrite | LostWrite, request: HttpRequest) => void;

/**
 * Tells `record` of each write of the client that succeeded, once its answer has been read and before the caller has it; and,
 * as `lost`, of each that may have been carried out though no whole answer came: the connection broke, the call was ended,
 * the server or a proxy says that it failed on the way (5xx), or the answer is no JSON, as one that was cut off.
 *
 * Not told: reads, dry runs, what was refused, deletions of collections (their answers need not name what they deleted),
 * tokens, reviews and what goes through to a container, and answers in another encoding than JSON. Of what is lost, not
 * told are creations whose name the server was to choose. No answer makes a call fail because of this layer, and neither
 * does a `record` that throws.
 */
export function writeRecorderLayer(record: RecordWrite): Layer {
  return (next) => async (request, options) => {
    const write = writeRequestOf(request);
    if (!write) return next(request, options);
    const tell = (told: () => OwnWrite | LostWrite | undefined): void => {
      try {
        const known = told();
        if (known) record(known, request);
      } catch {
        // It is the call that counts, whatever the recorder does.
      }
    };
    const onLost = (): void => tell(() => lostWriteOf(write, request));
    let response: HttpResponse;
    try {
      response = await next(request, options);
    } catch (error) {
      if (mayHaveBeenSent(error)) onLost();
      throw error;
    }
    if (mayHaveBeenCarriedOut(response)) onLost();
    return mayTell(response) ? recorded(response, { write, tell, onLost }) : response;
  };
}

function mayTell({ status, headers }: HttpResponse): boolean {
  if (status < 200 || status > 299) return false;
  const contentType = headers['content-type'];
  return contentType === undefined || jsonCodec.decodes(contentType);
}

function mayHaveBeenSent(error: unknown): boolean {
  if (error instanceof InvalidRequestError || error instanceof AuthenticationError) return false;
  return !(error instanceof TransportError) || !neverSent.has(error.code);
}

const neverSent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', proxyFailed]);

/** A server that asks for a repetition has not carried it out: the client repeats such writes itself. */
function mayHaveBeenCarriedOut({ status, headers }: HttpResponse): boolean {
  return status >= 500 && !(status === 503 && headers['retry-after'] !== undefined);
}

interface Recording {
  readonly write: WriteRequest;
  readonly tell: (told: () => OwnWrite | LostWrite | undefined) => void;
  readonly onLost: () => void;
}

function recorded(response: HttpResponse, { write, tell, onLost }: Recording): HttpResponse {
  const onEnd = (bytes: Uint8Array): void => {
    let known: OwnWrite | undefined;
    try {
      known = writeOf(write, bytes);
    } catch {
      onLost();
      return;
    }
    tell(() => known);
  };
  return { ...response, body: copyBody(response.body, { limit: longestAnswer, onEnd, onBreak: onLost }) };
}
