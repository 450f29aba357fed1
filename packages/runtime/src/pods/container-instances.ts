// The containers of a Pod, and which run of each there is to read.

import type { Container, ContainerStatus, Pod } from './pod.ts';

export type ContainerType = 'container' | 'init' | 'ephemeral';

/** One container as it is now. */
export interface ContainerInstance {
  readonly name: string;
  readonly type: ContainerType;
  /** How often it was restarted, which names the run that a log is of. */
  readonly restarts: number;
  /** Whether a run of it has begun, so that there may be a log. */
  readonly hasStarted: boolean;
  readonly isRunning: boolean;
}

/** In the order in which kubectl shows them: those that initialize, the containers, those for debugging. */
export function containerInstances({ spec, status }: Pod): ContainerInstance[] {
  return [
    ...instances('init', spec?.initContainers, status?.initContainerStatuses),
    ...instances('container', spec?.containers, status?.containerStatuses),
    ...instances('ephemeral', spec?.ephemeralContainers, status?.ephemeralContainerStatuses),
  ];
}

function instances(
  type: ContainerType,
  containers: readonly Container[] = [],
  statuses: readonly ContainerStatus[] = [],
): ContainerInstance[] {
  return containers.map(({ name }) => {
    const { restartCount = 0, state, lastState } = statuses.find((each) => each.name === name) ?? {};
    const isRunning = state?.running !== undefined;
    const hasStarted = isRunning || state?.terminated !== undefined || lastState?.terminated !== undefined;
    return { name, type, restarts: restartCount, hasStarted, isRunning };
  });
}
