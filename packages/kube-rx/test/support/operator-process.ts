// The operator of examples/operators/deployed in a process of its own, as a Pod runs it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../../../../e2e/child.ts';

const program = join(import.meta.dirname, '../../../../examples/operators/deployed/main.ts');

/** What a machine that is busy with other things may take. */
export const patienceMs = 120_000;

export class OperatorProcess {
  readonly #child: Child;
  readonly #url: () => string;

  private constructor(child: Child, url: () => string) {
    this.#child = child;
    this.#url = url;
  }

  /** Resolves once it is ready. `folder` gets its kubeconfig and its log. */
  static async start(name: string, folder: string, kubeconfig: string): Promise<OperatorProcess> {
    const path = join(folder, `${name}.kubeconfig`);
    writeFileSync(path, kubeconfig);
    let port = 0;
    const child = await Child.start({
      name,
      command: 'env',
      args: [`KUBECONFIG=${path}`, 'PORT=0', process.execPath, '--conditions=kube-rx:src', program],
      logFile: join(folder, `${name}.log`),
      onLine: (line) => {
        if (line.includes('health is served')) port = Number(/"port":(\d+)/.exec(line)?.[1]);
      },
    });
    const operator = new OperatorProcess(child, () => `http://127.0.0.1:${port}`);
    await child.waitUntil(async () => port > 0 && (await operator.ask('/readyz')).status === 200, patienceMs);
    return operator;
  }

  get isRunning(): boolean {
    return this.#child.running;
  }

  async ask(path: string): Promise<{ readonly status: number; readonly text: string }> {
    const answer = await fetch(this.#url() + path);
    return { status: answer.status, text: await answer.text() };
  }

  /** By its metrics. */
  async isLeader(): Promise<boolean> {
    return /^leader_election_master_status\{[^}]*\} 1$/m.test((await this.ask('/metrics')).text);
  }

  /** Ends it as a kubelet does. How it ended, as `exit code 0`. */
  async terminate(): Promise<string> {
    this.#child.signal('SIGTERM');
    return this.#child.ended;
  }

  async kill(): Promise<void> {
    await this.#child.stop();
  }
}
