// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { type JsonObject, numberAt, objectAt, textAt, without } from '../../json/json.ts';
import { type FieldFault, invalid } from '../../status-error.ts';
import { always, computed, type Defaults, each, filled, withDefaults, within } from '../defaults.ts';
import type { Kind, KindAdmission, KindWrite } from '../kind.ts';
import { balancerWarnings } from '../networking/balancer-status.ts';
import { cells } from './cells.ts';
import { withClusterIp } from './cluster-ip.ts';
import { withFamilies } from './families.ts';
import { withNodePorts } from './node-port.ts';
import { isBalanced, isExternal, isReachable } from './spec.ts';
import { withAddressPair, withGivenValues, withoutUseless } from './update.ts';
import { serviceFaults, serviceStatusFaults } from './validation.ts';
import { serviceWarnings } from './warnings.ts';

const policed = ['ClusterIP', 'NodePort', 'LoadBalancer'];
const longAffinity = { clientIP: { timeoutSeconds: 10_800 } };

const table: Defaults = {
  spec: always({
    sessionAffinity: filled(() => 'None'),
    sessionAffinityConfig: (config, spec) =>
      textAt(spec, 'sessionAffinity') === 'ClientIP' &&
      numberAt(config, 'clientIP', 'timeoutSeconds') === undefined
        ? longAffinity
        : undefined,
    type: filled(() => 'ClusterIP'),
    ports: each({
      protocol: filled(() => 'TCP'),
      targetPort: (target, port) => (target ? undefined : (numberAt(port, 'port') ?? 0)),
    }),
    externalTrafficPolicy: filled((spec) => (isReachable(spec) ? 'Cluster' : undefined)),
    internalTrafficPolicy: computed((spec) =>
      policed.includes(textAt(spec, 'type')) ? 'Cluster' : undefined,
    ),
    allocateLoadBalancerNodePorts: (value, spec) => value ?? (isBalanced(spec) ? true : undefined),
  }),
};

const places: Defaults = {
  status: within({
    loadBalancer: within({
      ingress: each({ ipMode: (mode, place) => mode ?? (textAt(place, 'ip') === '' ? undefined : 'VIP') }),
    }),
  }),
};

function defaults(object: JsonObject): JsonObject {
  const complete = withDefaults(object, table);
  const spec = objectAt(complete, 'spec');
  const plain =
    textAt(spec, 'sessionAffinity') === 'None' && 'sessionAffinityConfig' in spec
      ? { ...complete, spec: without(spec, 'sessionAffinityConfig') }
      : complete;
  return isBalanced(spec) ? withDefaults(plain, places) : plain;
}

// What a service is given and keeps: an address in the cluster, and ports on the nodes.
function prepare(write: KindAdmission): JsonObject {
  const { object, old } = write;
  const refuse = (faults: readonly FieldFault[]): Error =>
    invalid({ group: '', kind: 'Service' }, textAt(object, 'metadata', 'name'), faults);
  const before = old && objectAt(old, 'spec');
  const asked = objectAt(object, 'spec');
  const known = withAddressPair(before ? withGivenValues(asked, before) : asked, before);
  const families = withFamilies(known, before, refuse);
  const needsAddress = !before || (isExternal(before) && !isExternal(families));
  const addressed = needsAddress ? withClusterIp(write, families, refuse) : families;
  const next = { ...object, spec: withNodePorts(write, addressed, refuse) };
  return old ? withoutUseless(next, old) : next;
}

// Stored for some services without an address, but told of none.
function withoutInternalPolicy({ object }: KindWrite): JsonObject {
  const spec = objectAt(object, 'spec');
  return isExternal(spec) ? { ...object, spec: without(spec, 'internalTrafficPolicy') } : object;
}

export const service: Kind = {
  group: '',
  kind: 'Service',
  names: 'label',
  createOnUpdate: true,
  returnsDeleted: true,
  fields: { 'spec.clusterIP': '', 'spec.type': '' },
  defaults,
  prepare,
  allocates: true,
  prepareForCreate: withoutInternalPolicy,
  prepareForUpdate: withoutInternalPolicy,
  validate: serviceFaults,
  validateStatus: serviceStatusFaults,
  warnings: serviceWarnings,
  statusWarnings: balancerWarnings,
  cells,
};
