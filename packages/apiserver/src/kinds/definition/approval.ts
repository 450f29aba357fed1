// Definitions in groups of Kubernetes itself need an annotation that says who agreed to them.

import { type JsonObject, textAt } from '../../json/json.ts';
import { type FieldFault, invalidValue, required } from '../../status-error.ts';

const annotation = 'api-approved.kubernetes.io';

const seeRules = 'see https://github.com/kubernetes/enhancements/pull/1111';

type Approval = 'approved' | 'bypassed' | 'missing' | 'invalid';

/** Undefined in a group that needs none. */
function approvalOf(definition: JsonObject): Approval | undefined {
  const group = `.${textAt(definition, 'spec', 'group')}`;
  if (!group.endsWith('.k8s.io') && !group.endsWith('.kubernetes.io')) return undefined;
  const given = textAt(definition, 'metadata', 'annotations', annotation);
  if (given === '') return 'missing';
  if (given.startsWith('unapproved')) return 'bypassed';
  return /^[a-zA-Z][-+.a-zA-Z0-9]*:\/\/[^/]/.test(given) && URL.canParse(given) ? 'approved' : 'invalid';
}

/** `old`: what the definition replaces; what it was let off stays so. */
export function approvalFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const field = `metadata.annotations[${annotation}]`;
  const approval = approvalOf(object);
  if (old && approvalOf(old) === approval) return [];
  const must = `protected groups must have approval annotation "${annotation}"`;
  if (approval === 'missing') return [required(field, `${must}, ${seeRules}`)];
  if (approval !== 'invalid') return [];
  const given = textAt(object, 'metadata', 'annotations', annotation);
  const either = 'with either a URL or a reason starting with "unapproved"';
  return [invalidValue(field, given, `${must} ${either}, ${seeRules}`)];
}

/** What the status of such a definition says of it. */
export function approvalCondition(definition: JsonObject): JsonObject | undefined {
  const type = 'KubernetesAPIApprovalPolicyConformant';
  const given = textAt(definition, 'metadata', 'annotations', annotation);
  const approval = approvalOf(definition);
  if (approval === 'approved')
    return { type, status: 'True', reason: 'ApprovedAnnotation', message: `approved in ${given}` };
  if (approval !== 'bypassed') return undefined;
  const message = `not approved: ${JSON.stringify(given)}`;
  return { type, status: 'False', reason: 'UnapprovedAnnotation', message };
}
