// The real servers that a script is played to: one alone, and one with its controller manager, each from the moment that
// a group asks for it.

import { play, users } from '../../packages/apiserver/test/conformance/play.ts';
import { groups } from '../../packages/apiserver/test/conformance/script.ts';
import type { Exchange } from '../../packages/apiserver/test/conformance/session.ts';
import { ControlPlane } from '../control-plane.ts';
import { realService } from './real-service.ts';

export class RealServers implements AsyncDisposable {
  #alone: ControlPlane | undefined;
  #controlled: ControlPlane | undefined;

  async play(group: string): Promise<readonly Exchange[]> {
    const server = groups[group]?.isControlled ? await this.#withController() : await this.#plain();
    return play(group, realService(server));
  }

  async version(): Promise<string> {
    const server = await this.#plain();
    const { body } = await server.request('/version');
    return (body as { readonly gitVersion: string }).gitVersion;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#alone?.stop();
    await this.#controlled?.stop();
  }

  async #plain(): Promise<ControlPlane> {
    return (this.#alone ??= await ControlPlane.start({ users }));
  }

  async #withController(): Promise<ControlPlane> {
    return (this.#controlled ??= await ControlPlane.start({ users, controllerManager: true }));
  }
}
