// What is asked of both servers, group by group; each group has a namespace of its own.

import { group as access } from './groups/access.ts';
import { group as accessReviews } from './groups/access-reviews.ts';
import { group as admissionReach } from './groups/admission-reach.ts';
import { group as appliedTypes } from './groups/applied-types.ts';
import { group as apply } from './groups/apply.ts';
import { group as approval } from './groups/approval.ts';
import { group as authentication } from './groups/authentication.ts';
import { group as autoscaling } from './groups/autoscaling.ts';
import { group as bounds } from './groups/bounds.ts';
import { group as create } from './groups/create.ts';
import { group as custom } from './groups/custom.ts';
import { group as customOwners } from './groups/custom-owners.ts';
import { group as customTables } from './groups/custom-tables.ts';
import { group as data } from './groups/data.ts';
import { group as defaultPlugins } from './groups/default-plugins.ts';
import { group as defaultRoles } from './groups/default-roles.ts';
import { group as defaults } from './groups/defaults.ts';
import { group as definitionBuiltin } from './groups/definition-builtin.ts';
import { group as definitionNames } from './groups/definition-names.ts';
import { group as definitionRules } from './groups/definition-rules.ts';
import { group as definitionTerminating } from './groups/definition-terminating.ts';
import { group as definitions } from './groups/definitions.ts';
import { group as deletion } from './groups/delete.ts';
import { group as discovery } from './groups/discovery.ts';
import { group as discoveryMeta } from './groups/discovery-meta.ts';
import { group as dryRun } from './groups/dry-run.ts';
import { group as empty } from './groups/empty.ts';
import { group as emptySegments } from './groups/empty-segments.ts';
import { group as events } from './groups/events.ts';
import { group as eviction } from './groups/eviction.ts';
import { group as fieldCustom } from './groups/field-custom.ts';
import { group as fieldEdges } from './groups/field-edges.ts';
import { group as fieldPatches } from './groups/field-patches.ts';
import { group as fieldTypes } from './groups/field-types.ts';
import { group as fields } from './groups/fields.ts';
import { group as floatPatches } from './groups/float-patches.ts';
import { group as formats } from './groups/formats.ts';
import { group as get } from './groups/get.ts';
import { group as grants } from './groups/grants.ts';
import { group as impersonation } from './groups/impersonation.ts';
import { group as impersonationHeaders } from './groups/impersonation-headers.ts';
import { group as largeNumbers } from './groups/large-numbers.ts';
import { group as limitRanger } from './groups/limit-ranger.ts';
import { group as list } from './groups/list.ts';
import { group as listOrder } from './groups/list-order.ts';
import { group as listTable } from './groups/list-table.ts';
import { group as misplaced } from './groups/misplaced.ts';
import { group as namedTypes } from './groups/named-types.ts';
import { group as names } from './groups/names.ts';
import { group as namespaceEnd } from './groups/namespace-end.ts';
import { group as namespaces } from './groups/namespaces.ts';
import { group as negotiation } from './groups/negotiation.ts';
import { group as numberTexts } from './groups/number-texts.ts';
import { group as oddApproval } from './groups/odd-approval.ts';
import { group as oddPatches } from './groups/odd-patches.ts';
import { group as oddQuantities } from './groups/odd-quantities.ts';
import { group as oddStatus } from './groups/odd-status.ts';
import { group as optionalPlugins } from './groups/optional-plugins.ts';
import { group as ownNode } from './groups/own-node.ts';
import { group as owners } from './groups/owners.ts';
import { group as patch } from './groups/patch.ts';
import { group as podLevelResources } from './groups/pod-level-resources.ts';
import { group as podOwners } from './groups/pod-owners.ts';
import { group as podSecurity } from './groups/pod-security.ts';
import { group as podSecurityWarnings } from './groups/pod-security-warnings.ts';
import { group as podWarnings } from './groups/pod-warnings.ts';
import { group as pods } from './groups/pods.ts';
import {
  customGroup as customPolicies,
  mutatingGroup as mutatingPolicies,
  paramGroup as policyParams,
  verbGroup as policyVerbs,
  group as validatingPolicies,
} from './groups/policies.ts';
import { group as propagation } from './groups/propagation.ts';
import { group as protobuf } from './groups/protobuf.ts';
import { group as proxies } from './groups/proxies.ts';
import { group as quotaDetours } from './groups/quota-detours.ts';
import { group as quotaStatus } from './groups/quota-status.ts';
import { group as resourceQuota } from './groups/resource-quota.ts';
import { group as reviews } from './groups/reviews.ts';
import { group as richNetwork } from './groups/rich-network.ts';
import { group as rights } from './groups/rights.ts';
import { group as routes } from './groups/routes.ts';
import { definitionGroup as ruleDefinitions, group as rules } from './groups/rules.ts';
import { group as runtimeClassAdmission } from './groups/runtime-class-admission.ts';
import { group as scale } from './groups/scale.ts';
import { group as scaleOwners } from './groups/scale-owners.ts';
import { group as scales } from './groups/scales.ts';
import { group as selectors } from './groups/selectors.ts';
import { group as serviceAccountAdmission } from './groups/service-account-admission.ts';
import { group as serviceNetwork } from './groups/service-network.ts';
import { group as status } from './groups/status.ts';
import { group as strategic } from './groups/strategic.ts';
import { group as tables } from './groups/tables.ts';
import { group as tokenRequest } from './groups/token-request.ts';
import { group as tokenReview } from './groups/token-review.ts';
import { group as toldApart } from './groups/told-apart.ts';
import { group as unstored } from './groups/unstored.ts';
import { group as untabled } from './groups/untabled.ts';
import { group as update } from './groups/update.ts';
import { group as versions } from './groups/versions.ts';
import { group as watch } from './groups/watch.ts';
import { group as watchPaths } from './groups/watch-paths.ts';
import { group as watchTable } from './groups/watch-table.ts';
import { group as wholeObjects } from './groups/whole-objects.ts';
import { group as zeroTimes } from './groups/zero-times.ts';
import { refusedGroups } from './refused/groups.ts';
import type { Group } from './session.ts';

export const groups: Readonly<Record<string, Group>> = {
  ...refusedGroups,
  access,
  'access-reviews': accessReviews,
  'admission-reach': admissionReach,
  'applied-types': appliedTypes,
  apply,
  approval,
  authentication,
  autoscaling,
  bounds,
  create,
  custom,
  'custom-policies': customPolicies,
  'custom-tables': customTables,
  data,
  'default-plugins': defaultPlugins,
  'default-roles': defaultRoles,
  defaults,
  'definition-builtin': definitionBuiltin,
  'definition-names': definitionNames,
  'definition-rules': definitionRules,
  'definition-terminating': definitionTerminating,
  'rule-definitions': ruleDefinitions,
  routes,
  rules,
  definitions,
  delete: deletion,
  discovery,
  'discovery-meta': discoveryMeta,
  'dry-run': dryRun,
  empty,
  'empty-segments': emptySegments,
  events,
  eviction,
  'field-custom': fieldCustom,
  'custom-owners': customOwners,
  'field-edges': fieldEdges,
  'field-patches': fieldPatches,
  'field-types': fieldTypes,
  fields,
  'float-patches': floatPatches,
  formats,
  get,
  grants,
  impersonation,
  'impersonation-headers': impersonationHeaders,
  'large-numbers': largeNumbers,
  'limit-ranger': limitRanger,
  list,
  'list-order': listOrder,
  'list-table': listTable,
  misplaced,
  'named-types': namedTypes,
  names,
  'namespace-end': namespaceEnd,
  namespaces,
  negotiation,
  'number-texts': numberTexts,
  'odd-approval': oddApproval,
  'odd-patches': oddPatches,
  'odd-quantities': oddQuantities,
  'odd-status': oddStatus,
  'optional-plugins': optionalPlugins,
  'own-node': ownNode,
  owners,
  patch,
  'pod-owners': podOwners,
  'pod-security': podSecurity,
  'pod-security-warnings': podSecurityWarnings,
  'pod-warnings': podWarnings,
  'pod-level-resources': podLevelResources,
  pods,
  propagation,
  protobuf,
  proxies,
  'quota-detours': quotaDetours,
  'quota-status': quotaStatus,
  'resource-quota': resourceQuota,
  reviews,
  'rich-network': richNetwork,
  rights,
  'runtime-class-admission': runtimeClassAdmission,
  scale,
  'scale-owners': scaleOwners,
  scales,
  selectors,
  'service-account-admission': serviceAccountAdmission,
  'service-network': serviceNetwork,
  status,
  strategic,
  tables,
  'token-request': tokenRequest,
  'token-review': tokenReview,
  'told-apart': toldApart,
  unstored,
  untabled,
  update,
  'mutating-policies': mutatingPolicies,
  'policy-params': policyParams,
  'policy-verbs': policyVerbs,
  'validating-policies': validatingPolicies,
  versions,
  watch,
  'watch-paths': watchPaths,
  'watch-table': watchTable,
  'whole-objects': wholeObjects,
  'zero-times': zeroTimes,
};
