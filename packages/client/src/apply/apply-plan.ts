// What shall be applied, in which order. Everything that can be known to be wrong is told before the first write.

import {
  apiVersionOf,
  type DynamicObject,
  type DynamicResource,
  InvalidRequestError,
  type KubeObject,
  type ObjectMeta,
  ObjectRef,
  printable,
  type RequestCodec,
  ResourceRequest,
} from '@kube-rx/core';
import { findKind, type ServedResources } from '../discovery/api-resource.ts';
import { type Manifest, ManifestError } from '../manifests/manifest.ts';
import { groupKindOf, stageOf } from './apply-order.ts';
import { type DefinedKind, definedKinds } from './defined-kinds.ts';

/** An object with all that is needed to apply it. */
export interface PlannedObject {
  /** With the namespace that it comes to. */
  readonly object: DynamicObject;
  readonly resource: DynamicResource;
  readonly ref: ObjectRef<DynamicObject>;
  /** Undefined for what no file holds. */
  readonly where: string | undefined;
  /** The definition, among those that are applied, that must be established first. */
  readonly definition: string | undefined;
}

/** Objects of one stage may be applied in any order. */
export type ApplyPlan = readonly (readonly PlannedObject[])[];

/** A manifest, or an object that was made by the program. */
export type ApplyInput = Manifest | KubeObject;

/** What the plan depends on beside the manifests. */
export interface PlanOptions {
  /** Where objects go that name no namespace. Those that name another one are refused. */
  readonly namespace: string | undefined;
  /** Where objects go that name no namespace, if `namespace` says nothing. */
  readonly defaultNamespace: string;
  readonly codec: RequestCodec;
}

/**
 * @throws ManifestError with all problems: types that are neither served nor defined here, objects that come twice,
 *   namespaces that contradict each other.
 */
export function planApply(
  inputs: readonly ApplyInput[],
  served: ServedResources,
  options: PlanOptions,
): ApplyPlan {
  const manifests = inputs.map(toManifest);
  const defined = manifests.flatMap(({ object }) => definedKinds(object));
  const problems: string[] = [];
  const planned: PlannedObject[] = [];
  const places = new Map<string, string>();
  for (const manifest of manifests) {
    const problem = (text: string): void => void problems.push(`${describePlace(manifest)}: ${text}`);
    const one = planObject(manifest, { served, defined, options, problem });
    if (!one) continue;
    const key = keyOf(one);
    const other = places.get(key);
    if (other === undefined) planned.push(one);
    else problem(`is there a second time: the first is ${other}`);
    places.set(key, other ?? describePlace(manifest));
  }
  if (problems.length > 0) throw new ManifestError(problems);
  const stages = Map.groupBy(planned, ({ resource }) => stageOf(resource));
  return [...stages].sort(([a], [b]) => a - b).map(([, objects]) => objects);
}

/** One object has the same key in every version of its kind. */
export function keyOf({ resource, ref }: Pick<PlannedObject, 'resource' | 'ref'>): string {
  return `${groupKindOf(resource)} ${ref.namespace ?? ''}/${ref.name}`;
}

function toManifest(input: ApplyInput): Partial<Pick<Manifest, 'where'>> & Pick<Manifest, 'object'> {
  return 'metadata' in input ? { object: { ...input } } : input;
}

interface PlanContext {
  readonly served: ServedResources;
  readonly defined: readonly DefinedKind[];
  readonly options: PlanOptions;
  readonly problem: (text: string) => void;
}

function planObject(
  { object, where }: ReturnType<typeof toManifest>,
  { served, defined, options, problem }: PlanContext,
): PlannedObject | undefined {
  const { apiVersion = '', kind = '', metadata } = object;
  const type = { apiVersion, kind };
  const known = findKind(served.resources, type);
  const made = defined.find(
    ({ resource }) => resource.kind === kind && apiVersionOf(resource) === apiVersion,
  );
  const resource = known ?? made?.resource;
  if (!resource) {
    problem(unknownType(type, served));
    return undefined;
  }
  const namespace = resource.scope === 'Cluster' ? undefined : metadata.namespace || fallbackOf(options);
  if (namespace !== undefined && options.namespace !== undefined && namespace !== options.namespace) {
    problem(`is for namespace ${quoted(namespace)}, and all shall go to ${quoted(options.namespace)}`);
    return undefined;
  }
  const planned = {
    object: { ...object, metadata: inNamespace(metadata, namespace) },
    resource,
    ref: ObjectRef.of(resource, metadata.name, namespace),
    where,
    // What is served already need not be waited for.
    definition: known ? undefined : made?.definition,
  };
  const refusal = refusalOf(planned, options.codec);
  if (refusal !== undefined) problem(refusal);
  return planned;
}

function fallbackOf({ namespace, defaultNamespace }: PlanOptions): string {
  return namespace || defaultNamespace;
}

/** kubectl takes cluster-scoped objects with a namespace too, and leaves it out: charts write it everywhere. */
function inNamespace(metadata: ObjectMeta, namespace: string | undefined): ObjectMeta {
  const copy: { -readonly [F in keyof ObjectMeta]: ObjectMeta[F] } = { ...metadata };
  if (namespace === undefined) delete copy.namespace;
  else copy.namespace = namespace;
  return copy;
}

/** What no server takes: a name that is none, a whole number without its last digits. */
function refusalOf({ object, resource, ref }: PlannedObject, codec: RequestCodec): string | undefined {
  try {
    const requests = new ResourceRequest(resource, ref.namespace, codec);
    requests.patch(ref.name, { type: 'apply', body: object }, { fieldManager: 'plan' });
    return undefined;
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.message;
    throw error;
  }
}

function unknownType(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  { unavailable }: ServedResources,
): string {
  if (apiVersion === '' || kind === '') return 'has no apiVersion and kind';
  const what = `the server has no kind ${quoted(kind)} in ${quoted(apiVersion)}`;
  if (unavailable.includes(apiVersion)) return `${what}, as what serves it cannot be asked now`;
  return `${what}, and no CustomResourceDefinition here defines it`;
}

function describePlace({ object, where }: ReturnType<typeof toManifest>): string {
  return where ?? `${printable(object.kind ?? 'object')} ${printable(object.metadata.name)}`;
}

function quoted(text: string): string {
  return JSON.stringify(printable(text.slice(0, 253)));
}
