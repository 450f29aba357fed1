// What a controller makes of the same objects in a world without faults, from nothing.

import type { SeedObject } from '@kube-rx/apiserver';
import { apiVersionOf, type DynamicObject, type Resource } from '@kube-rx/core';
import { touchedAnnotation } from '../program.ts';
import { Random } from '../random.ts';
import type { World } from '../world.ts';
import { differences, listAll, type MaskedState, maskedState } from './masked-state.ts';
import { type BuildController, type RunningController, startController } from './running-controller.ts';

export interface ReferenceOptions {
  readonly name: string;
  readonly build: BuildController;
  readonly primary: Resource;
  readonly children: readonly Resource[];
}

const longestMs = 1_200_000;
const quietMs = 60_000;

/** The same primaries in a world of their own, run until nothing changes any more. */
async function reference(
  world: World,
  seed: number,
  { name, build, primary, children }: ReferenceOptions,
): Promise<MaskedState> {
  const primaries = (await listAll(world, [primary])).map(({ object }) => asNew(primary, object));
  const fresh = world.sibling(seed, (objects) => [
    ...objects.filter((each) => each.kind !== primary.kind || each.apiVersion !== apiVersionOf(primary)),
    ...primaries,
  ]);
  let running: RunningController | undefined;
  const program = fresh.run({
    name,
    resources: [],
    start: (process) => {
      running = startController(fresh, process, {
        name,
        build,
        random: new Random(seed),
        onEnded: () => undefined,
      });
    },
  });
  const lastAt = (): number => fresh.ledger.entries.findLast(({ effective }) => effective)?.at ?? 0;
  while (fresh.clock.monotonic() - lastAt() < quietMs && fresh.clock.monotonic() < longestMs)
    await fresh.clock.advance(5000);
  const state = await maskedState(fresh, primary, children);
  program.process?.kill();
  await running?.caches.close();
  await fresh.close();
  return state;
}

function asNew(resource: Resource, object: DynamicObject): SeedObject {
  const { name, namespace, labels = {}, annotations = {} } = object.metadata;
  const own = Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== touchedAnnotation));
  const metadata = { name, ...(namespace !== undefined && { namespace }), labels, annotations: own };
  const rest = Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'status'));
  return { ...rest, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata };
}

/** C1: the world is as the controller makes it from nothing. What two references do not agree on is left out. */
export async function unlikeReference(world: World, options: ReferenceOptions): Promise<string[]> {
  const state = await maskedState(world, options.primary, options.children);
  const one = await reference(world, 1, options);
  const found = differences(state, one);
  if (found.size === 0) return [];
  const byChance = [...differences(one, await reference(world, 2, options)).keys()];
  return [...found]
    .filter(([path]) => !byChance.includes(path))
    .map(([path, what]) => `C1: ${path} is ${what} as from nothing`);
}
