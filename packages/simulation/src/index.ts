// Hours of trouble in milliseconds: a whole world (API server, network, workload, time) in one process, driven
// by a seed. The same seed gives the same run, and a failing one can be replayed and shrunk.
//
//   const { violations } = await simulate({ seed: 42 });                    // kube-rx's own watchers
//   await simulate({ seed: 42, subjects: [(world) => startMyController(world.client('mine'))] });

export {
  type Acting,
  type Actor,
  type ActorOptions,
  actor,
  type StartActor,
  type Surroundings,
} from './actors/actor.ts';
export { deployments } from './actors/deployments.ts';
export { garbageCollector } from './actors/garbage-collector.ts';
export {
  type ControllerSubjectOptions,
  controllerSubject,
  type GoneObject,
} from './controllers/controller-subject.ts';
export { type BuildController, type ControllerParts } from './controllers/running-controller.ts';
export { type CrashVerdict, crashSweep } from './crash-sweep.ts';
export { DriftingClock, type DriftingClockOptions } from './drifting-clock.ts';
export type { BuildElector, Elector, ElectorParts } from './election/candidate-process.ts';
export {
  type ElectionSubjectOptions,
  electionSubject,
  type LedControllerOptions,
} from './election/election-subject.ts';
export type { ElectionTimings } from './election/election-timings.ts';
export { type ElectionWorldOptions, electionWorld } from './election/election-world.ts';
export type { NetworkFault, RequestByHand, ScheduledFault, ScheduleOptions } from './fault.ts';
export { scheduleFaults } from './fault.ts';
export type { Host, HostOptions } from './host.ts';
export { contentsOf, Witness } from './invariants.ts';
export { Ledger, type LedgerEntry } from './ledger.ts';
export { lyingWorld } from './lying-world.ts';
export { type ChildEdit, type PersonWritesOptions, personWrites } from './person.ts';
export { Program, type ProgramOptions, type StartProcess } from './program.ts';
export type { ProgramFault } from './program-fault.ts';
export type { CutMode } from './program-line.ts';
export { Random } from './random.ts';
export type { SimulateOptions, SimulationVerdict } from './simulate.ts';
export { shrink, simulate } from './simulate.ts';
export type { Conditions, ConnectionFault, ConnectionOptions } from './simulated-connection.ts';
export { SimulatedConnection } from './simulated-connection.ts';
export type { LateView, NetworkOptions, SeenRequest } from './simulated-network.ts';
export { SimulatedNetwork } from './simulated-network.ts';
export { type CrashMoment, type ProcessOptions, SimulatedProcess } from './simulated-process.ts';
export type { WakeOrder } from './stillness.ts';
export type { ReflectorSubjectOptions, Runtime, StartSubject, Subject, WatchedView } from './subject.ts';
export { reflectorSubject, type WatcherSubjectOptions, watcherSubject } from './subject.ts';
export type { RandomWritesOptions, Workload, Writing } from './workload.ts';
export { ConfigMap, configMapWrites, randomWrites } from './workload.ts';
export type { View, WorldOptions } from './world.ts';
export { World } from './world.ts';
