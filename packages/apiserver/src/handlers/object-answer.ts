import { representation } from '../negotiation/representations.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type Answer, bytesAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { wrongShape } from './list-answer.ts';

/** A single object in the shape that the client asked for. */
export function objectAnswer(
  code: number,
  { server, served, negotiated }: Call,
  stored: StoredObject,
): Answer {
  if (negotiated.shape === 'PartialObjectMetadataList') throw wrongShape(served, 'list');
  const { encode } = representation(server, served, negotiated);
  return bytesAnswer(code, Buffer.concat([encode(stored), newline]));
}

const newline = Buffer.from('\n');
