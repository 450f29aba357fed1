// The vocabulary of kube-rx, without IO: what a resource, a request, a selector, a page of a list, a Status,
// a watch event and an encoding are. Everything here is pure and depends on nothing.
//
//   const request = new ResourceRequest(Pod, 'shop', jsonCodec).list({ labelSelector: { app: ['web', 'api'] } });
//   // GET /api/v1/namespaces/shop/pods?labelSelector=app%20in%20(web%2Capi)

export { abortError, isAbortError, onAbort, untilAborted } from './async/abort.ts';
export { ByteQueue } from './async/byte-queue.ts';
export { forEachBounded } from './async/for-each-bounded.ts';
export type { PullSource } from './async/pull-queue.ts';
export { PullQueue } from './async/pull-queue.ts';
export { SharedRun } from './async/shared-run.ts';
export type {
  Codec,
  DecodeOptions,
  EventDecoder,
  FrameSplitter,
  FrameSplitterOptions,
  ListDecoder,
  ValueCodec,
} from './codec/codec.ts';
export type { EncodedObject } from './codec/encoded-object.ts';
export type { InexactIntegers } from './codec/exact-json.ts';
export { parseExactJson, parseWithBigInts, printExactJson, printWithBigInts } from './codec/exact-json.ts';
export type { DecodeFault, UndecodableObject } from './errors.ts';
export { DecodeError, InvalidRequestError, InvalidValueError, KubeError, toError } from './errors.ts';
export type { CommandParams } from './request/command-params.ts';
export type {
  CallOptions,
  HttpMethod,
  HttpRequest,
  HttpResponse,
  HttpService,
  QueryParameter,
  ResponseBody,
} from './request/http-request.ts';
export { formatTarget, readBody } from './request/http-request.ts';
export type { LogParams } from './request/log-params.ts';
export { mergeDifference } from './request/merge-difference.ts';
export type { MessageSocket } from './request/message-socket.ts';
export type {
  ApplyParams,
  DeleteParams,
  GetParams,
  ListParams,
  PatchParams,
  WatchParams,
  WriteParams,
} from './request/params.ts';
export { deleteOptions } from './request/params.ts';
export type { ApplyIntent, JsonPatchOperation, MergePatch, Patch, StrategicPatch } from './request/patch.ts';
export { patchContentType } from './request/patch.ts';
export type { PartialForm, Representation } from './request/representation.ts';
export { acceptOf, isPlain } from './request/representation.ts';
export type { ResourceAttributes } from './request/resource-attributes.ts';
export type { RequestCodec, WithSubresource } from './request/resource-request.ts';
export { ResourceRequest, uidOf } from './request/resource-request.ts';
export type { Conditioned, StatusCondition } from './resource/conditions.ts';
export {
  conditionsAmong,
  getCondition,
  isConditionFalse,
  isConditionTrue,
  setCondition,
} from './resource/conditions.ts';
export type { LabelChanges } from './resource/labels.ts';
export { getAnnotation, getLabel, withAnnotations, withLabels } from './resource/labels.ts';
export type {
  DynamicObject,
  EmbeddedObjectMeta,
  ExpectedType,
  KubeObject,
  ManagedFieldsEntry,
  NewObject,
  ObjectMeta,
  OwnerReference,
  PartialObjectMetadata,
  WrittenType,
} from './resource/object.ts';
export { objectKey } from './resource/object.ts';
export type { ObjectIdentity } from './resource/object-ref.ts';
export { ObjectRef } from './resource/object-ref.ts';
export {
  controllerOf,
  controllerReference,
  isControlledBy,
  isOwnedBy,
  ownerReference,
  withOwner,
} from './resource/owner-reference.ts';
export type { DynamicResource, Resource, ResourceNamePart, Scope } from './resource/resource.ts';
export { apiVersionOf, defineResource, isResourceName, resourceName } from './resource/resource.ts';
export type { FieldSchema, TypeSchema, UnionSchema, ValueSchema } from './resource/type-schema.ts';
export type { EncodedList, ListMeta, ObjectList } from './response/list.ts';
export type { Page, PageProgress } from './response/page-progress.ts';
export { afterPage, noPages } from './response/page-progress.ts';
export { escapeUnprintable, printable, unprintable } from './response/printable.ts';
export { serverMessage, serverWords, statusName } from './response/server-message.ts';
export type { ApiErrorOptions, Status, StatusCause, StatusDetails } from './response/status.ts';
export {
  ApiError,
  causesOf,
  isAlreadyExists,
  isConflict,
  isExpired,
  isForbidden,
  isInvalid,
  isNotFound,
  isObjectNotFound,
  isStatus,
  isTooLargeResourceVersion,
  isTooManyRequests,
  isUnauthorized,
  retryAfterMs,
  wellTyped,
} from './response/status.ts';
export type { FieldRequirement, FieldSelectorInput } from './selector/field-query.ts';
export { FieldQuery } from './selector/field-query.ts';
export type { LabelCondition, LabelSelectorInput } from './selector/label-query.ts';
export {
  doesNotExist,
  exists,
  greaterThan,
  LabelQuery,
  lessThan,
  notIn,
} from './selector/label-query.ts';
export type { LabelOperator, LabelRequirement } from './selector/label-requirement.ts';
export { isLabelKey, isLabelValue } from './selector/label-requirement.ts';
export type { BackoffOptions } from './time/backoff.ts';
export { backoffMs } from './time/backoff.ts';
export type { Clock, Timer } from './time/clock.ts';
export { sleep, systemClock } from './time/clock.ts';
export type { IdleTimerOptions } from './time/idle-timer.ts';
export { IdleTimer } from './time/idle-timer.ts';
export type { TokenBucketOptions } from './time/token-bucket.ts';
export { TokenBucket } from './time/token-bucket.ts';
export { settle, VirtualClock } from './time/virtual-clock.ts';
export { Duration } from './values/duration.ts';
export { cloneExact, exactInteger, withExactInteger } from './values/exact-integer.ts';
export { IntOrString } from './values/int-or-string.ts';
export type { Amount, QuantityFormat } from './values/quantity.ts';
export { Quantity } from './values/quantity.ts';
export { quotedText } from './values/quoted-text.ts';
export { compareResourceVersions, isResourceVersion, isSendable } from './values/resource-version.ts';
export { trimTextEnd } from './values/text-end.ts';
export { MicroTime, Time } from './values/time.ts';
export type { BookmarkEvent, WatchErrorEvent, WatchEvent } from './watch/watch-event.ts';
export { ObjectEvent } from './watch/watch-event.ts';
