// delete and deletecollection, from the request to the answer.

import { numberAt, objectAt, stringAt, stringsAt, valueAt } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { invalidValue, unsupportedValue } from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type DeleteOptions, deleteObject } from '../strategy/delete.ts';
import { type Answer, jsonAnswer, warned } from './answer.ts';
import { hasBody } from './body.ts';
import { type Call, target } from './call.ts';
import { decodeDeleteOptions } from './kind-body.ts';
import { listAnswer } from './list-answer.ts';
import { parseListOptions } from './list-options.ts';
import { objectAnswer } from './object-answer.ts';
import { listPage } from './read.ts';
import { dryRunFaults, parseWriteQuery, refuse } from './write-query.ts';

/** A single object goes. */
export function remove(call: Call): Answer {
  const { server, served } = call;
  const options = deleteOptions(call);
  const stored = target(call);
  const open = options.propagationPolicy === undefined && options.orphanDependents === undefined;
  const orphans = open ? served.kind.orphansDependents : undefined;
  const wanted = orphans === undefined ? options : { ...options, propagationPolicy: 'Orphan' };
  const { stored: last, deleted } = deleteObject(server, served, { ...wanted, stored });
  const code = !deleted && options.orphanDependents === false ? 202 : 200;
  const whole = !deleted || served.kind.returnsDeleted;
  const answer = whole ? objectAnswer(code, call, last) : deletedAnswer(served, stored);
  return orphans === undefined ? answer : warned(answer, [orphans]);
}

/** All objects of a selection go; the answer lists them. */
export async function removeCollection(call: Call): Promise<Answer> {
  const { server, served, query } = call;
  const options = deleteOptions(call);
  const page = await listPage(call, parseListOptions(query, false, served));
  for (const { key } of page.items) {
    // An earlier deletion may have taken this one along.
    const stored = served.store.get(key);
    if (stored) deleteObject(server, served, { ...options, stored });
  }
  return listAnswer(call, page);
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
function deleteOptions(call: Call): DeleteOptions {
  const { request, query } = call;
  const { dryRun } = parseWriteQuery(call, 'DeleteOptions');
  if (!hasBody(request))
    return {
      dryRun,
      gracePeriodSeconds: query.integer('gracePeriodSeconds'),
      propagationPolicy: policy(query.text('propagationPolicy') || undefined),
      orphanDependents: query.flag('orphanDependents'),
      uid: undefined,
      resourceVersion: undefined,
    };
  const body = decodeDeleteOptions(request);
  const preconditions = objectAt(body, 'preconditions');
  const orphan = valueAt(body, 'orphanDependents');
  refuse(dryRunFaults(stringsAt(body, 'dryRun')), 'DeleteOptions');
  if (typeof orphan === 'boolean' && stringAt(body, 'propagationPolicy') !== undefined)
    refuse(
      [
        invalidValue(
          'propagationPolicy',
          stringAt(body, 'propagationPolicy'),
          'orphanDependents and deletionPropagation cannot be both set',
        ),
      ],
      'DeleteOptions',
    );
  return {
    dryRun: dryRun || stringsAt(body, 'dryRun').includes('All'),
    gracePeriodSeconds: numberAt(body, 'gracePeriodSeconds'),
    propagationPolicy: policy(stringAt(body, 'propagationPolicy')),
    orphanDependents: typeof orphan === 'boolean' ? orphan : undefined,
    uid: stringAt(preconditions, 'uid'),
    resourceVersion: stringAt(preconditions, 'resourceVersion'),
  };
}

const policies = ['Background', 'Foreground', 'Orphan'];

function policy(value: string | undefined): string | undefined {
  if (value !== undefined && !policies.includes(value))
    refuse(
      [unsupportedValue('propagationPolicy', value, ['Foreground', 'Background', 'Orphan', 'nil'])],
      'DeleteOptions',
    );
  return value;
}
