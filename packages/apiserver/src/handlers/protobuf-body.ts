// The object in a body of protobuf, or a refusal in the server's words.

import type { TypeSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import { isJsonObject, type JsonObject } from '../json/json.ts';
import { openEnvelope } from '../protobuf/envelope.ts';
import { MessageDecoder } from '../protobuf/message-decoder.ts';
import { MalformedProtobufError } from '../protobuf/wire.ts';
import { badRequest, refusing } from '../status-error.ts';
import { cannotBeHandled, notRegistered } from '../types/complaints.ts';
import { type GroupVersionKind, kindIn, typeOf } from '../types/type-names.ts';

/** `expected`: what is in an envelope that does not say it. */
export function readProtobuf(bytes: Uint8Array, expected: GroupVersionKind): JsonObject {
  const excerpt = bytes.length === 0 ? '<empty>' : Buffer.from(bytes.subarray(0, 30)).toString('hex');
  const { apiVersion, kind, raw } = refusing(
    MalformedProtobufError,
    () => openEnvelope(bytes),
    (why) =>
      badRequest(
        `the object provided is unrecognized (must be of type ${expected.kind}): ${why} (${excerpt})`,
      ),
  );
  const named = kind === '' ? expected : kindIn(apiVersion, kind);
  const start = cannotBeHandled(named, expected.kind);
  const schema = schemaOf(named, expected);
  if (!schema) throw badRequest(`${start}: ${notRegistered(kind, apiVersion)}`);
  const object = refusing(
    MalformedProtobufError,
    () => new MessageDecoder().struct(schema, raw),
    (why) => badRequest(`${start}: ${why}`),
  );
  return { ...(kind !== '' && { kind, apiVersion }), ...(isJsonObject(object) && object) };
}

// The options of a request are known under every group's name.
function schemaOf(named: GroupVersionKind, expected: GroupVersionKind): TypeSchema | undefined {
  const isOptions = expected.group === 'meta' && named.kind === expected.kind;
  return schemas(typeOf(isOptions ? expected : named));
}
