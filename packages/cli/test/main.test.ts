import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { ConfigMap } from '@kube-rx/k8s';
import { run } from '../src/program.ts';
import { Child } from './support/child.ts';
import { Cluster, configMap } from './support/cluster.ts';
import { FakeTerminal } from './support/fake-terminal.ts';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start([configMap('colours')]);
});

afterAll(() => cluster.stop());

// Starting Node takes long where the machine has other things to do.
const patience = 60_000;

describe('the program', () => {
  test(
    'loads nothing for its help but itself and the parser',
    async () => {
      const hook =
        "import { registerHooks } from 'node:module'; import { writeSync } from 'node:fs';" +
        'registerHooks({ resolve(specifier, context, next) { const found = next(specifier, context); writeSync(2, `${found.url}\\n`); return found; } });';
      const child = new Child(['--help'], {
        node: ['--import', `data:text/javascript,${encodeURIComponent(hook)}`],
      });
      expect(await child.exit()).toBe(0);
      const loaded = child.stderr.split('\n').filter((url) => url.startsWith('file:'));
      const foreign = loaded.filter((url) => !/\/packages\/cli\/src\/|\/commander\//.test(url));
      expect(foreign).toEqual([]);
      expect(loaded.some((url) => url.includes('/src/commands/'))).toBe(false);
    },
    patience,
  );

  test(
    'ends in silence when nobody reads it any more',
    async () => {
      const child = new Child(['watch', 'cm', '--kubeconfig', cluster.kubeconfig]);
      await child.shows((text) => text.includes('colours'));
      child.process.stdout?.destroy();
      await Api.namespaced(cluster.client, ConfigMap, 'default').create({ metadata: { name: 'unseen' } });
      expect(await child.exit()).toBe(0);
      expect(child.stderr).toBe('');
    },
    patience,
  );

  // On other systems there is no such device.
  (existsSync('/dev/full') ? test : test.skip).each([
    ['get', 'cm', '--kubeconfig'],
    ['get', 'cm', '-o', 'json', '--kubeconfig'],
    ['watch', 'cm', '--kubeconfig'],
    ['--help', '--kubeconfig'],
  ])(
    'says that its output cannot be written: %s %s %s',
    async (...args) => {
      const full = await open('/dev/full', 'w');
      const child = new Child([...args, cluster.kubeconfig], { stdout: full.fd });
      expect(await child.exit()).toBe(1);
      await full.close();
      expect(child.stderr).toMatch(
        /^error: standard output cannot be written: ENOSPC: no space left [^\n]*\n$/,
      );
    },
    patience,
  );

  test.each<[NodeJS.Signals, number]>([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])(
    'ends in silence by %s, with exit code %i',
    async (signal, code) => {
      const child = new Child(['watch', 'ns', '--kubeconfig', cluster.kubeconfig]);
      await child.shows((text) => text.includes('kube-system'));
      child.process.kill(signal);
      expect(await child.exit()).toBe(code);
      expect(child.stderr).toBe('');
    },
    patience,
  );

  test(
    'fails with one line and exit code 1',
    async () => {
      const child = new Child(['get', 'cm', 'nope', '--kubeconfig', cluster.kubeconfig]);
      expect(await child.exit()).toBe(1);
      expect(child.stdout + child.stderr).toBe('Error from server (NotFound): configmaps "nope" not found\n');
    },
    patience,
  );
});

describe('kube-rx apiserver', () => {
  test(
    'serves manifests to whoever has its kubeconfig, and closes by Ctrl-C though somebody watches',
    async () => {
      const manifest = await cluster.file(
        'm.yaml',
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: door }\nspec: { defaultBackend: { service: { name: s, port: { number: 80 } } } }\n',
      );
      const file = join(cluster.folder, 'served');
      const child = new Child([
        'apiserver',
        '--write-kubeconfig',
        file,
        '--load',
        manifest,
        '--log-level',
        'debug',
      ]);
      await child.shows((text) => text.endsWith('\n'));
      expect(child.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
      expect(await readFile(file, 'utf8')).toContain(`server: ${child.stdout}`);
      expect((await stat(file)).mode & 0o777).toBe(0o600);

      expect((await cluster.run('get', 'ing', '-o', 'name', '--kubeconfig', file)).stdout).toBe(
        'ingress.networking.k8s.io/door\n',
      );
      const watching = cluster.begin('watch', 'ing', '--kubeconfig', file);
      await watching.terminal.shows(({ stdout }) => stdout.includes('door'));
      child.process.kill('SIGINT');
      expect(await child.exit()).toBe(0);
      watching.terminal.interrupt();
      await watching.ended;
      const logged = child.stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { msg: string; url?: string });
      expect(logged.map(({ msg }) => msg)).toEqual(
        expect.arrayContaining(['loaded', 'listening', 'request', 'closed']),
      );
      expect(logged.some(({ url }) => url?.startsWith('/apis/networking.k8s.io/v1/'))).toBe(true);
    },
    patience,
  );

  test.each<[string[], string]>([
    [['--port', 'x'], 'error: --port must be a number from 0 (any free port) to 65535, not "x"\n'],
    [['--load', '/nowhere'], 'error: /nowhere cannot be read: no such file or directory (ENOENT)\n'],
    [
      ['--context', 'prod'],
      'error: --context is for commands that ask a cluster, and apiserver is one of its own; ',
    ],
    [['--request-timeout', '5s'], 'error: --request-timeout is for commands that ask a cluster, '],
    [['--host', '192.0.2.1'], 'error: "192.0.2.1" is no address of this machine; choose another --host\n'],
    [
      ['--write-kubeconfig', '/nowhere/config'],
      'error: /nowhere/config cannot be written: no such file or directory (ENOENT)\n',
    ],
    [['--state', '/nowhere/state'], 'error: /nowhere/state cannot be written: no such file or directory '],
    [['--state', '/'], 'error: / cannot be read: illegal operation on a directory (EISDIR)\n'],
    [['--host', ''], 'error: --host must name an address, as 127.0.0.1\n'],
    [['--load', ''], 'error: "" cannot be read: no such file or directory (ENOENT)\n'],
    [['extra'], "error: too many arguments for 'apiserver'. Expected 0 arguments but got 1"],
    [['--accept-hosts', 'api,^('], 'error: --accept-hosts: "^(" is no regular expression\n'],
    [['--accept-hosts', 'http://api'], 'error: --accept-hosts: "http://api" is no name of a host; '],
    [
      ['--webhook-service', 'shop=https://127.0.0.1'],
      'error: --webhook-service: "shop=https://127.0.0.1" is no place',
    ],
    [['--runtime-config', 'api/beta=perhaps'], 'error: --runtime-config: "api/beta=perhaps" is no setting; '],
    [['--runtime-config', 'v1=true,apps/v9=true'], 'error: --runtime-config: no version "apps/v9" of '],
    [['--runtime-config', 'api/bta=true'], 'error: --runtime-config: no version "api/bta" of '],
    [
      ['--enable-admission-plugins', 'PodSafety'],
      'error: --enable-admission-plugins: Kubernetes 1.36 has no admission plugin "PodSafety"; ',
    ],
    [
      ['--disable-admission-plugins', 'Priority, PodSafety'],
      'error: --disable-admission-plugins: Kubernetes 1.36 has no admission plugin "PodSafety"; ',
    ],
    [
      ['--token-file', '/nowhere/tokens'],
      'error: --token-file: /nowhere/tokens cannot be read: no such file or directory ',
    ],
    [['--client-ca', '/nowhere/ca'], 'error: --client-ca works with TLS alone; give --tls as well\n'],
    [
      ['--service-account-issuer', 'kube'],
      'error: --service-account-issuer: "kube" is no issuer of tokens for service accounts; ',
    ],
    [
      ['--enable-admission-plugins', 'Priority', '--disable-admission-plugins', 'Priority'],
      'error: --enable-admission-plugins: Priority is to be off at the same time: ',
    ],
    [
      ['--service-account-signing-key-file', '/dev/null'],
      'error: --service-account-signing-key-file: /dev/null: this is no private key that signs tokens; ',
    ],
    [['--log-level', 'loud'], "error: option '--log-level <level>' argument 'loud' is invalid. "],
  ])('refuses %j in words', async (args, message) => {
    const { code, stderr } = await cluster.run('apiserver', ...args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  test('serves those whom its flags name, and loads what they may not write', async () => {
    const tokens = await cluster.file(
      'tokens.csv',
      'jane-token,jane,7,"system:monitoring"\nroot-token,root,8,system:masters\n',
    );
    const manifest = await cluster.file(
      'r.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kept }\n',
    );
    const terminal = new FakeTerminal({ isTty: false });
    const ended = run(['apiserver', '--rbac', '--token-file', tokens, '--load', manifest], terminal);
    await terminal.shows(({ stdout }) => stdout.endsWith('\n'));
    const asked = async (token: string): Promise<number> => {
      const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
      const path = '/api/v1/namespaces/default/configmaps/kept';
      return (await fetch(terminal.stdout.trim() + path, { headers })).status;
    };
    expect(await Promise.all(['', 'jane-token', 'root-token', 'other'].map(asked))).toEqual([
      403, 403, 200, 401,
    ]);
    terminal.interrupt();
    expect(await ended).toBe(0);
    expect(terminal.stderr).not.toContain('-token');
  });

  test(
    'goes on where it ended, and leaves alone a state that is broken',
    async () => {
      const state = join(cluster.folder, 'state');
      const manifest = await cluster.file(
        's.yaml',
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kept }\n',
      );
      for (const load of [['--load', manifest], []]) {
        const child = new Child(['apiserver', '--state', state, ...load]);
        await child.shows((text) => text.endsWith('\n'));
        const answer = await fetch(`${child.stdout.trim()}/api/v1/namespaces/default/configmaps/kept`);
        expect(answer.status).toBe(200);
        child.process.kill('SIGTERM');
        expect(await child.exit()).toBe(0);
      }
      const broken = await cluster.file('broken', 'nonsense\n');
      const { code, stderr } = await cluster.run('apiserver', '--state', broken);
      expect(code).toBe(1);
      expect(stderr).toBe(`error: ${broken} cannot be restored from: line 1 is not a JSON object\n`);
      expect(await readFile(broken, 'utf8')).toBe('nonsense\n');
    },
    patience,
  );

  test(
    'loses no more than seconds when it is killed, and keeps a second server off its state',
    async () => {
      const state = join(cluster.folder, 'killed');
      const child = new Child(['apiserver', '--state', state]);
      await child.shows((text) => text.endsWith('\n'));
      const namespaces = `${child.stdout.trim()}/api/v1/namespaces`;
      const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kept' } });
      const headers = { 'content-type': 'application/json' };
      expect((await fetch(namespaces, { method: 'POST', body, headers })).status).toBe(201);
      const second = await cluster.run('apiserver', '--state', state);
      expect(second.code).toBe(1);
      expect(second.stderr).toContain(
        `error: ${state} is kept by another server (process ${child.process.pid} on `,
      );
      const limit = Date.now() + patience / 2;
      while (!(await readFile(state, 'utf8')).includes('"kept"') && Date.now() < limit) await delay(50);
      child.process.kill('SIGKILL');
      await child.exit();
      const again = new Child(['apiserver', '--state', state]);
      await again.shows((text) => text.endsWith('\n'));
      expect((await fetch(`${again.stdout.trim()}/api/v1/namespaces/kept`)).status).toBe(200);
      again.process.kill('SIGTERM');
      expect(await again.exit()).toBe(0);
    },
    patience,
  );

  test(
    'answers to the names that it is given alone',
    async () => {
      const child = new Child(['apiserver', '--accept-hosts', 'api, ^[a-c]\\.test$']);
      await child.shows((text) => text.endsWith('\n'));
      const statuses = ['api:80', 'b.test', 'localhost', 'd.test', 'api.evil.example'].map(async (host) => {
        const outgoing = request(`${child.stdout.trim()}/version`, { headers: { host } }).end();
        const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
        answer.resume();
        return [host, answer.statusCode];
      });
      expect(Object.fromEntries(await Promise.all(statuses))).toEqual({
        'api:80': 200,
        'b.test': 200,
        localhost: 200,
        'd.test': 403,
        'api.evil.example': 403,
      });
      child.process.kill('SIGTERM');
      expect(await child.exit()).toBe(0);
    },
    patience,
  );

  test(
    'serves HTTPS to whoever has its kubeconfig',
    async () => {
      const file = join(cluster.folder, 'secure');
      const child = new Child(['apiserver', '--tls', '--write-kubeconfig', file]);
      await child.shows((text) => text.endsWith('\n'));
      expect(child.stdout).toMatch(/^https:/);
      const { code, stdout } = await cluster.run('get', 'ns', '-o', 'name', '--kubeconfig', file);
      expect([code, stdout.split('\n')[0]]).toEqual([0, 'namespace/default']);
      child.process.kill('SIGTERM');
      expect(await child.exit()).toBe(0);
    },
    patience,
  );

  test('tells a person what to do next, and logs in words', async () => {
    const terminal = new FakeTerminal({ isTty: true });
    const file = join(cluster.folder, "a person's");
    const ended = run(['apiserver', '--write-kubeconfig', file], terminal);
    await terminal.shows(({ stdout }) => stdout.includes('Ctrl-C'));
    terminal.interrupt();
    expect(await ended).toBe(0);
    const [url, ...rest] = terminal.lines;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(rest).toContain(`  export KUBECONFIG='${file.replace("'", "'\\''")}'`);
    const time = '\\d\\d:\\d\\d:\\d\\d';
    expect(terminal.stderr).toMatch(new RegExp(`^${time} listening url=${url}\n${time} closed\n$`));
  });

  test('says where the port is taken', async () => {
    const port = new URL(cluster.url).port;
    const { code, stderr } = await cluster.run('apiserver', '--port', port);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `error: port ${port} of 127.0.0.1 is taken; choose another --port, or 0 for any free one\n`,
    );
  });
});
