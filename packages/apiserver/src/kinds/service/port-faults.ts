// The ports of a service.

import { type JsonObject, numberAt, textAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { portNameComplaints } from '../../validation/names.ts';
import { portFaults } from '../../validation/numbers.ts';
import { appProtocolFaults, portNameFaults, protocolFaults } from '../networking/endpoint-ports.ts';

function portFields(spec: JsonObject): readonly Field[] {
  return new Field(spec, 'spec').at('ports').items;
}

export function servicePortFaults(spec: JsonObject): FieldFault[] {
  const ports = portFields(spec);
  const seen = new Set<string>();
  return ports.flatMap((port) => {
    const [name, target] = [port.at('name'), port.at('targetPort')];
    const isRepeated = name.text !== '' && seen.has(name.text);
    seen.add(name.text);
    return [
      ...portNameFaults(name, ports.length > 1),
      ...(isRepeated ? [name.duplicate(name.text)] : []),
      ...portFaults(port.at('port')),
      ...protocolFaults(port.at('protocol')),
      ...(typeof target.value === 'string'
        ? target.invalidText(portNameComplaints(target.text))
        : portFaults(target)),
      ...appProtocolFaults(port.at('appProtocol')),
    ];
  });
}

export function nodePortFaults(spec: JsonObject): FieldFault[] {
  const ports = portFields(spec)
    .map((port) => ({ protocol: port.at('protocol').text, field: port.at('nodePort') }))
    .filter(({ field }) => field.number !== 0);
  const seen = new Set<string>();
  const forbidden =
    textAt(spec, 'type') === 'ClusterIP'
      ? ports.map(({ field }) => field.forbidden("may not be used when `type` is 'ClusterIP'"))
      : [];
  const repeated = ports.flatMap(({ protocol, field }) => {
    const key = `${protocol} ${field.number}`;
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated ? [field.duplicate()] : [];
  });
  return [...forbidden, ...repeated];
}

export function repeatedPortFaults(spec: JsonObject): FieldFault[] {
  const seen = new Set<string>();
  return portFields(spec).flatMap((port) => {
    const [protocol, number] = [port.at('protocol').text, numberAt(port.value, 'port') ?? 0];
    const key = `${protocol} ${number}`;
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated ? [port.duplicate(goPort(protocol, number))] : [];
  });
}

// As Go prints its own type.
function goPort(protocol: string, port: number): unknown {
  return { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
}
