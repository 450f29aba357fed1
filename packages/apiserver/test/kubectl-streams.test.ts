// The real kubectl against fake containers: logs, commands, a terminal, an attachment and copies.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiServer, type CommandStreams, type SeedObject } from '@kube-rx/apiserver';
import { findKubectl, type Kubectl, kubectl } from './support/kubectl.ts';

const path = findKubectl();

/** Runs a program of this machine in place of one in a container. */
async function runHere(command: readonly string[], { stdin, stdout }: CommandStreams): Promise<number> {
  const [program = '', ...words] = command;
  const input: Uint8Array[] = [];
  for await (const bytes of stdin) input.push(bytes);
  const { promise, resolve } = Promise.withResolvers<{ code: number; output: Buffer }>();
  const child = execFile(program, words, { encoding: 'buffer', maxBuffer: 1e8 }, (error, output) =>
    resolve({ code: typeof error?.code === 'number' ? error.code : 0, output }),
  );
  // It need not read all of it.
  child.stdin?.on('error', () => undefined).end(Buffer.concat(input));
  const { code, output } = await promise;
  await stdout.write(output);
  return code;
}

async function exec(command: readonly string[], streams: CommandStreams): Promise<number> {
  const { stdin, stdout, stderr, sizes, tty } = streams;
  switch (command[0]) {
    case 'date':
      await stdout.write('today\n');
      return 0;
    case 'fail':
      await stderr.write('bad\n');
      return 7;
    case 'cat':
      for await (const bytes of stdin) await stdout.write(bytes);
      return 0;
    case 'zeros':
      for (let block = 0; block < 5; block += 1) await stdout.write('0'.repeat(100_000));
      return 0;
    case 'size':
      for await (const { width, height } of sizes) {
        await stdout.write(`${tty} ${width}x${height}\r\n`);
        break;
      }
      return 0;
    case 'tar':
    case 'test':
      return runHere(command, streams);
    default:
      throw new Error(`exec: "${command[0]}": executable file not found in $PATH`);
  }
}

const transports = [
  { transport: 'WebSockets', env: {} },
  {
    transport: 'SPDY',
    env: { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' },
  },
];

(path ? describe : describe.skip).each(transports)('kubectl over $transport', ({ env: more }) => {
  let server: ApiServer;
  let run: Kubectl;
  let url: string;
  let folder: string;

  beforeAll(async () => {
    server = new ApiServer();
    const container = (name: string): object => ({ name, image: name });
    const pod = (name: string, spec: object): SeedObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec,
      status: { phase: 'Running' },
    });
    server.seed([
      pod('web', { nodeName: 'n', containers: [container('web')] }),
      pod('two', { nodeName: 'n', containers: [container('a'), container('b')] }),
      pod('new', { containers: [container('web')] }),
      pod('starting', { nodeName: 'n', containers: [container('web')] }),
    ]);
    server.containers.run('default/web', 'web', {
      logs: [
        { text: 'one', time: '2026-01-02T03:04:05.120Z' },
        { text: 'two', time: '2026-01-02T03:04:06Z', stream: 'Stderr' },
        { text: 'three', time: '2026-01-02T03:04:07.001Z' },
      ],
      previousLogs: ['before'],
      exec,
      attach: async ({ stdin, stdout }) => {
        for await (const bytes of stdin) await stdout.write(`> ${Buffer.from(bytes).toString()}`);
      },
      ports: {
        8080: async (connection) => {
          let head = '';
          for await (const bytes of connection) {
            head += Buffer.from(bytes).toString();
            if (head.includes('\r\n\r\n')) break;
          }
          const body = `${head.split('\r\n', 1)[0]} `.repeat(20_000);
          await connection.write(
            `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
          );
        },
      },
    });
    ({ url } = await server.listen());
    run = kubectl(path ?? '', url, more);
    folder = mkdtempSync(join(tmpdir(), 'kube-rx-streams-'));
  });

  afterAll(async () => {
    run[Symbol.dispose]();
    rmSync(folder, { recursive: true });
    await server.close();
  });

  test.each<
    [command: string, code: number, stdout: string | RegExp, more?: { input?: string; stderr?: RegExp }]
  >([
    ['exec web -- date', 0, 'today\n'],
    ['exec web -- fail', 7, '', { stderr: /^bad\ncommand terminated with exit code 7\n$/ }],
    ['exec web -- nope', 1, '', { stderr: /executable file not found in \$PATH/ }],
    ['exec -i web -- cat', 0, 'hello', { input: 'hello' }],
    ['exec web -- zeros', 0, /^0{500000}$/],
    ['exec web -c no -- date', 1, '', { stderr: /container no is not valid for pod web/ }],
    ['exec two -- date', 1, '', { stderr: /container not found \("a"\)/ }],
    ['exec new -- date', 1, '', { stderr: /pod new does not have a host assigned/ }],
    ['exec none -- date', 1, '', { stderr: /pods "none" not found/ }],
    ['attach -i web', 0, '> hi', { input: 'hi' }],
    ['logs web', 0, 'one\ntwo\nthree\n'],
    ['logs web --tail=1', 0, 'three\n'],
    ['logs web --since-time=2026-01-02T03:04:06Z', 0, 'two\nthree\n'],
    ['logs web --since=1s', 0, ''],
    ['logs web --limit-bytes=6', 0, 'one\ntw'],
    ['logs web --timestamps --tail=2', 0, '2026-01-02T03:04:06Z two\n2026-01-02T03:04:07.001Z three\n'],
    ['logs web --previous', 0, 'before\n'],
    ['logs two', 1, '', { stderr: /container "a" in pod "two" is waiting to start: ContainerCreating/ }],
    ['logs new', 0, ''],
    ['logs starting', 1, '', { stderr: /is waiting to start: ContainerCreating/ }],
    ['logs starting --previous', 1, '', { stderr: /is waiting to start/ }],
    ['port-forward none :80', 1, '', { stderr: /pods "none" not found/ }],
    ['port-forward new :80', 1, '', { stderr: /pod new does not have a host assigned/ }],
  ])('%s', async (...[command, code, stdout, { input, stderr } = {}]) => {
    const ran = await run(command, input);
    expect(ran).toMatchObject({
      code,
      stdout: typeof stdout === 'string' ? stdout : expect.stringMatching(stdout),
      ...(stderr && { stderr: expect.stringMatching(stderr) }),
    });
  });

  (process.platform === 'linux' ? test : test.skip)('gives a command a terminal, and its size', async () => {
    const command = `stty cols 91 rows 17; '${path}' --server ${url} exec -it web -- size`;
    const env = { ...more, HOME: folder, KUBECONFIG: '/dev/null', PATH: process.env['PATH'] };
    const { promise, resolve } = Promise.withResolvers<string>();
    // It gives kubectl a terminal of its own.
    execFile('script', ['-qec', command, '/dev/null'], { env }, (_, stdout) => resolve(stdout));
    expect(await promise).toContain('true 91x17');
  });

  test('follows a log, and loses no line of it', async () => {
    const container = server.containers.run('default/two', 'b', { logs: ['0'] });
    const output = await run.until('logs two -c b -f', /\n99\n$/, () => {
      for (let line = 1; line < 100; line += 1) container.log(String(line));
      return Promise.resolve();
    });
    expect(output.trim().split('\n')).toEqual(Array.from({ length: 100 }, (_, line) => String(line)));
  });

  test('sends a megabyte to a command, and gets it back', async () => {
    const input = Array.from({ length: 100_000 }, (_, line) => `${String(line).padStart(9, '0')}\n`).join('');
    const { code, stdout, stderr } = await run('exec -i web -- cat', input);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout === input).toBe(true);
  });

  test('forwards HTTP to a port, one connection after the other and several at once', async () => {
    const child = spawn(path ?? '', ['--server', url, 'port-forward', 'web', ':8080'], {
      env: { ...more, HOME: folder, KUBECONFIG: '/dev/null' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    const port = Promise.withResolvers<string>();
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, found] = /127\.0\.0\.1:(\d+) -> 8080/.exec(output) ?? [];
      if (found !== undefined) port.resolve(found);
    });
    try {
      const base = `http://127.0.0.1:${await port.promise}`;
      const fetched = async (name: string): Promise<string> => (await fetch(`${base}/${name}`)).text();
      const expected = (name: string): string => `GET /${name} HTTP/1.1 `.repeat(20_000);
      for (const name of ['a', 'b']) expect((await fetched(name)) === expected(name)).toBe(true);
      const names = Array.from({ length: 20 }, (_, index) => `at-once-${index}`);
      const bodies = await Promise.all(names.map(fetched));
      expect(bodies.map((body, index) => body === expected(names[index] ?? ''))).toEqual(
        names.map(() => true),
      );
    } finally {
      child.kill();
      await closed;
    }
  });

  test('copies files in and out', async () => {
    const from = join(folder, 'from.txt');
    writeFileSync(from, 'some text\n');
    execFileSync('mkdir', [join(folder, 'in')]);
    expect(await run(`cp ${from} web:${join(folder, 'in')}`)).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(folder, 'in/from.txt'), 'utf8')).toBe('some text\n');
    expect(await run(`cp web:${join(folder, 'in/from.txt')} ${join(folder, 'out.txt')}`)).toMatchObject({
      code: 0,
    });
    expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toBe('some text\n');
  });
});
