// The guarantee, whatever others do: once apply has begun, the object is not gone before a cleanup has succeeded.

import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { type HttpService, type KubeObject, ObjectRef, type Resource } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import { finalizer } from '../../src/finalizer/finalizer.ts';

type Step =
  | { readonly type: 'create' | 'change' | 'delete' | 'hold' | 'letGo' }
  /** `lag`: how many versions the view is behind, as far as reads after own writes allow. */
  | { readonly type: 'run'; readonly lag: number; readonly fault: Fault; readonly meanwhile: Foreign };

type Foreign = 'nothing' | 'change' | 'delete' | 'hold' | 'letGo';
type Fault = 'none' | 'cleanup fails' | 'request is lost' | 'answer is lost';

const foreign = fc.constantFrom<Foreign>('nothing', 'change', 'delete', 'hold', 'letGo');
const fault = fc.constantFrom<Fault>('none', 'none', 'cleanup fails', 'request is lost', 'answer is lost');
const steps = fc.array(
  fc.oneof(
    {
      weight: 1,
      arbitrary: fc.constantFrom<Step>(
        { type: 'create' },
        { type: 'change' },
        { type: 'hold' },
        { type: 'letGo' },
      ),
    },
    { weight: 1, arbitrary: fc.constant<Step>({ type: 'delete' }) },
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant('run' as const), lag: fc.nat(3), fault, meanwhile: foreign }),
    },
  ),
  { minLength: 3, maxLength: 18 },
);

class World {
  readonly #server = new ApiServer();
  readonly #people: Api<ConfigMap>;
  readonly #client: Client;
  /** What the view may show: each version of the object, `undefined` where it is gone. */
  readonly #history: (ConfigMap | undefined)[] = [undefined];
  /** Before this, the view is older than a write of a run, or than what a run has seen. */
  #oldest = 0;
  #fault: Fault = 'none';
  #meanwhile: Foreign = 'nothing';
  /** By uid: what was begun or has succeeded last. */
  readonly last = new Map<string, 'applied' | 'cleaned'>();
  #count = 0;

  constructor() {
    this.#server.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
    this.#people = Api.namespaced(new Client(this.#server.service), ConfigMap, 'shop');
    const service: HttpService = async (request, options) => {
      await this.foreign(this.#meanwhile);
      this.#meanwhile = 'nothing';
      if (this.#fault === 'request is lost') throw new Error('lost');
      const answer = await this.#server.service(request, options);
      await this.#look();
      if (this.#fault === 'answer is lost') throw new Error('lost');
      if (request.method === 'PATCH' && answer.status === 200) this.#oldest = this.#history.length - 1;
      return answer;
    };
    this.#client = new Client(service);
  }

  async foreign(what: Foreign | 'create'): Promise<void> {
    const found = await this.#people.getOptional('site');
    const finalizers = found?.metadata.finalizers ?? [];
    this.#count += 1;
    if (what === 'create' && !found) await this.#people.create({ metadata: { name: 'site' } });
    else if (!found || what === 'nothing' || what === 'create') return;
    else if (what === 'delete') await this.#people.delete('site');
    else if (what === 'change') await this.#people.patch.merge('site', { data: { count: `${this.#count}` } });
    else if (what === 'letGo') await this.#set(finalizers.filter((each) => !each.startsWith('a.example/')));
    else if (found.metadata.deletionTimestamp === undefined)
      await this.#set([`a.example/${this.#count}`, ...finalizers]);
    await this.#look();
  }

  async run({ lag, fault, meanwhile }: Extract<Step, { type: 'run' }>): Promise<void> {
    this.#oldest = Math.max(this.#history.length - 1 - lag, this.#oldest);
    const object = this.#history[this.#oldest];
    if (!object) return;
    this.#fault = fault;
    this.#meanwhile = meanwhile;
    const uid = `${object.metadata.uid}`;
    const context = {
      ref: ObjectRef.of(ConfigMap, 'site', 'shop'),
      signal: new AbortController().signal,
      api: <T extends KubeObject>(resource: Resource<T>): Api<T> =>
        Api.all(this.#client, resource).inNamespace('shop'),
    };
    const told = (what: 'applied' | 'cleaned'): Promise<void> =>
      Promise.resolve(void this.last.set(uid, what));
    const cleanup = (): Promise<void> =>
      fault === 'cleanup fails' ? Promise.reject(new Error('not yet')) : told('cleaned');
    const apply = (): Promise<void> => told('applied');
    await finalizer(context, object, { name: 'shop.example/website', apply, cleanup }).catch(() => undefined);
    this.#fault = 'none';
    this.#meanwhile = 'nothing';
  }

  /** The uids of objects that are gone though nothing has cleaned up what was applied for them. */
  async forgotten(): Promise<string[]> {
    const found = await this.#people.getOptional('site');
    return [...this.last]
      .filter(([uid, last]) => last === 'applied' && uid !== found?.metadata.uid)
      .map(([uid]) => uid);
  }

  async #set(finalizers: readonly string[]): Promise<void> {
    await this.#people.patch.merge('site', { metadata: { finalizers } });
  }

  async #look(): Promise<void> {
    const found = await this.#people.getOptional('site');
    const shown = this.#history.at(-1);
    if (found?.metadata.resourceVersion !== shown?.metadata.resourceVersion) this.#history.push(found);
  }
}

describe('a finalizer', () => {
  test.prop([steps], { numRuns: 60 })(
    'keeps each object until what was begun for it is undone, whatever others do and whatever is lost',
    async (taken) => {
      const world = new World();
      await world.foreign('create');
      for (const step of taken) {
        if (step.type === 'run') await world.run(step);
        else await world.foreign(step.type);
        expect(await world.forgotten()).toEqual([]);
      }
    },
  );
});
