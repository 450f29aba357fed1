// Installs kinds on a server, and breaks nothing that is there.

import { Api, applyAll, type Client } from '@kube-rx/client';
import { InvalidRequestError, isNotFound } from '@kube-rx/core';
import { type BreakingChange, breakingChanges } from '../definition/breaking-changes.ts';
import { CustomResourceDefinition } from '../definition/custom-resource-definition.ts';
import type { Defined } from '../definition/define-custom-resource.ts';
import { awaitServed } from './await-served.ts';
import { BreakingChangeError } from './breaking-change-error.ts';

/** Options of `applyCrds`. */
export interface ApplyCrdsOptions {
  /** Who owns the fields of the definitions. Default `kube-rx`. */
  readonly fieldManager?: string;
  /** Takes fields over that other managers own. Default false: a definition with such fields is refused. */
  readonly force?: boolean;
  /** Goes on where stored objects or clients break. Default false. What is impossible is never tried. */
  readonly allowBreaking?: boolean;
  /** The server checks all and stores nothing. Default false. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** How long to wait until all are served, in ms; 0: for ever. Default 60,000. */
  readonly timeout?: number;
}

/** What became of a definition. */
export interface AppliedCrd {
  /** As `websites.shop.example`. */
  readonly name: string;
  readonly outcome: 'created' | 'configured' | 'unchanged';
  /** As the server has it. */
  readonly definition: CustomResourceDefinition;
  /** What was allowed to break, and notices. */
  readonly changes: readonly BreakingChange[];
}

/**
 * Installs or upgrades definitions by server-side apply, and waits until the server serves every version of them.
 *
 * What is there is read first, and nothing is written where one of the definitions would break stored objects or
 * clients, unless `allowBreaking` says so. Another program may write between the two; applying again tells.
 *
 * @throws BreakingChangeError before anything is written.
 * @throws ApplyError where the server refuses one, or another manager owns its fields.
 * @throws NotReadyError where a name belongs to another definition, and where one is deleted meanwhile.
 * @throws InvalidRequestError for a timeout that is none.
 * @throws DeadlineError where it is not served in time.
 * @example
 * for (const { name, outcome } of await applyCrds(client, [Website])) console.log(name, outcome);
 */
export async function applyCrds(
  client: Client,
  kinds: readonly (Defined | CustomResourceDefinition)[],
  options: ApplyCrdsOptions = {},
): Promise<AppliedCrd[]> {
  const { signal, timeout: timeoutMs = 60_000, dryRun = false, fieldManager, force } = options;
  if (!(timeoutMs >= 0))
    throw new InvalidRequestError(`applyCrds: timeout must be 0 or more ms, not ${timeoutMs}`);
  const definitions = kinds.map((kind) => ('definition' in kind ? kind.definition : kind));
  const changes = await changesFrom(client, definitions, signal);
  refuse(changes, options.allowBreaking ?? false);
  const deadline = timeoutMs === 0 ? Number.POSITIVE_INFINITY : client.clock.monotonic() + timeoutMs;
  const results = await applyAll(client, definitions, {
    signal,
    dryRun,
    timeout: timeoutMs,
    ...(fieldManager !== undefined && { fieldManager }),
    ...(force !== undefined && { force }),
  });
  const applied: AppliedCrd[] = [];
  for (const definition of definitions) {
    const { name } = definition.metadata;
    const outcome = results.find(({ ref }) => ref.name === name)?.outcome;
    applied.push({
      name,
      outcome: outcome === 'created' || outcome === 'configured' ? outcome : 'unchanged',
      definition: dryRun ? definition : await awaitServed(client, name, { signal, deadline, timeoutMs }),
      changes: changes.find((one) => one.name === name)?.changes ?? [],
    });
  }
  return applied;
}

interface NamedChanges {
  readonly name: string;
  readonly changes: readonly BreakingChange[];
}

async function changesFrom(
  client: Client,
  definitions: readonly CustomResourceDefinition[],
  signal: AbortSignal | undefined,
): Promise<NamedChanges[]> {
  const all: NamedChanges[] = [];
  for (const definition of definitions) {
    const { name } = definition.metadata;
    const present = await read(client, name, signal);
    all.push({ name, changes: present ? breakingChanges(present, definition) : [] });
  }
  return all;
}

async function read(
  client: Client,
  name: string,
  signal: AbortSignal | undefined,
): Promise<CustomResourceDefinition | undefined> {
  try {
    return await Api.all(client, CustomResourceDefinition).get(name, { signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** @throws BreakingChangeError */
function refuse(all: readonly NamedChanges[], allowBreaking: boolean): void {
  const only = (wanted: (change: BreakingChange) => boolean): NamedChanges[] =>
    all.flatMap(({ name, changes }) => {
      const chosen = changes.filter(wanted);
      return chosen.length > 0 ? [{ name, changes: chosen }] : [];
    });
  const impossible = only(({ effect }) => effect === 'impossible');
  if (impossible.length > 0) throw new BreakingChangeError(impossible, 'nothing was written');
  const breaking = only(({ effect }) => effect !== 'notice');
  if (breaking.length > 0 && !allowBreaking)
    throw new BreakingChangeError(breaking, 'nothing was written; allowBreaking would apply it all the same');
}
