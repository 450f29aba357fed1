// One run of `applyAll`: what was done so far, and what is done next.

import { ApiError, forEachBounded, isNotFound, isUnauthorized, KubeError, ObjectRef } from '@kube-rx/core';
import type { Client } from '../client.ts';
import type { ServedResources } from '../discovery/api-resource.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { AuthenticationError, TransportError } from '../errors.ts';
import { ManifestError } from '../manifests/manifest.ts';
import { defaultUserAgent } from '../service/layers/user-agent.ts';
import { applyObject } from './apply-object.ts';
import type { ApplyAllOptions } from './apply-options.ts';
import { groupKindOf } from './apply-order.ts';
import { type ApplyPlan, keyOf, type PlannedObject } from './apply-plan.ts';
import { failedResult, type ObjectResult } from './apply-result.ts';
import {
  type ApplySetScope,
  applySetId,
  asMember,
  parseApplySetParent,
  partOfLabel,
  unionOf,
} from './apply-set.ts';
import { awaitDefinitions } from './await-definitions.ts';
import { awaitReady } from './await-ready.ts';
import { Deadline } from './deadline.ts';
import {
  type PruneOptions,
  pruneMembers,
  readParent,
  resourcesOf,
  scopeAfter,
  scopeOf,
  writeParent,
} from './prune.ts';

export class ApplyRun {
  readonly #client: Client;
  readonly #known: Discovery;
  readonly #options: ApplyAllOptions;
  readonly #parallel: number;
  readonly #deadline: Deadline;
  readonly #byKey = new Map<string, ObjectResult>();
  /** Why the rest is not tried. */
  #outage: KubeError | undefined;

  constructor(client: Client, known: Discovery, options: ApplyAllOptions) {
    this.#client = client;
    this.#known = known;
    this.#options = options;
    this.#parallel = options.parallel ?? 8;
    this.#deadline = new Deadline(client.clock, options.timeout ?? 300_000, options.signal);
  }

  get results(): ObjectResult[] {
    return [...this.#byKey.values()];
  }

  hasFailed(): boolean {
    return this.results.some(({ outcome }) => outcome === 'failed');
  }

  async apply(plan: ApplyPlan): Promise<void> {
    this.#begin(plan);
    const madeNamespaces = namesOf(plan.flat().filter(isNamespace));
    for (const stage of plan) {
      const refusals = await this.#awaitDefinitions(stage);
      await forEachBounded(stage, this.#parallel, (one) =>
        this.#applyOne(one, { madeNamespaces, refusal: refusals.get(one) }),
      );
    }
  }

  async applySet(
    plan: ApplyPlan,
    { prune, served }: { readonly prune: string; readonly served: ServedResources },
  ): Promise<void> {
    const client = this.#client;
    const { tooling = defaultUserAgent(), dryRun = false, signal } = this.#options;
    const parent = parseApplySetParent(prune, this.#options.namespace ?? client.defaultNamespace);
    const set = { parent, tooling, dryRun, parallel: this.#parallel, signal };
    const members = asMembers(plan, applySetId(parent));
    const wanted = members.flat();
    const before = (await readParent(client, set)) ?? emptyScope;
    const resources = resourcesOf(before, served);
    this.#begin(members);
    const isWritten = await this.#writeFirst(unionOf(before, scopeOf(wanted)), wanted, set);
    // Without a parent, nobody would ever find the members again.
    if (this.hasFailed()) return;
    await this.apply(members);
    if (this.hasFailed()) return;
    const onResult = (result: ObjectResult): void => this.#tell(result);
    try {
      await pruneMembers(client, { scope: before, resources, wanted }, { ...set, onResult });
      if (isWritten && !this.hasFailed())
        await writeParent(client, scopeAfter(before, resources, wanted), set);
    } catch (error) {
      if (!(error instanceof KubeError)) throw error;
      const ref = ObjectRef.of(parent.resource, parent.name, parent.namespace);
      this.#tell(failedResult({ ref, where: undefined }, error));
    }
  }

  async awaitReady(): Promise<void> {
    const { signal, onProgress } = this.#options;
    const objects = this.results.filter((result) => 'object' in result);
    const failures = await awaitReady(this.#client, objects, {
      deadline: this.#deadline,
      parallel: this.#parallel,
      signal,
      onWaiting: (ref, reason) => onProgress?.({ type: 'waiting', ref, reason }),
      onReady: (ref) => onProgress?.({ type: 'ready', ref }),
    });
    for (const [result, error] of failures) this.#tell(failedResult(result, error));
  }

  /** Results are in the order of the plan, whatever ends first. */
  #begin(plan: ApplyPlan): void {
    for (const one of plan.flat())
      if (!this.#byKey.has(keyOf(one))) this.#byKey.set(keyOf(one), notTried(one));
  }

  /** The namespace of the parent may be one that is applied with it. False where a dry run cannot make it. */
  async #writeFirst(
    scope: ApplySetScope,
    wanted: readonly PlannedObject[],
    set: PruneOptions,
  ): Promise<boolean> {
    try {
      await writeParent(this.#client, scope, set);
      return true;
    } catch (error) {
      const namespace = wanted.find((one) => isNamespace(one) && one.ref.name === set.parent.namespace);
      if (!namespace || !isNotFound(error)) throw error;
      if (set.dryRun) return false;
      await this.#applyOne(namespace, { madeNamespaces: new Set(), refusal: undefined });
      if (this.hasFailed()) return false;
      await writeParent(this.#client, scope, set);
      return true;
    }
  }

  /** Why some cannot be applied: what defines their kind has failed, or is not established in time. */
  async #awaitDefinitions(stage: readonly PlannedObject[]): Promise<Map<PlannedObject, KubeError>> {
    if (this.#options.dryRun || this.#outage) return new Map();
    const refusals = new Map<PlannedObject, KubeError>();
    for (const one of stage) {
      const result =
        one.definition === undefined ? undefined : this.#byKey.get(definitionKey(one.definition));
      if (result?.outcome === 'failed') refusals.set(one, result.error);
    }
    const waiting = stage.filter((one) => one.definition !== undefined && !refusals.has(one));
    const { signal } = this.#options;
    const late = await awaitDefinitions(waiting, { known: this.#known, deadline: this.#deadline, signal });
    return new Map([...refusals, ...late]);
  }

  async #applyOne(
    one: PlannedObject,
    {
      madeNamespaces,
      refusal,
    }: { readonly madeNamespaces: ReadonlySet<string>; readonly refusal: KubeError | undefined },
  ): Promise<void> {
    const known = this.#byKey.get(keyOf(one))?.outcome;
    if (known !== undefined && known !== 'skipped') return;
    if (this.#outage) this.#tell(notTried(one));
    else if (refusal) this.#tell(failedResult(one, refusal));
    else this.#tell(await this.#send(one, madeNamespaces));
  }

  async #send(one: PlannedObject, madeNamespaces: ReadonlySet<string>): Promise<ObjectResult> {
    const { fieldManager = 'kube-rx', force = false, dryRun = false, signal } = this.#options;
    const options = { fieldManager, force, dryRun, signal, madeNamespaces };
    const result = await applyObject(this.#client, one, options);
    if (result.outcome === 'failed' && isOutage(result.error)) this.#outage ??= result.error;
    return result;
  }

  #tell(result: ObjectResult): void {
    this.#byKey.set(keyOf({ resource: result.ref.resource, ref: result.ref }), result);
    this.#options.onProgress?.({ type: 'result', result });
  }
}

const emptyScope: ApplySetScope = { groupKinds: new Set(), namespaces: new Set() };

/** @throws ManifestError for objects that say themselves of which set they are. */
function asMembers(plan: ApplyPlan, id: string): ApplyPlan {
  const problems: string[] = [];
  const members = plan.map((stage) =>
    stage.map((one) => {
      const object = asMember(one.object, id);
      if (!object)
        problems.push(`${one.where ?? ObjectRef.format(one.ref)}: has a label ${partOfLabel} already`);
      return { ...one, object: object ?? one.object };
    }),
  );
  if (problems.length > 0) throw new ManifestError(problems);
  return members;
}

function isNamespace({ resource }: PlannedObject): boolean {
  return groupKindOf(resource) === 'Namespace';
}

function namesOf(objects: readonly PlannedObject[]): ReadonlySet<string> {
  return new Set(objects.map(({ ref }) => ref.name));
}

function definitionKey(name: string): string {
  return `CustomResourceDefinition.apiextensions.k8s.io /${name}`;
}

function notTried({ ref, where }: PlannedObject): ObjectResult {
  return { ref, where, outcome: 'skipped', reason: 'it was not tried, as the server did not answer before' };
}

/** Whether the next object would fare no better. */
function isOutage(error: KubeError): boolean {
  if (error instanceof ApiError) return isUnauthorized(error);
  return error instanceof TransportError || error instanceof AuthenticationError;
}
