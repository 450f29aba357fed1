// A hostile cluster with some objects, and commands that are run against it.

import { join } from 'node:path';
import { writeKubeconfig } from '../../src/apiserver/kubeconfig-file.ts';
import { createProgram, run } from '../../src/program.ts';
import { Cluster, configMap, pod } from './cluster.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { HostileCluster } from './hostile-cluster.ts';
import { isSafe } from './hostile-text.ts';

/** What there is, learned from the program itself. */
export const commands = createProgram(new FakeTerminal(), () => undefined).commands;
export const commandNames = commands.map((command) => command.name());

export const website = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'websites.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'websites', singular: 'website', kind: 'Website', shortNames: ['ws'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
        additionalPrinterColumns: [{ name: 'Host', type: 'string', jsonPath: '.spec.host' }],
      },
    ],
  },
};

export class HostileSetting {
  readonly cluster: Cluster;
  readonly attacker: HostileCluster;
  readonly #config: string;

  private constructor(cluster: Cluster, attacker: HostileCluster) {
    this.cluster = cluster;
    this.attacker = attacker;
    this.#config = join(cluster.folder, 'hostile');
  }

  static async start(): Promise<HostileSetting> {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' } };
    const cluster = await Cluster.start([
      website,
      pod('web-0', { app: 'web' }),
      configMap('colours', { sky: 'blue' }),
      { ...service, ...{ spec: { ports: [{ port: 80 }] } } },
      { apiVersion: 'example.com/v1', kind: 'Website', metadata: { name: 'shop', namespace: 'default' } },
    ]);
    const setting = new HostileSetting(cluster, await HostileCluster.start(cluster.server.service));
    await writeKubeconfig(setting.#config, setting.attacker.url);
    return setting;
  }

  async stop(): Promise<void> {
    await this.attacker.stop();
    await this.cluster.stop();
  }

  /** Runs a command line to its end; one that goes on is ended when it serves, or when the cluster broke its watch. */
  async show(args: readonly string[], { isTty = false } = {}): Promise<FakeTerminal> {
    const terminal = new FakeTerminal({ isTty });
    const isServer = args[0] === 'apiserver';
    const out = args[0] === 'types' ? ['--out', join(this.cluster.folder, 'types')] : [];
    const ended = run([...(isServer ? [] : ['--kubeconfig', this.#config]), ...args, ...out], terminal);
    const goesOn = terminal.shows(({ stdout, stderr }) =>
      isServer ? stdout !== '' : /^interrupted: /m.test(stderr),
    );
    await Promise.race([ended, goesOn]);
    terminal.interrupt();
    await ended;
    return terminal;
  }
}

/** @throws for output that a terminal would obey. */
export function check(terminal: FakeTerminal, what: unknown): void {
  const { stdout, stderr } = terminal;
  if (!isSafe(stdout + stderr))
    throw new Error(`${JSON.stringify(what)}: ${JSON.stringify(stdout + stderr)}`);
}
