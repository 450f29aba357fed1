// The real servers that a script is played to: one alone, one with its controller manager, and one more for each choice
// of admission plugins, each from the moment that a group asks for it.

import { setTimeout } from 'node:timers/promises';
import { play, users } from '../../packages/apiserver/test/conformance/play.ts';
import { groups } from '../../packages/apiserver/test/conformance/script.ts';
import type { Exchange, Group } from '../../packages/apiserver/test/conformance/session.ts';
import { ControlPlane } from '../control-plane.ts';
import { realService } from './real-service.ts';

export class RealServers implements AsyncDisposable {
  #alone: ControlPlane | undefined;
  #controlled: ControlPlane | undefined;
  /** By the plugins that it has besides. */
  readonly #plugged: Map<string, ControlPlane> = new Map();

  async play(group: string): Promise<readonly Exchange[]> {
    return play(group, realService(await this.#serverFor(groups[group])), setTimeout);
  }

  async version(): Promise<string> {
    const server = await this.#plain();
    const { body } = await server.request('/version');
    return (body as { readonly gitVersion: string }).gitVersion;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#alone?.stop();
    await this.#controlled?.stop();
    for (const server of this.#plugged.values()) await server.stop();
  }

  async #serverFor({ isControlled, plugins = [] }: Partial<Group> = {}): Promise<ControlPlane> {
    if (isControlled) return await this.#withController();
    return plugins.length > 0 ? await this.#withPlugins(plugins.join()) : await this.#plain();
  }

  async #plain(): Promise<ControlPlane> {
    return (this.#alone ??= await ControlPlane.start({ users }));
  }

  async #withController(): Promise<ControlPlane> {
    return (this.#controlled ??= await ControlPlane.start({ users, controllerManager: true }));
  }

  async #withPlugins(plugins: string): Promise<ControlPlane> {
    const running = this.#plugged.get(plugins);
    if (running) return running;
    const apiServerFlags = [`--enable-admission-plugins=${plugins}`];
    const started = await ControlPlane.start({ users, apiServerFlags });
    this.#plugged.set(plugins, started);
    return started;
  }
}
