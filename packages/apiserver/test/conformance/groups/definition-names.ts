import { served } from '../custom-kind.ts';
import { definitions } from '../objects.ts';
import type { Answer, Group } from '../session.ts';

// Definitions that want the names of others, and those of built-in resources.
export const group: Group = async (t) => {
  const own = `${t.namespace}.example.com`;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const define = (names: object, { group = own, version = 'v1' } = {}): Promise<Answer> =>
    t.post(
      definitions,
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: {
          name: `${(names as { plural: string }).plural}.${group}`,
          annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' },
        },
        spec: {
          group,
          scope: 'Namespaced',
          names,
          versions: [{ name: version, served: true, storage: true, schema }],
        },
      },
      { quiet: true },
    );
  const look = async (plural: string, wanted: string, ofGroup = own): Promise<void> => {
    const path = `${definitions}/${plural}.${ofGroup}`;
    for (let tries = 0; tries < 200; tries += 1) {
      const { object } = await t.get(path, {}, { quiet: true });
      const text = JSON.stringify((object as { status?: unknown }).status ?? {});
      if (text.includes(`"status":"${wanted}"`) && /"type":"NamesAccepted"/.test(text)) break;
    }
    await t.get(path, {}, { only: ['status'] });
  };
  const at = (plural: string): string => `/apis/${own}/v1/namespaces/${t.namespace}/${plural}`;
  const make = (plural: string, kind: string): Promise<unknown> =>
    t.post(at(plural), { apiVersion: `${own}/v1`, kind, metadata: { name: 'a' } });

  await define({ plural: 'cogs', kind: 'Cog', shortNames: ['cg'], categories: ['all'] });
  await served(t, at('cogs'));
  await look('cogs', 'True');
  for (const names of [
    { plural: 'wheels', kind: 'Cog' },
    { plural: 'cg', kind: 'Wheel' },
    { plural: 'spokes', kind: 'Spoke', singular: 'cogs' },
    { plural: 'rims', kind: 'Rim', shortNames: ['rm', 'cg', 'cogs'] },
    { plural: 'hubs', kind: 'Hub', listKind: 'CogList' },
    { plural: 'tyres', kind: 'CogList', listKind: 'Cog', singular: 'cog' },
  ]) {
    await define(names);
    await look(names.plural, 'False');
    await make(names.plural, names.kind);
    await t.get(at(names.plural));
  }
  await t.get(`/apis/${own}/v1`);
  await make('cogs', 'Cog');

  // An established kind that comes to want a name of another is served under its old ones.
  await define({ plural: 'axles', kind: 'Axle' });
  await served(t, at('axles'));
  await look('axles', 'True');
  await t.merge(`${definitions}/axles.${own}`, { spec: { names: { shortNames: ['cg'] } } }, { quiet: true });
  await look('axles', 'False');
  await make('axles', 'Axle');

  // Names are free again when their owner goes.
  for (const plural of ['cg', 'spokes', 'rims', 'hubs', 'tyres'])
    await t.delete(`${definitions}/${plural}.${own}`, undefined, { quiet: true });
  await t.delete(`${definitions}/cogs.${own}`, undefined, { quiet: true });
  await served(t, at('wheels'));
  await look('wheels', 'True');
  await make('wheels', 'Cog');
  await t.get(at('cogs'));
};
