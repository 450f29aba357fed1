// An embedded API server over HTTP, and the kubeconfig that leads to it.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServer, type HttpListener, type SeedObject } from '@kube-rx/apiserver';
import { Client } from '@kube-rx/client';
import { systemClock } from '@kube-rx/core';
import { writeKubeconfig } from '../../src/apiserver/kubeconfig-file.ts';
import { run } from '../../src/program.ts';
import { FakeTerminal } from './fake-terminal.ts';

export class Cluster {
  readonly server: ApiServer;
  /** Straight into the server, past all connections that a test may cut. */
  readonly client: Client;
  readonly kubeconfig: string;
  readonly folder: string;
  #listener: HttpListener;

  private constructor(server: ApiServer, listener: HttpListener, folder: string) {
    this.server = server;
    this.client = new Client(server.service);
    this.folder = folder;
    this.kubeconfig = join(folder, 'config');
    this.#listener = listener;
  }

  static async start(objects: readonly SeedObject[] = []): Promise<Cluster> {
    // Its date stands still, so that no age in a table grows between two commands.
    const date = systemClock.now();
    const server = new ApiServer({ clock: { ...systemClock, now: () => date } });
    server.seed(objects);
    const listener = await server.listen();
    const cluster = new Cluster(server, listener, await mkdtemp(join(tmpdir(), 'kube-rx-cli-')));
    await writeKubeconfig(cluster.kubeconfig, listener.url);
    return cluster;
  }

  get url(): string {
    return this.#listener.url;
  }

  /** A file beside the kubeconfig. */
  async file(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, text);
    return path;
  }

  /** Runs a command line to its end. */
  async run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const { ended, terminal } = this.begin(...args);
    const code = await ended;
    return { code, stdout: terminal.stdout, stderr: terminal.stderr };
  }

  /** Begins a command line that goes on until the terminal is interrupted. */
  begin(...args: string[]): { terminal: FakeTerminal; ended: Promise<number> } {
    const terminal = new FakeTerminal();
    return { terminal, ended: run(this.#withKubeconfig(args), terminal) };
  }

  // Only the commands that speak to a cluster take one.
  #withKubeconfig(args: readonly string[]): readonly string[] {
    return args[0] === 'apiserver' || args.includes('--kubeconfig')
      ? args
      : ['--kubeconfig', this.kubeconfig, ...args];
  }

  async stop(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true });
  }
}

export function configMap(
  name: string,
  data: Record<string, string> = {},
  namespace = 'default',
): SeedObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, ...{ data } };
}

export function pod(name: string, labels: Record<string, string> = {}, namespace = 'default'): SeedObject {
  const spec = { containers: [{ name: 'main', image: 'registry.example.com/main:v1' }] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, ...{ spec } };
}
