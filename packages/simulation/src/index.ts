// Hours of trouble in milliseconds: a whole world (API server, network, workload, time) in one process, driven
// by a seed. The same seed gives the same run, and a failing one can be replayed and shrunk.
//
//   const { violations } = await simulate({ seed: 42 });                    // kube-rx's own watchers
//   await simulate({ seed: 42, subjects: [(world) => startMyController(world.client('mine'))] });

export type { AnswerKind, ErrorFrameKind, Fault, FaultKind } from './fault.ts';
export { scheduleFaults } from './fault.ts';
export { contentsOf, Witness } from './invariants.ts';
export { Random } from './random.ts';
export type { SimulateOptions, SimulationVerdict } from './simulate.ts';
export { shrink, simulate } from './simulate.ts';
export type { Conditions } from './simulated-connection.ts';
export { SimulatedConnection } from './simulated-connection.ts';
export type { FakeAnswer, NetworkOptions, SeenRequest } from './simulated-network.ts';
export { SimulatedNetwork, statusAnswer } from './simulated-network.ts';
export type { Runtime, StartSubject, Subject } from './subject.ts';
export { reflectorSubject, type WatcherSubjectOptions, watcherSubject } from './subject.ts';
export { ConfigMap, World } from './world.ts';
