// A world to prove the composite of websites in: that of the operator, with a person who also takes children away from
// their websites. `npm run simulate -- --subjects composite` runs it.

import {
  type ControllerSubjectOptions,
  controllerSubject,
  type GoneObject,
  type SimulateOptions,
  type SimulationVerdict,
  simulate,
} from '@kube-rx/simulation';
import { Api, type Client, controllerOf } from 'kube-rx';
import { Deployment, Service } from 'kube-rx/k8s';
import { websiteComposite } from './website-composite.ts';
import { Website } from './website-kind.ts';
import { notReady, surroundings } from './website-world.ts';

/** In half of the seeds the children go in order. */
export function compositeWorld(seed: number, concurrency = 1): SimulateOptions {
  const isOrdered = seed % 2 === 0;
  const options: ControllerSubjectOptions = {
    primary: Website,
    children: [Deployment, Service],
    desired: notReady,
    promptMs: 2000,
    ...(isOrdered && { leftovers: childrenOf, teardown: [Service, Deployment] }),
  };
  const subject = controllerSubject(
    'websites',
    ({ client, ...parts }) =>
      websiteComposite(client, { ...parts, concurrency, ...(isOrdered && { teardown: 'ordered' }) }),
    options,
  );
  return { seed, ...surroundings({ orphans: true }), subjects: [subject] };
}

/** What went wrong under a seed: the same each time. */
export function simulateComposite(seed: number, concurrency = 1): Promise<SimulationVerdict> {
  return simulate(compositeWorld(seed, concurrency));
}

async function childrenOf(client: Client, { uid }: GoneObject): Promise<string[]> {
  const deployments = await Api.all(client, Deployment).list();
  const services = await Api.all(client, Service).list();
  return [
    ...deployments.map((object) => ({ kind: 'Deployment', object })),
    ...services.map((object) => ({ kind: 'Service', object })),
  ]
    .filter(({ object }) => controllerOf(object)?.uid === uid)
    .map(({ kind, object }) => `its ${kind} ${object.metadata.name} is there`);
}
