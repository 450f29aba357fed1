import { expect, test } from '@jest/globals';
import { printYaml } from '@kube-rx/core/encoding';
import { bytesAnswer } from '../../src/handlers/answer.ts';
import { printed } from '../../src/negotiation/printed.ts';

const pretty = { pretty: true, format: 'json' } as const;
const yaml = { pretty: false, format: 'yaml' } as const;

async function shown(json: string, how: typeof pretty | typeof yaml): Promise<string> {
  const { body } = await printed(bytesAnswer(200, Buffer.from(json)), how);
  if (!(body instanceof Uint8Array)) throw new Error('no bytes');
  return Buffer.from(body).toString();
}

const deep = (levels: number, leaf: string): string =>
  `${'{"a":'.repeat(levels)}${leaf}${'}'.repeat(levels)}`;

test('what would be blanks for the most part is not indented', async () => {
  const json = deep(400, `[${'0,'.repeat(100_000)}0]`);
  expect(await shown(json, pretty)).toBe(json);
  expect(await shown(json, yaml)).toBe(json);
});

test('brackets in texts are no levels', async () => {
  const json = JSON.stringify({
    a: ['[{"\\'.repeat(1_000), ...Array.from({ length: 40_000 }, () => '\\"{')],
  });
  expect(await shown(json, pretty)).toBe(JSON.stringify(JSON.parse(json), null, 2));
  expect(await shown(json, yaml)).toBe(printYaml(JSON.parse(json)));
});
