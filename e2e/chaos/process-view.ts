// A cache in a process of its own, as its lines tell it.

import { join } from 'node:path';
import type { WatcherStatus } from '@kube-rx/runtime';
import { Child } from '../child.ts';
import { History, type Told } from './history.ts';
import type { View } from './view.ts';

interface Said {
  readonly told?: Told;
  readonly status?: WatcherStatus;
  readonly trouble?: string;
}

export interface ProcessOptions {
  /** Gets the log. */
  readonly folder: string;
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly http2: boolean;
  readonly onTrouble: (message: string) => void;
}

export class ProcessView implements View {
  readonly history = new History();
  readonly #objects = new Map<string, string>();
  readonly #versions = new Map<string, string>();
  readonly #onTrouble: ProcessOptions['onTrouble'];
  #status: WatcherStatus | undefined;
  #child: Child | undefined;

  private constructor({ onTrouble }: ProcessOptions) {
    this.#onTrouble = onTrouble;
  }

  /** Resolves when it has its first whole state. */
  static async start(options: ProcessOptions): Promise<ProcessView> {
    const view = new ProcessView(options);
    const { folder, kubeconfig, namespace, http2 } = options;
    const program = join(import.meta.dirname, 'watching-process.ts');
    const flags = ['--conditions=kube-rx:src', '--disable-warning=ExperimentalWarning'];
    view.#child = await Child.start({
      name: `watching ${namespace}`,
      command: process.execPath,
      args: [...flags, program, kubeconfig, namespace, http2 ? 'http2' : 'http1'],
      logFile: join(folder, `${namespace}.log`),
      onLine: (line) => view.#hear(JSON.parse(line) as Said),
    });
    await view.#child.waitUntil(() => Promise.resolve(view.#status?.phase === 'live'));
    return view;
  }

  get status(): WatcherStatus {
    if (!this.#status) throw new Error('no status yet');
    return this.#status;
  }

  held(): string[] {
    return [...this.#objects.values()];
  }

  versionOf(name: string): string | undefined {
    return this.#versions.get(name);
  }

  /** Stops it where it is, until {@link wake}. */
  freeze(): void {
    this.#child?.signal('SIGSTOP');
  }

  wake(): void {
    this.#child?.signal('SIGCONT');
  }

  async close(): Promise<void> {
    await this.#child?.stop();
  }

  #hear({ told, status, trouble }: Said): void {
    if (status) this.#status = status;
    if (trouble !== undefined) this.#onTrouble(trouble);
    if (!told) return;
    this.history.note(told);
    const name = told.key.split('/').at(-1) ?? '';
    if (told.type === 'deleted') {
      this.#objects.delete(told.key);
      this.#versions.delete(name);
    } else {
      this.#objects.set(told.key, told.content);
      this.#versions.set(name, told.version);
    }
  }
}
