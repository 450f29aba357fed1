import { definitions } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const group = `${t.namespace}.example.com`;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const version = (name: string, storage: boolean, served = true): object => ({
    name,
    served,
    storage,
    schema,
  });
  await t.post(
    definitions,
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `webs.${group}` },
      spec: {
        group,
        scope: 'Cluster',
        names: { plural: 'webs', kind: 'Web' },
        versions: [
          version('v1alpha1', false),
          version('v1', true),
          version('v2beta1', false),
          version('v3', false, false),
        ],
      },
    },
    { quiet: true },
  );
  const at = (name: string): string => `/apis/${group}/${name}/webs`;
  for (let tries = 0; tries < 200; tries += 1)
    if ((await t.get(at('v1'), {}, { quiet: true })).status === 200) break;
  await t.post(at('v1alpha1'), {
    apiVersion: `${group}/v1alpha1`,
    kind: 'Web',
    metadata: { name: 'a' },
    x: 1,
  });
  await t.get(`${at('v1')}/a`);
  await t.get(at('v2beta1'));
  await t.get(at('v3'));
  await t.get(at('v1alpha1'), { watch: 1, timeoutSeconds: 1 });
  await t.merge(`${at('v2beta1')}/a`, { y: 2 });
  await t.get(`/apis/${group}`);
  await t.get(at('v1'), { fieldSelector: 'metadata.namespace=x' });
  await t.delete(`${definitions}/webs.${group}`, undefined, { quiet: true });
};
