// Duplicate and unknown fields of custom resources, which have no Go type.

import { definitions } from '../objects.ts';
import { strict, validations } from '../odd-objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const domain = `${t.namespace}.example.com`;
  const spec = { type: 'object', properties: { size: { type: 'integer' }, name: { type: 'string' } } };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `webs.${domain}` },
    spec: {
      group: domain,
      scope: 'Namespaced',
      names: { plural: 'webs', kind: 'Web' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        },
      ],
    },
  };
  await t.post(definitions, definition, { quiet: true });
  const at = `/apis/${domain}/v1/namespaces/${t.namespace}/webs`;
  // A definition is served some time after it was taken.
  for (let tries = 0; tries < 200; tries += 1)
    if ((await t.get(at, {}, { quiet: true })).status === 200) break;
  const text = (name: string, of = '{"size":1,"foo":1,"size":2}'): string =>
    `{"apiVersion":"${domain}/v1","kind":"Web","metadata":{"name":"${name}"},"spec":${of},"bar":1}`;
  await t.post(at, text('a'));
  for (const fieldValidation of validations)
    await t.post(at, text(`a-${fieldValidation.toLowerCase()}`), { query: { fieldValidation } });
  await t.post(at, text('once', '{"size":1}'), strict);
  const yaml = `apiVersion: ${domain}/v1\nkind: Web\nmetadata:\n  name: yaml\nspec:\n  size: 1\n  size: 2\n  foo: 1\n`;
  await t.post(at, yaml, { headers: { 'content-type': 'application/yaml' } });
  await t.post(at, yaml, { headers: { 'content-type': 'application/yaml' }, ...strict });
  await t.put(`${at}/a`, text('a'), strict);
  for (const query of [{}, ...validations.map((fieldValidation) => ({ fieldValidation }))]) {
    await t.merge(`${at}/a`, '{"spec":{"size":3,"size":4}}', { query });
    await t.merge(`${at}/a`, { spec: { foo: 1, size: 5 } }, { query });
    await t.json(`${at}/a`, [{ op: 'add', path: '/spec/foo', value: 1 }], { query });
    await t.json(`${at}/a`, '[{"op":"add","op":"add","path":"/spec/size","value":6}]', { query });
    await t.apply(`${at}/a`, text('a', '{"foo":1,"size":7}').replace(',"bar":1', ''), {
      query: {
        ...query,
        force: true,
      },
    });
    await t.apply(`${at}/a`, text('a', '{"size":8,"size":9}').replace(',"bar":1', ''), {
      query: {
        ...query,
        force: true,
      },
    });
  }
  await t.delete(`${definitions}/webs.${domain}`, undefined, { quiet: true });
};
