// A layer that tells of every write that succeeded, by what the server answered.

import type { Layer } from '@kube-rx/client';
import type { HttpResponse } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { copyBody } from './body-copy.ts';
import type { OwnWrite } from './own-write.ts';
import { type WriteRequest, writeOf, writeRequestOf } from './write-answer.ts';

// etcd takes no object of more than 1.5 MiB by default, and few servers are set to more than 8 MiB.
const longestAnswer = 16 * 1024 * 1024;

/**
 * Tells `record` of each write of the client that succeeded, once its answer has been read and before the caller has it.
 *
 * Not told: reads, dry runs, failures, deletions of collections (their answers need not name what they deleted), tokens,
 * reviews and what goes through to a container, answers in another encoding than JSON, and answers that are not read to
 * their end. No answer makes a call fail because of this layer, and neither does a `record` that throws.
 */
export function writeRecorderLayer(record: (write: OwnWrite) => void): Layer {
  return (next) => async (request, options) => {
    const write = writeRequestOf(request);
    const response = await next(request, options);
    return write && mayTell(response) ? recorded(response, write, record) : response;
  };
}

function mayTell({ status, headers }: HttpResponse): boolean {
  if (status < 200 || status > 299) return false;
  const contentType = headers['content-type'];
  return contentType === undefined || jsonCodec.decodes(contentType);
}

function recorded(
  response: HttpResponse,
  write: WriteRequest,
  record: (write: OwnWrite) => void,
): HttpResponse {
  const onEnd = (bytes: Uint8Array): void => {
    try {
      const told = writeOf(write, bytes);
      if (told) record(told);
    } catch {
      // The caller decodes the same bytes, and is told what is wrong with them.
    }
  };
  return { ...response, body: copyBody(response.body, { limit: longestAnswer, onEnd }) };
}
