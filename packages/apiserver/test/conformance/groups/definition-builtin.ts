import { definitions } from '../objects.ts';
import type { Group } from '../session.ts';

// A definition in a group of built-in resources takes nothing from them.
export const group: Group = async (t) => {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const define = async (plural: string, kind: string, versions: readonly string[]): Promise<string> => {
    const name = `${plural}.scheduling.k8s.io`;
    await t.post(
      definitions,
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name, annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' } },
        spec: {
          group: 'scheduling.k8s.io',
          scope: 'Namespaced',
          names: { plural, kind },
          versions: versions.map((version, index) => ({
            name: version,
            served: true,
            storage: index === 0,
            schema,
          })),
        },
      },
      { only: ['spec'] },
    );
    const path = `${definitions}/${name}`;
    for (let tries = 0; tries < 200; tries += 1) {
      const { object } = await t.get(path, {}, { quiet: true });
      if (JSON.stringify(object).includes('InitialNamesAccepted')) break;
    }
    return path;
  };
  const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';
  const priority = {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: t.namespace },
    value: 1,
  };
  await t.post(classes, priority);
  const taken = await define('priorityclasses', 'PriorityClass', ['v1']);
  await t.get(`${classes}/${t.namespace}`);
  await t.get(`/apis/scheduling.k8s.io/v1/namespaces/${t.namespace}/priorityclasses`);
  await t.get('/apis/scheduling.k8s.io/v1');
  await t.delete(taken, undefined, { quiet: true });
  await t.get(`${classes}/${t.namespace}`);
  const beside = await define('ranks', 'Rank', ['v1']);
  await t.get(`/apis/scheduling.k8s.io/v1/namespaces/${t.namespace}/ranks`);
  await t.get('/apis/scheduling.k8s.io/v1');
  await t.delete(beside, undefined, { quiet: true });
  await t.delete(`${classes}/${t.namespace}`, undefined, { quiet: true });
};
