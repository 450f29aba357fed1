// delete and deletecollection, from the request to the answer.

import type { Admission } from '../admission/admission.ts';
import { warningOf } from '../admission/warning-write.ts';
import { seenObject } from '../conversion/converted-objects.ts';
import { integerAt, type JsonObject, stringAt, stringsAt, valueAt } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { invalidValue, unsupportedValue } from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type DeleteOptions, deleteObject } from '../strategy/delete.ts';
import { admitted } from './admitted.ts';
import { type Answer, jsonAnswer, warned } from './answer.ts';
import { hasBody } from './body.ts';
import { type Call, targetSeen } from './call.ts';
import { decodeDeleteOptions } from './kind-body.ts';
import { parseListOptions } from './list-options.ts';
import { operationOptions } from './operation-options.ts';
import { listPage } from './read.ts';
import { listAnswer, objectAnswer } from './resource-answer.ts';
import { dryRunFaults, parseWriteQuery, refuse } from './write-query.ts';

/** A single object goes. */
export function* remove(call: Call): Admission<Answer> {
  const { server, served } = call;
  const options = deleteOptions(call);
  const stored = yield* targetSeen(call);
  const open = options.propagationPolicy === undefined && options.orphanDependents === undefined;
  const orphans = open ? served.kind.orphansDependents : undefined;
  const wanted = orphans === undefined ? options : { ...options, propagationPolicy: 'Orphan' };
  const warnings: string[] = [];
  const deletion = {
    ...wanted,
    stored,
    warnings,
    admission: { requester: call.requester, options: options.options },
  };
  const { stored: last, deleted } = yield* warningOf(warnings, deleteObject(server, served, deletion));
  const code = !deleted && options.orphanDependents === false ? 202 : 200;
  const whole = !deleted || served.kind.returnsDeleted;
  const answer = whole ? objectAnswer(code, call, last) : deletedAnswer(served, stored);
  return warned(answer, [...warnings, ...(orphans === undefined ? [] : [orphans])]);
}

/** All objects of a selection go; the answer lists them. */
export async function removeCollection(call: Call): Promise<Answer> {
  const { server, served, query } = call;
  const selection = parseListOptions(query, false, served);
  const options = deleteOptions(call);
  const page = await listPage(call, selection);
  const admission = { requester: call.requester, options: options.options };
  for (const { key } of page.items) {
    // Nothing comes between deletions that wait for no webhook.
    const deletion = admitted(server, () => deleteOne(call, key, { ...options, admission }));
    if (deletion instanceof Promise) await deletion;
  }
  return listAnswer(call, page);
}

function* deleteOne({ server, served }: Call, key: string, options: DeleteOptions): Admission<void> {
  const stored = served.store.get(key);
  // An earlier deletion may have taken this one along.
  if (!stored) return;
  const seen = yield* seenObject(server, served, stored);
  yield* deleteObject(server, served, { ...options, stored: seen, ofCollection: true });
}

function deletedAnswer({ resource }: ServedResource, { name, uid }: StoredObject): Answer {
  const group = resource.group === '' ? {} : { group: resource.group };
  return jsonAnswer(200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...group, kind: resource.plural, uid },
  });
}

// A body wins over the query.
function deleteOptions(call: Call): DeleteOptions & { readonly options: () => JsonObject } {
  const { request, query } = call;
  const { dryRun } = parseWriteQuery(call, 'DeleteOptions');
  if (!hasBody(request)) {
    const options = {
      gracePeriodSeconds: query.integer('gracePeriodSeconds'),
      propagationPolicy: policy(query.text('propagationPolicy') || undefined),
      orphanDependents: query.flag('orphanDependents'),
    };
    return { ...options, dryRun, options: () => operationOptions('DeleteOptions', { ...options, dryRun }) };
  }
  const body = decodeDeleteOptions(request);
  const orphan = valueAt(body, 'orphanDependents');
  const orphanDependents = typeof orphan === 'boolean' ? orphan : undefined;
  const given = stringAt(body, 'propagationPolicy');
  refuse(dryRunFaults(stringsAt(body, 'dryRun')), 'DeleteOptions');
  if (orphanDependents !== undefined && given !== undefined) {
    const why = 'orphanDependents and deletionPropagation cannot be both set';
    refuse([invalidValue('propagationPolicy', given, why)], 'DeleteOptions');
  }
  return {
    ...conditionsIn(body),
    dryRun: dryRun || stringsAt(body, 'dryRun').includes('All'),
    propagationPolicy: policy(given),
    orphanDependents,
    options: () => ({ ...body, ...operationOptions('DeleteOptions', {}) }),
  };
}

/** The grace period and the preconditions of DeleteOptions. */
export function conditionsIn(
  options: JsonObject,
): Pick<DeleteOptions, 'gracePeriodSeconds' | 'uid' | 'resourceVersion'> {
  return {
    gracePeriodSeconds: integerAt(options, 'gracePeriodSeconds'),
    uid: stringAt(options, 'preconditions', 'uid'),
    resourceVersion: stringAt(options, 'preconditions', 'resourceVersion'),
  };
}

const policies = ['Foreground', 'Background', 'Orphan'];

function policy(value: string | undefined): string | undefined {
  if (value !== undefined && !policies.includes(value))
    refuse([unsupportedValue('propagationPolicy', value, [...policies, 'nil'])], 'DeleteOptions');
  return value;
}
