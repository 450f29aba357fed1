import { delimiter } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { GotTransport } from '../../src/transport/got-transport.ts';
import { readInstalled } from '../../src/transport/system-roots.ts';
import { folder } from '../support/folder.ts';
import { pem, serveHttps } from '../support/loopback.ts';
import { listPods, readAll } from '../support/requests.ts';

const authority = pem('authority.crt');
const other = pem('other-authority.crt');

describe('what an administrator has installed', () => {
  test('is read from SSL_CERT_FILE and every folder of SSL_CERT_DIR, once each', async () => {
    const one = folder();
    const two = folder();
    const file = one.write('bundle.crt', `# a comment\n${authority}`);
    one.write('folder/a.pem', authority);
    two.write('b.crt', other);
    two.write('README', 'no certificate');
    const SSL_CERT_DIR = [`${one.path}/folder`, '/none', two.path].join(':');
    const installed = await readInstalled({ SSL_CERT_FILE: file, SSL_CERT_DIR });
    expect(installed.map((text) => text.trim())).toEqual([authority.trim(), other.trim()]);
  });

  test('is nothing where there are no such files', async () => {
    expect(await readInstalled({ SSL_CERT_FILE: '/none', SSL_CERT_DIR: '/none' })).toEqual([]);
  });
});

// Only there are the roots in files.
const testOnUnix = delimiter === ':' && process.platform !== 'darwin' ? test : test.skip;

testOnUnix('a server that says not whom to trust is trusted as the operating system says', async () => {
  const { port } = await serveHttps({ cert: pem('server.crt'), key: pem('server.key') }, (_, response) =>
    response.end('{}'),
  );
  const { SSL_CERT_FILE } = process.env;
  process.env['SSL_CERT_FILE'] = folder().write('ca.crt', authority);
  const transport = new GotTransport({ server: `https://localhost:${port}` });
  try {
    expect(await readAll((await transport.service(listPods)).body)).toBe('{}');
  } finally {
    await transport.close();
    if (SSL_CERT_FILE === undefined) delete process.env['SSL_CERT_FILE'];
    else process.env['SSL_CERT_FILE'] = SSL_CERT_FILE;
  }
});
