import { definitions } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const group = `${t.namespace}.example.com`;
  const definition = (spec: object = {}, version: object = {}): object => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `webs.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'webs', kind: 'Web', shortNames: ['wb'] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          subresources: { status: {} },
          ...version,
        },
      ],
      ...spec,
    },
  });
  const schema = {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        required: ['size'],
        properties: {
          size: { type: 'integer', minimum: 1, maximum: 10 },
          color: { type: 'string', enum: ['red', 'blue'], default: 'red' },
          name: { type: 'string', maxLength: 3, pattern: '^[a-z]+$' },
          tags: { type: 'array', items: { type: 'string' }, maxItems: 2 },
          free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          port: { 'x-kubernetes-int-or-string': true },
          map: { type: 'object', additionalProperties: { type: 'integer' } },
          maybe: { type: 'string', nullable: true },
        },
      },
      status: { type: 'object', properties: { ready: { type: 'boolean' } } },
    },
  };
  await t.post(definitions, definition({ scope: 'Nowhere' }));
  await t.post(definitions, { ...definition(), metadata: { name: 'wrong' } });
  await t.post(definitions, definition({ versions: [] }));
  await t.post(definitions, definition(), {
    only: ['metadata', 'spec', 'kind', 'apiVersion', 'message', 'code', 'details', 'reason'],
  });
  for (let tries = 0; tries < 50; tries += 1) {
    const { object } = await t.get(`${definitions}/webs.${group}`, {}, { quiet: true });
    if (JSON.stringify(object).includes('"Established","status":"True"')) break;
    if (JSON.stringify(object).includes('"status":"True","type":"Established"')) break;
  }
  await t.get(`${definitions}/webs.${group}`, {}, { only: ['status'] });
  const at = `/apis/${group}/v1/namespaces/${t.namespace}/webs`;
  for (let tries = 0; tries < 50; tries += 1)
    if ((await t.get(at, {}, { quiet: true })).status === 200) break;
  const web = (name: string, spec: object = { size: 1 }, more: object = {}): object => ({
    apiVersion: `${group}/v1`,
    kind: 'Web',
    metadata: { name },
    spec,
    ...more,
  });
  await t.get(at);
  await t.post(at, web('a', { size: 2, unknown: 1, free: { x: 1 } }, { status: { ready: true }, extra: 1 }));
  await t.post(at, web('b', {}));
  await t.post(at, web('b', { size: 11 }));
  await t.post(at, web('b', { size: 'x' }));
  await t.post(at, web('b', { size: 1.5 }));
  await t.post(at, web('b', { size: 0, color: 'green', name: 'ABCD', tags: ['a', 'b', 'c'] }));
  await t.post(at, web('b', { size: 1, tags: [1] }));
  await t.post(at, web('b', { size: 1, port: 'http', map: { a: 'x' } }));
  await t.post(at, web('b', { size: 1, port: 80, map: { a: 1 }, maybe: null, name: null }));
  await t.post(at, web('c', { size: 1, unknown: 1 }), { query: { fieldValidation: 'Strict' } });
  await t.post(at, web('c', { size: 1, unknown: 1 }), { query: { fieldValidation: 'Warn' } });
  await t.post(at, web('d', { size: 1, unknown: 1 }), { query: { fieldValidation: 'Ignore' } });
  await t.post(at, { metadata: { name: 'e' }, spec: { size: 1 } });
  await t.post(at, { ...web('e'), kind: 'Other' });
  await t.post(at, { ...web('e'), apiVersion: 'other/v1' });
  await t.put(`${at}/a`, web('a', { size: 3 }));
  const a = await t.get(`${at}/a`);
  await t.put(`${at}/a`, { ...a.object, spec: { size: 3 }, status: { ready: true } });
  await t.merge(`${at}/a/status`, {
    status: { ready: true },
    spec: { size: 9 },
    metadata: { labels: { l: '1' } },
  });
  await t.merge(`${at}/a/status`, { status: { ready: 'yes' } });
  await t.merge(`${at}/a`, { spec: { size: 4 } });
  await t.merge(`${at}/a`, { metadata: { labels: { l: '1' } } });
  await t.strategic(`${at}/a`, { spec: { size: 4 } });
  await t.json(`${at}/a`, [{ op: 'replace', path: '/spec/size', value: 5 }]);
  await t.get(`${at}/a/scale`);
  await t.get(at, { limit: 1 });
  await t.get(at, { watch: true, timeoutSeconds: 1 });
  await t.get(at, { fieldSelector: 'spec.size=1' });
  await t.delete(`${at}/a`);
  await t.get(`/apis/${group}`);
  await t.get(`/apis/${group}/v1`);
  await t.delete(`${definitions}/webs.${group}`, undefined, { only: ['metadata', 'kind'] });
};
