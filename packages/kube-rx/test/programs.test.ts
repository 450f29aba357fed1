// The program that newcomers meet first does what the README says. Those of the guide: `npm run guide:check`.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from 'kube-rx';
import { Pod } from 'kube-rx/k8s';

const root = join(import.meta.dirname, '../../..');

describe('a program', () => {
  let folder: string;

  // Outside of node_modules, below which Node does not take TypeScript.
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kube-rx-programs-'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  test('of the README prints what the README says', async () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [, code = ''] = /^```ts\n(.*?)^```/ms.exec(readme) ?? [];
    const [, promised = ''] = /^```text\n(.*?)^```/ms.exec(readme) ?? [];

    await using server = await ApiServer.start();
    const pods = Api.namespaced(new Client(server.service), Pod, 'shop');
    server.seed([pod('web-0'), pod('web-1')]);
    await pods.status.patch.merge('web-0', { status: { phase: 'Running' } });

    await using program = new Program(folder, code, { KUBECONFIG: writeKubeconfig(folder, server.url) });
    await program.prints('[live]');
    await pods.status.patch.merge('web-1', { status: { phase: 'Running' } });
    await program.prints('updated shop/web-1 Running');
    server.disconnect();
    await pods.delete('web-0');
    await program.prints('deleted shop/web-0');
    expect(withoutNumbers(program.output)).toBe(withoutNumbers(promised));
    expect(await program.end('SIGINT')).toBe(0);
  }, 30_000);
});

class Program implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;
  readonly #waiting = new Set<() => void>();
  output = '';

  constructor(folder: string, code: string, env: NodeJS.ProcessEnv) {
    writeFileSync(join(folder, 'program.ts'), code);
    this.#process = spawn(process.execPath, ['--conditions=kube-rx:src', 'program.ts'], {
      cwd: folder,
      env: { ...process.env, ...env, NODE_OPTIONS: '', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.output += text;
      for (const wake of this.#waiting) wake();
    });
    this.#ended = new Promise((resolve) => this.#process.on('close', resolve));
  }

  /** Resolves once the output has a line with `text` in it; throws with the output where the program ended. */
  async prints(text: string): Promise<void> {
    const printed = new Promise<'printed'>((resolve) => {
      const look = (): void => {
        const lines = this.output.split('\n').slice(0, -1);
        if (lines.some((line) => line.includes(text))) resolve('printed');
      };
      this.#waiting.add(look);
      look();
    });
    if ((await Promise.race([printed, this.#ended])) !== 'printed')
      throw new Error(`the program ended without ${JSON.stringify(text)}:\n${this.output}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null> {
    if (signal) this.#process.kill(signal);
    return this.#ended;
  }
}

function withoutNumbers(text: string): string {
  return text.replaceAll(/after \d+ bytes/g, 'after N bytes');
}

function pod(name: string): Pod {
  const spec = { containers: [{ name: 'web', image: 'nginx' }] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' }, spec };
}

function writeKubeconfig(folder: string, server: string): string {
  const path = join(folder, 'kubeconfig');
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server } }],
    users: [{ name: 'test', user: {} }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
  };
  writeFileSync(path, JSON.stringify(kubeconfig));
  return path;
}
