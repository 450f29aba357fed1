// A fake container that runs the programs of this machine in a folder, `tar` among them, behind the embedded server on a
// socket. It has a folder `app` of two files.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiServer, type CommandStreams } from '@kube-rx/apiserver';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { RunningPod } from './tokens.ts';

export class TarContainer implements AsyncDisposable {
  /** Has a folder `container`, and an empty one `local`. */
  readonly folder: string;
  readonly url: string;
  /** Its Pod is `web-0`. */
  readonly pods: Api;
  readonly #server: ApiServer;

  private constructor(server: ApiServer, url: string, folder: string) {
    this.#server = server;
    this.url = url;
    this.folder = folder;
    this.pods = Api.namespaced(Client.fromConfig({ server: url }), RunningPod, 'default');
  }

  static async open(): Promise<TarContainer> {
    const folder = mkdtempSync(join(tmpdir(), 'kube-rx-copy-'));
    mkdirSync(join(folder, 'container', 'app', 'sub'), { recursive: true });
    writeFileSync(join(folder, 'container', 'app', 'a.txt'), 'A');
    writeFileSync(join(folder, 'container', 'app', 'sub', 'large'), Buffer.alloc(3_000_000, 'xyz'));
    mkdirSync(join(folder, 'local'));
    const server = new ApiServer();
    server.seed([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web-0', namespace: 'default' },
        spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'x' }] },
        status: { phase: 'Running' },
      },
    ]);
    const exec = (command: readonly string[], streams: CommandStreams): Promise<number> =>
      runHere(command, streams, join(folder, 'container'));
    server.containers.run('default/web-0', 'web', { exec });
    return new TarContainer(server, (await server.listen()).url, folder);
  }

  read(...names: readonly string[]): string {
    return readFileSync(join(this.folder, ...names), 'utf8');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pods.client.close();
    await this.#server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function runHere(
  [program = '', ...words]: readonly string[],
  streams: CommandStreams,
  cwd: string,
): Promise<number> {
  const child = spawn(program, words, { cwd });
  const code = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  streams.signal.addEventListener('abort', () => child.kill('SIGKILL'));
  pipeline(Readable.from(streams.stdin), child.stdin).catch(() => child.stdin.destroy());
  await Promise.all([
    (async () => {
      for await (const bytes of child.stdout) await streams.stdout.write(bytes as Buffer);
    })(),
    (async () => {
      for await (const bytes of child.stderr) await streams.stderr.write(bytes as Buffer);
    })(),
  ]);
  return code;
}
