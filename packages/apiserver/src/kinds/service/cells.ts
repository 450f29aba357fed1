// What `kubectl get services` shows.

import { type JsonObject, numberAt, objectAt, objectsAt, stringsAt, textAt } from '../../json/json.ts';
import { type Cells, labels } from '../cell.ts';
import { balancerAddresses } from '../networking/networking.ts';

function externalAddress(service: JsonObject): string {
  const own = stringsAt(service, 'spec', 'externalIPs');
  switch (textAt(service, 'spec', 'type')) {
    case 'ClusterIP':
    case 'NodePort':
      return own.join(',') || '<none>';
    case 'LoadBalancer':
      return [...balancerAddresses(service), ...own].join(',') || '<pending>';
    case 'ExternalName':
      return textAt(service, 'spec', 'externalName');
    default:
      return '<unknown>';
  }
}

function ports(service: JsonObject): string {
  const texts = objectsAt(service, 'spec', 'ports').map((port) => {
    const node = numberAt(port, 'nodePort') ?? 0;
    return `${numberAt(port, 'port') ?? 0}${node > 0 ? `:${node}` : ''}/${textAt(port, 'protocol')}`;
  });
  return texts.join(',') || '<none>';
}

export const cells: Cells = {
  Type: (service) => textAt(objectAt(service, 'spec'), 'type'),
  'Cluster-IP': (service) => stringsAt(service, 'spec', 'clusterIPs')[0] ?? '<none>',
  'External-IP': externalAddress,
  'Port(s)': ports,
  Selector: labels('spec.selector'),
};
