// Whole numbers that a patch writes as floats: an integer of Go takes none of them.

import { customKind } from '../custom-kind.ts';
import type { Group } from '../session.ts';
import { deployment } from '../workloads.ts';

const numbers = [
  '1.0',
  '1e3',
  '1.5e1',
  '10e-1',
  '-0',
  '-0.0',
  '1e19',
  '1e-400',
  '1e400',
  '9223372036854775808',
];

export const group: Group = async (t) => {
  const spec = { type: 'object', properties: { size: { type: 'integer' } } };
  const scale = { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  const kind = await customKind(t, [
    { name: 'v1', served: true, storage: true, schema, subresources: { scale } },
  ]);
  const widget = kind.at('v1', 'a');
  await t.post(kind.at('v1'), kind.object('a', { spec: { size: 1 } }), { quiet: true });
  const deployments = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
  await t.post(deployments, deployment('a'), { quiet: true });
  const merge = (at: string, patch: string): Promise<unknown> => t.merge(at, patch, { note: patch });
  const json = (at: string, ...operations: readonly string[]): Promise<unknown> =>
    t.json(at, `[${operations.join(',')}]`, { note: operations.join(' ') });
  const add = (path: string, value: string): string => `{"op":"add","path":"${path}","value":${value}}`;
  for (const number of numbers) {
    for (const at of [`${widget}/scale`, `${deployments}/a/scale`]) {
      await merge(at, `{"spec":{"replicas":${number}}}`);
      await json(at, add('/spec/replicas', number));
    }
    await merge(`${deployments}/a`, `{"spec":{"replicas":${number}}}`);
    await merge(`${deployments}/a`, `{"spec":{"strategy":{"rollingUpdate":{"maxSurge":${number}}}}}`);
    const containers = `[{"name":"c","image":"i","ports":[{"containerPort":${number}}]}]`;
    await merge(`${deployments}/a`, `{"spec":{"template":{"spec":{"containers":${containers}}}}}`);
    await json(
      `${deployments}/a`,
      add('/spec/template/spec/containers/0/ports', `[{"containerPort":${number}}]`),
    );
    await json(
      `${deployments}/a`,
      add('/spec/replicas', '2'),
      `{"op":"test","path":"/spec/replicas","value":2.0}`,
    );
  }
  await json(
    `${deployments}/a`,
    add('/spec/revisionHistoryLimit', '3.0'),
    '{"op":"move","from":"/spec/revisionHistoryLimit","path":"/spec/minReadySeconds"}',
  );
  await json(
    `${deployments}/a`,
    add('/spec/revisionHistoryLimit', '3.0'),
    '{"op":"replace","path":"/spec/revisionHistoryLimit","value":4}',
  );
  await t.strategic(`${deployments}/a`, '{"spec":{"replicas":3.0}}', { note: 'strategic' });
  await t.delete(kind.definition, undefined, { quiet: true });
};
