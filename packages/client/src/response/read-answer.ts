// Reads the answer to a plain call, which the caller wants as a whole, within bounds.

import { DecodeError, type HttpRequest, type HttpResponse, readBody } from '@kube-rx/core';
import { mapBody } from '../service/service.ts';
import { describeRequest } from './request-description.ts';

/** A page of 500 objects has room for half a MiB of each; etcd takes no object of more than 1.5 MiB. */
export const defaultMaxAnswerBytes: number = 256 * 1024 * 1024;

export interface AnswerBounds {
  readonly request: HttpRequest;
  /** How many bytes the body may have once it is unpacked. */
  readonly maxAnswerBytes: number;
  /** Called for the head, and for every piece of the body. */
  readonly onProgress: () => void;
}

/**
 * The whole body. What is too large is left as soon as that is known, and its connection ends.
 *
 * @throws DecodeError (`tooLarge`) for a body above the bound.
 */
export async function readAnswer(
  { body }: HttpResponse,
  { request, maxAnswerBytes, onProgress }: AnswerBounds,
): Promise<Uint8Array> {
  onProgress();
  let received = 0;
  return readBody(
    mapBody(body, (piece) => {
      onProgress();
      received += piece.length;
      if (received <= maxAnswerBytes) return piece;
      throw new DecodeError(
        `${describeRequest(request)}: the answer has more than ${maxAnswerBytes} bytes; ` +
          'if the server is right, raise maxAnswerBytes, or ask for less: listAll reads a list page by page',
        { fault: 'tooLarge' },
      );
    }),
  );
}
