// Makes the sources that watch and subscribe. It is handed to `Sources`, so that a controller which does not run yet, and a
// program that has none, load nothing of it.

import type { KubeObject } from '@kube-rx/core';
import type { RunningSource } from './cluster-sources.ts';
import type { Declaration, TriggersDeclaration } from './declaration.ts';
import { type DeletedListener, ObjectSource, type SourcePlace } from './object-source.ts';
import type { SourceStatus } from './source-status.ts';
import { TriggerSource, type TriggerSourceOptions } from './trigger-source.ts';

/** A source of keys that come from elsewhere. */
export interface RunningTriggers {
  readonly status: SourceStatus;
  open(): void;
  close(): void;
}

export interface SourceMaker {
  /** Opens the watch. @throws InvalidRequestError for options that no watch can have. */
  objects<K extends KubeObject>(
    declaration: Declaration<K>,
    place: SourcePlace,
    onDeleted?: DeletedListener<K>,
  ): RunningSource;
  triggers(declaration: TriggersDeclaration, options: TriggerSourceOptions): RunningTriggers;
}

export const sourceMaker: SourceMaker = {
  objects: (declaration, place, onDeleted) => new ObjectSource(declaration, place, onDeleted),
  triggers: (declaration, options) => new TriggerSource(declaration, options),
};
