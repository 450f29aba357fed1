// Ways in which controllers are broken.

import type { Mutation } from './mutant.ts';

/** What the mutant is the controller of. */
export type ControlledWorld = 'operator' | 'composite' | 'composite of three runs at once';

export interface ControllerMutation extends Mutation {
  /** Default `operator`. */
  readonly world?: ControlledWorld;
  /** The first seed that is tried. Default 1. */
  readonly firstSeed?: number;
}

export const controllerMutations: readonly ControllerMutation[] = [
  {
    name: 'a run that is owed is forgotten',
    world: 'composite',
    file: 'queue/work-queue.ts',
    from: '    table.setState(slot, State.resting);\n',
    to: '    table.setState(slot, State.resting);\n    table.clearPending(slot);\n',
  },
  {
    name: 'a key runs twice at once',
    world: 'composite of three runs at once',
    file: 'queue/work-queue.ts',
    from: '    table.setState(slot, State.running);\n',
    to: '    table.setState(slot, State.resting);\n',
  },
  {
    name: 'a finalizer goes before the cleanup',
    file: 'finalizer/finalizer.ts',
    from: '      const action = actionOf(await cleanup(held));\n',
    to: "      await written(context, held, { name, step: 'cleanup', patchOf: removalOf });\n      const action = actionOf(await cleanup(held));\n",
  },
  {
    name: 'an object goes whatever its cleanup says',
    firstSeed: 10_048,
    file: 'finalizer/finalizer.ts',
    from: 'const action = actionOf(await cleanup(held));',
    to: 'const action = (await Promise.resolve(cleanup(held)).catch(() => undefined)) ?? Action.done();',
  },
  {
    name: 'apply begins without its finalizer',
    file: 'finalizer/finalizer.ts',
    from: "{ name, step: 'add', patchOf: additionOf });\n  if (held === undefined)",
    to: "{ name, step: 'nothing', patchOf: additionOf });\n  if (finalizerStep(object, name) === 'add') return (await apply(object)) ?? Action.done();\n  if (held === undefined)",
  },
  {
    name: 'the gate is off',
    file: 'consistency/key-gates.ts',
    from: 'if (!caches || this.#options.timeout === 0) return;',
    to: 'if (caches || this.#options.timeout === 0) return;',
  },
  {
    name: 'what is gone runs again where its cache is late',
    firstSeed: 1_796_118_214,
    file: 'consistency/ended-objects.ts',
    from: 'if (ended.some(isShown)) return true;',
    to: 'if (!ended.some(isShown)) return true;',
  },
  {
    name: 'the gate opens for any version',
    file: 'consistency/wanted.ts',
    from: 'return version === wanted || (',
    to: 'return version !== undefined || (',
  },
  {
    name: 'the gate waits for the first write alone',
    file: 'consistency/wanted.ts',
    from: 'if (known?.version !== undefined && isPast(known.version, version))',
    to: 'if (known?.version !== undefined)',
  },
  {
    name: 'a backoff forgets the key',
    world: 'composite',
    file: 'queue/work-queue.ts',
    from: '    this.#keys.again(slot, 0, { priority: run.priority, reason: this.#retried });\n',
    to: '',
  },
  {
    name: 'the first failure is the last',
    world: 'composite',
    file: 'controller/reconciler.ts',
    from: 'return run.context.isLastAttempt ?',
    to: 'return run.failures === undefined ?',
  },
  {
    name: 'requeueAfter is forgotten',
    file: 'queue/work-queue.ts',
    from: "          this.#keys.again(slot, boundedDelay(outcome.afterMs), { priority: 'low', reason: this.#requeued });\n",
    to: '',
  },
  {
    name: 'a source drops what changed while it was not live',
    file: 'source/object-source.ts',
    from: '    if (this.#closed) return;\n    const { name, listener }',
    to: '    if (this.#closed || this.#notLiveSince !== undefined) return;\n    const { name, listener }',
  },
  {
    name: 'a deletion of a child is not told',
    world: 'composite',
    file: 'source/object-source.ts',
    from: '    if (keys.length === 0) return;\n',
    to: "    if (keys.length === 0 || (!isPrimary && change.type === 'deleted')) return;\n",
  },
  {
    name: 'a child that left is not told',
    world: 'composite',
    file: 'source/key-mapping.ts',
    from: 'return twoKeys(ownerOf(change.encoded), before ? ownerOf(before) : undefined);',
    to: 'return twoKeys(ownerOf(change.encoded), before ? undefined : undefined);',
  },
  {
    name: 'an apply is skipped where it was sent before',
    file: 'apply/apply-desired.ts',
    from: 'if (record.resourceVersion === observed.resourceVersion) return true;',
    to: 'if (record.resourceVersion !== undefined) return true;',
  },
  {
    name: 'an apply is never skipped',
    file: 'apply/apply-desired.ts',
    from: '  if (intent.isConditional) return false;\n',
    to: '  if (intent.name) return false;\n',
  },
  {
    name: 'a status is written by name',
    world: 'composite',
    file: 'status/status-writer.ts',
    from: 'const body = { metadata: { uid, resourceVersion }, status } as MergePatch<K>;',
    to: 'const body = { status } as MergePatch<K>;',
  },
  {
    name: 'children go all at once',
    world: 'composite',
    firstSeed: 2,
    file: 'composite/teardown.ts',
    from: '    return Action.requeueAfter(lookAgainMs);\n  }\n  return Action.done();',
    to: '  }\n  return Action.done();',
  },
  {
    name: 'children go in the order of their kinds',
    world: 'composite',
    firstSeed: 2,
    file: 'composite/teardown.ts',
    from: 'kinds.toReversed()',
    to: 'kinds',
  },
  {
    name: 'what is wanted no more stays',
    world: 'composite',
    file: 'composite/reconcile-composite.ts',
    from: '  await pruneChildren(context, plan.unwanted, { parent, children });\n',
    to: '  if (plan.wanted.length === 0) await pruneChildren(context, plan.unwanted, { parent, children });\n',
  },
  {
    name: 'a late cache is believed when children go',
    world: 'composite',
    firstSeed: 20,
    file: 'composite/teardown.ts',
    from: 'cached.length > 0 ? cached :',
    to: 'cached.length >= 0 ? cached :',
  },
  {
    name: 'a key is held, and no change ends it',
    world: 'composite',
    file: 'queue/work-queue.ts',
    from: 'this.#keys.table.set(slot, Flag.held, isHeld);',
    to: 'this.#keys.table.notBefore.set(slot, this.#keys.now + 10_000);',
  },
];
