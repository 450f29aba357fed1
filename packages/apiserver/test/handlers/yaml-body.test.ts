import { describe, expect, test } from '@jest/globals';
import { readYamlBody } from '../../src/handlers/yaml-body.ts';
import { configMaps, TestServer } from '../support/test-server.ts';

const pods = '/api/v1/namespaces/default/pods';

function post(path: string, body: string | Uint8Array) {
  return new TestServer().ask('POST', path, { body, headers: { 'content-type': 'application/yaml' } });
}

describe('a body of YAML', () => {
  test('tells of each key that comes a second time in its map, with its line', () => {
    const { value, repeats } = readYamlBody(
      'a: 1\nb: {c: 1, "c": 2}\n"a":\n  - {d: 1}\n  - {d: 2}\n1: x\n"1": y\n',
    );
    expect(value).toEqual({ a: [{ d: 1 }, { d: 2 }], b: { c: 2 }, 1: true });
    expect(repeats).toEqual(['line 2: key "c" already set in map', 'line 4: key "a" already set in map']);
  });

  test('is read in a time that grows with its length', () => {
    const text = Array.from({ length: 30_000 }, (_, at) => `k${at}: v\n`).join('');
    const before = process.cpuUsage();
    expect(readYamlBody(text).repeats).toEqual([]);
    // Of this process alone: what else runs on the machine does not count.
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  });

  test('has octal numbers and words for true, as YAML 1.1 does', async () => {
    const reply = await post(
      pods,
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  hostNetwork: yes\n  containers: [{name: c, image: i}]\n' +
        '  volumes: [{name: v, configMap: {name: m, defaultMode: 0644}}]\n',
    );
    expect(reply.body.spec).toMatchObject({
      hostNetwork: true,
      volumes: [{ configMap: { defaultMode: 420 } }],
    });
  });

  test('may merge mappings with <<', async () => {
    const reply = await post(configMaps, 'metadata: {name: m}\ndata:\n  <<: {a: "1"}\n  b: "2"\n');
    expect(reply.body.data).toEqual({ a: '1', b: '2' });
  });

  test.each([
    ['the first of two documents', 'metadata: {name: one}\n---\nmetadata: {name: [\n'],
    ['UTF-16', Buffer.from('\uFEFFmetadata: {name: one}\n', 'utf16le')],
  ])('is %s', async (_, body) => {
    expect((await post(configMaps, body)).body.metadata.name).toBe('one');
  });

  test.each(['', '# nothing\n', '---\n---\nmetadata: {name: two}\n'])(
    'that says nothing is an object without a name: %j',
    async (body) => {
      expect((await post(configMaps, body)).body).toMatchObject({
        code: 422,
        message: expect.stringContaining('name or generateName is required'),
      });
    },
  );

  test('that is none is refused with its line, and not quoted', async () => {
    expect((await post(configMaps, 'a: 1\nb: "s3cret')).body).toMatchObject({
      code: 400,
      message: 'the body of the request is not valid YAML: line 2 has a text in quotes that does not end',
    });
  });
});
