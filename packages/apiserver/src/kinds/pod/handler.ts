// What is done in or to a container: a command, a request, a connection.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { headerNameComplaints, portNameComplaints } from '../../validation/names.ts';
import { portFaults } from '../../validation/numbers.ts';
import { requiredTextFaults } from '../../validation/required.ts';

type Actions = Readonly<Record<string, (action: Field) => FieldFault[]>>;

const common: Actions = {
  exec(action) {
    const command = action.at('command');
    return command.size === 0 ? [command.required()] : [];
  },
  httpGet: requestFaults,
  tcpSocket: (action) => portOrNameFaults(action.at('port')),
};

/** `more`: what can be done besides. */
export function handlerFaults(handler: Field, more: Actions): FieldFault[] {
  const given = Object.entries({ ...common, ...more }).filter(([key]) => handler.at(key).isSet);
  if (given.length === 0) return [handler.required('must specify a handler type')];
  return given.flatMap(([key, check], at) => {
    const action = handler.at(key);
    return at === 0 ? check(action) : [action.forbidden('may not specify more than 1 handler type')];
  });
}

function requestFaults(action: Field): FieldFault[] {
  const headers = action.at('httpHeaders');
  return [
    ...requiredTextFaults(action, 'path'),
    ...portOrNameFaults(action.at('port')),
    ...choiceFaults(action.at('scheme'), ['HTTP', 'HTTPS']),
    ...headers.items
      .map((header) => header.at('name').text)
      .flatMap((name) => headerNameComplaints(name).map((complaint) => headers.invalid(complaint, name))),
  ];
}

function portOrNameFaults(port: Field): FieldFault[] {
  if (typeof port.value === 'string') return port.invalidText(portNameComplaints(port.text));
  return portFaults(port);
}
