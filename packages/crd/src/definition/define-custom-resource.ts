// A kind from code: its token, its type and its definition in one value.

import {
  defineResource,
  InvalidRequestError,
  type KubeObject,
  quotedText,
  type Resource,
  type Scope,
} from '@kube-rx/core';
import type { ValidationRule } from '../schema/json-schema-props.ts';
import { conversionProblems } from './conversion-problems.ts';
import type { Conversion, CustomResourceDefinition, DefinedVersion } from './custom-resource-definition.ts';
import { defineVersion } from './define-version.ts';
import { InvalidCustomResourceError } from './invalid-custom-resource-error.ts';
import { type NameOptions, nameProblems, namesOf } from './resource-names.ts';
import { compareVersions, type StorageVersion } from './version-name.ts';
import type { CustomObject, SubresourcesOf, VersionOptions } from './version-options.ts';

/** Versions by their names, as `v1` and `v1beta1`. */
export type VersionsOptions = Readonly<Record<string, VersionOptions>>;

/** What `defineCustomResource` makes a kind of. */
export interface CustomResourceOptions<
  Versions extends VersionsOptions = VersionsOptions,
  S extends Scope = Scope,
> extends NameOptions {
  readonly scope: S;
  readonly versions: Versions;
  /** Rules in CEL about the spec of every version, which is `self` there. */
  readonly rules?: readonly ValidationRule[];
  /** How objects get from one version to another. Default `None`: only `apiVersion` changes, which has to suffice. */
  readonly conversion?: Conversion;
  /** Annotations of the definition, as `api-approved.kubernetes.io`. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The token of a kind in one of its versions. */
export type VersionToken<Version extends VersionOptions, S extends Scope> = Resource<
  CustomObject<Version>,
  S,
  SubresourcesOf<Version>
>;

/** A kind that was defined in code: the token of the version that is stored, and more. */
export type CustomResource<
  Versions extends VersionsOptions = VersionsOptions,
  S extends Scope = Scope,
> = VersionToken<Versions[StorageVersion<Versions>], S> & {
  /** What is installed on a server, with `applyCrds`, or from the YAML that `kube-rx crd` writes. */
  readonly definition: CustomResourceDefinition;
  /**
   * The token of another version.
   *
   * @throws InvalidRequestError where there is none.
   */
  inVersion<Name extends keyof Versions & string>(name: Name): VersionToken<Versions[Name], S>;
};

/** The type of the objects of a resource: `type Website = ObjectType<typeof Website>`. */
export type ObjectType<R extends Resource> = R extends Resource<infer K extends KubeObject> ? K : never;

/** A definition, whatever its versions are. */
export interface Defined extends Resource {
  readonly definition: CustomResourceDefinition;
}

/**
 * Defines a kind. What no API server would take is refused here: names, schemas that are not structural, rules that are
 * no bool or read fields that are not there, paths of columns.
 *
 * The type of `spec` and `status` is that of the stored object, with defaults filled in.
 *
 * @throws InvalidCustomResourceError with all that is wrong.
 * @example
 * const Website = defineCustomResource({
 *   group: 'shop.example', kind: 'Website', scope: 'Namespaced',
 *   versions: {
 *     v1: {
 *       spec: z.object({ replicas: z.int().min(0), host: z.string() }),
 *       status: z.object({ ready: z.boolean().optional() }),
 *       columns: { Host: '.spec.host' },
 *     },
 *   },
 *   rules: [{ rule: 'self.replicas <= 10', message: 'at most ten' }],
 * });
 * type Website = ObjectType<typeof Website>;
 * const websites = Api.namespaced(client, Website, 'shop');
 */
export function defineCustomResource<const Versions extends VersionsOptions, const S extends Scope>(
  options: CustomResourceOptions<Versions, S>,
): CustomResource<Versions, S>;
export function defineCustomResource(
  options: CustomResourceOptions,
): Defined & { inVersion(name: string): Resource } {
  const definition = definitionOf(options);
  const tokens = new Map(
    definition.spec.versions.map((version) => [version.name, tokenOf(definition, version)]),
  );
  const inVersion = (name: string): Resource => {
    const token = tokens.get(name);
    if (token) return token;
    const known = [...tokens.keys()].join(', ');
    throw new InvalidRequestError(
      `${definition.metadata.name} has no version ${quotedText(name)}; it has ${known}`,
    );
  };
  const stored = definition.spec.versions.find(({ storage }) => storage)?.name ?? '';
  return Object.freeze({ ...inVersion(stored), definition, inVersion });
}

function definitionOf(options: CustomResourceOptions): CustomResourceDefinition {
  const { group, scope, rules = [], annotations, labels, conversion = { strategy: 'None' } } = options;
  const names = namesOf(options);
  const problems = nameProblems(group, names);
  if (/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group) && !annotations?.['api-approved.kubernetes.io'])
    problems.push(`group ${group} is protected, and needs the annotation api-approved.kubernetes.io`);
  const all = Object.entries(options.versions).toSorted(([a], [b]) => compareVersions(a, b));
  const storage = storageAmong(all, problems);
  const versions = all.map(([name, version]) =>
    defineVersion(version, {
      name,
      storage: name === storage,
      rules,
      onProblem: (problem) => problems.push(problem),
    }),
  );
  if (conversion.strategy === 'None' && problems.length === 0) problems.push(...conversionProblems(versions));
  const name = `${names.plural}.${group}`;
  if (problems.length > 0)
    throw new InvalidCustomResourceError(
      `custom resource ${quotedText(options.kind)} of ${quotedText(group)}`,
      problems,
    );
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name, ...(annotations && { annotations }), ...(labels && { labels }) },
    spec: { group, scope, names, versions, ...(conversion.strategy !== 'None' && { conversion }) },
  };
}

function storageAmong(versions: readonly (readonly [string, VersionOptions])[], problems: string[]): string {
  const said = versions.filter(([, { storage }]) => storage === true).map(([name]) => name);
  if (said.length > 1) problems.push(`more than one version is for storage: ${said.join(', ')}`);
  const [first] = versions.find(([, { storage }]) => storage !== false) ?? [];
  const chosen = said[0] ?? first;
  if (chosen === undefined) problems.push('there is no version for storage');
  return chosen ?? '';
}

function tokenOf({ spec }: CustomResourceDefinition, { name, subresources = {} }: DefinedVersion): Resource {
  const { group, scope, names } = spec;
  return defineResource({
    group,
    version: name,
    kind: names.kind,
    plural: names.plural,
    scope,
    subresources: Object.keys(subresources),
  });
}
