// What all policies have in common, and the bindings that put them into effect.

import {
  type JsonObject,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  textAt,
  valueAt,
} from '../../json/json.ts';
import type { Steps } from '../../schema/steps.ts';
import type { ServerContext } from '../../server-context.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { type Criteria, criteriaOf, rulesOf } from '../criteria.ts';
import type { Environment } from '../expressions/environment.ts';
import { compiled, type Expression, wantsBool } from '../expressions/expression.ts';
import { DeclaredVariables } from '../expressions/variables.ts';
import { registrationStore } from '../registration-store.ts';

export interface Policy {
  readonly name: string;
  readonly criteria: Criteria;
  /** What fails refuses nothing. */
  readonly ignoresFailure: boolean;
  readonly paramKind: ParamKind | undefined;
  readonly conditions: readonly Expression[];
  readonly variables: ReadonlyMap<string, Expression>;
}

export interface ParamKind {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface Binding {
  readonly name: string;
  readonly policy: string;
  /** Undefined: all that the policy is about. */
  readonly criteria: Criteria | undefined;
  /** As it is written; undefined: no parameters. */
  readonly paramRef: JsonObject | undefined;
  readonly actions: readonly string[];
}

/** A policy that is in effect. */
export interface Hook<P extends Policy> {
  readonly policy: P;
  readonly bindings: readonly Binding[];
}

/** The common part of a policy, and what its other expressions may name. */
export function policyOf({ name, object }: StoredObject, steps: Steps): [Policy, Environment] {
  const spec = objectAt(object, 'spec');
  const paramKind = paramKindOf(spec);
  const environment = { hasParams: paramKind !== undefined, hasAuthorizer: true };
  const variables = new DeclaredVariables();
  for (const one of objectsAt(spec, 'variables'))
    variables.declare(
      { name: textAt(one, 'name'), expression: textAt(one, 'expression') },
      environment,
      steps,
    );
  const whole = { ...environment, variables: variables.types };
  const conditions = objectsAt(spec, 'matchConditions').map((one) =>
    compiled(textAt(one, 'expression'), { environment: whole, wanted: wantsBool, steps }),
  );
  const policy = {
    name,
    criteria: matchCriteria(objectAt(spec, 'matchConstraints')),
    ignoresFailure: textAt(spec, 'failurePolicy') === 'Ignore',
    paramKind,
    conditions,
    variables: variables.expressions,
  };
  return [policy, whole];
}

function paramKindOf(spec: JsonObject): ParamKind | undefined {
  const apiVersion = stringAt(spec, 'paramKind', 'apiVersion');
  if (apiVersion === undefined) return undefined;
  return { apiVersion, kind: textAt(spec, 'paramKind', 'kind') };
}

function matchCriteria(match: JsonObject): Criteria {
  const criteria = criteriaOf(match, 'resourceRules');
  const excluded = rulesOf(match, 'excludeResourceRules');
  return { ...criteria, excluded, rules: criteria.rules?.length === 0 ? undefined : criteria.rules };
}

type Kind = 'validating' | 'mutating';

/** How the policies of a kind are compiled. */
export type CompilePolicy<P extends Policy> = (stored: StoredObject) => P;

/** The policies of a kind that are in effect, in the order of their names. */
export function hooksOf<P extends Policy>(
  { registry }: ServerContext,
  kind: Kind,
  compile: CompilePolicy<P>,
): readonly Hook<P>[] {
  const bindings = registrationStore(registry, `${kind}admissionpolicybindings`);
  const policies = registrationStore(registry, `${kind}admissionpolicies`);
  if (!bindings || !policies || bindings.size === 0 || policies.size === 0) return [];
  const byPolicy = Map.groupBy(bindings.objectsIn('').map(bindingOf), ({ policy }) => policy);
  return [...byPolicy.keys()].sort().flatMap((name) => {
    const stored = policies.get(name);
    return stored ? [{ policy: compile(stored), bindings: byPolicy.get(name) ?? [] }] : [];
  });
}

/** Whether there may be some in effect. */
export function hasPolicies({ registry }: ServerContext, kind: Kind): boolean {
  return (registrationStore(registry, `${kind}admissionpolicybindings`)?.size ?? 0) > 0;
}

const knownBindings: WeakMap<StoredObject, Binding> = new WeakMap();

function bindingOf(stored: StoredObject): Binding {
  const known = knownBindings.get(stored);
  if (known) return known;
  const spec = objectAt(stored.object, 'spec');
  const hasCriteria = (valueAt(spec, 'matchResources') ?? null) !== null;
  const hasParams = (valueAt(spec, 'paramRef') ?? null) !== null;
  const binding = {
    name: stored.name,
    policy: textAt(spec, 'policyName'),
    criteria: hasCriteria ? matchCriteria(objectAt(spec, 'matchResources')) : undefined,
    paramRef: hasParams ? objectAt(spec, 'paramRef') : undefined,
    actions: stringsAt(spec, 'validationActions'),
  };
  knownBindings.set(stored, binding);
  return binding;
}
