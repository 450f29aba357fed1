// Names of versions, and which is the most stable.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority

/** Negative where `a` comes first: v10, v2, v1, v2beta1, v1beta1, v1alpha1, then all others by the alphabet. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [rankOf(a), rankOf(b)];
  if (one === undefined || other === undefined) {
    if (one === other) return a < b ? -1 : Number(a > b);
    return one ? -1 : 1;
  }
  return other.stage - one.stage || other.major - one.major || other.minor - one.minor;
}

interface Rank {
  readonly stage: number;
  readonly major: number;
  readonly minor: number;
}

const stages: readonly string[] = ['alpha', 'beta', ''];

function rankOf(version: string): Rank | undefined {
  const [, major, stage = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  if (major === undefined) return undefined;
  return { stage: stages.indexOf(stage), major: Number(major), minor: Number(minor) };
}

export function isVersionName(name: string): boolean {
  return name.length <= 63 && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name);
}

/** The name of the version that a server stores, by the types of the versions alone. */
export type StorageVersion<Versions> = [StoragesOf<Versions>] extends [never]
  ? MostStable<keyof Versions>
  : StoragesOf<Versions>;

type StoragesOf<Versions> = {
  [Name in keyof Versions]: Versions[Name] extends { readonly storage: true } ? Name : never;
}[keyof Versions];

type MostStable<Name> =
  Exclude<Name, Alpha | Beta> extends never
    ? Exclude<Name, Alpha> extends never
      ? Name
      : Exclude<Name, Alpha>
    : Exclude<Name, Alpha | Beta>;

type Alpha = `v${number}alpha${number}`;
type Beta = `v${number}beta${number}`;
