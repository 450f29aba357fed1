// Policies about custom objects, and with custom parameters.

import { setTimeout } from 'node:timers/promises';
import type { CustomKind } from '../custom-kind.ts';
import type { Answer } from '../session.ts';
import { about, type PolicyCase } from './policy-case.ts';

const text = { type: 'string' };
const number = { type: 'integer' };
const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: number,
        name: text,
        parts: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: { type: 'object', required: ['name'], properties: { name: text, count: number } },
        },
        words: { type: 'array', items: text },
        tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
      },
    },
  },
};
export const versions: readonly object[] = [
  { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } },
];

type Cases = Readonly<Record<string, PolicyCase>>;

// The real server looks for schemas and kinds every few seconds.
async function patiently(send: (quiet: boolean) => Promise<Answer>): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { status, object } = await send(true);
    const message = String(object['message']);
    if (status !== 503 && !message.includes('failed to find resource') && !message.includes('not yet synced'))
      break;
    await setTimeout(100);
  }
  await send(false);
}

const sending =
  (kind: CustomKind): NonNullable<PolicyCase['send']> =>
  (t, labels, ask) =>
    patiently((quiet) => {
      const spec = { size: 1, parts: [{ name: 'a', count: 1 }], tags: ['x'] };
      return t.post(kind.at('v1'), kind.object('asked', { metadata: { name: 'asked', labels }, spec }), {
        ...ask,
        quiet,
      });
    });

const rulesOf = ({ group }: CustomKind): object => about({ apiGroups: [group], resources: ['widgets'] });

export function validatingCustomCases(kind: CustomKind): Cases {
  const judged = (expression: string, more: object = {}): PolicyCase => ({
    policy: {
      validations: [{ expression, messageExpression: '"size " + string(object.spec.size)' }],
      matchConstraints: rulesOf(kind),
      ...more,
    },
    send: sending(kind),
  });
  return {
    'a custom object': judged('object.spec.size > 1'),
    'a custom object that holds': judged('object.spec.size == 1 && object.spec.parts.all(p, p.count == 1)'),
    'a field that a custom object does not have': judged('object.spec.name == "a"'),
    'custom parameters': {
      ...judged('object.spec.size == params.spec.size', {
        paramKind: { apiVersion: `${kind.group}/v1`, kind: 'Widget' },
      }),
      binding: { paramRef: { name: 'parameters', parameterNotFoundAction: 'Deny' } },
    },
  };
}

export function mutatingCustomCases(kind: CustomKind): Cases {
  const mutated = (mutation: object): PolicyCase => ({
    policy: { mutations: [mutation], matchConstraints: rulesOf(kind) },
    send: sending(kind),
  });
  const applied = (expression: string): PolicyCase =>
    mutated({ patchType: 'ApplyConfiguration', applyConfiguration: { expression } });
  const patched = (expression: string): PolicyCase =>
    mutated({ patchType: 'JSONPatch', jsonPatch: { expression } });
  return {
    'a number of a custom object': applied('Object{spec: Object.spec{size: object.spec.size + 1}}'),
    'an item of a custom object': applied(
      'Object{spec: Object.spec{parts: [Object.spec.parts{name: "b", count: 2}, Object.spec.parts{name: "a", count: 3}]}}',
    ),
    'a set of a custom object': applied('Object{spec: Object.spec{tags: ["y", "x"]}}'),
    'a list of a custom object that is atomic': applied('Object{spec: Object.spec{words: ["y"]}}'),
    'an unknown field of a custom object': applied('Object{spec: Object.spec{wrong: 1}}'),
    'a patch of a custom object': patched('[JSONPatch{op: "add", path: "/spec/name", value: "n"}]'),
    'an unknown field in a patch': patched('[JSONPatch{op: "add", path: "/spec/wrong", value: "n"}]'),
    'a wrong type in a patch': patched('[JSONPatch{op: "add", path: "/spec/name", value: 1}]'),
  };
}
