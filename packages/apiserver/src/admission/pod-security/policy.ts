// What the labels of a namespace ask of its pods.
// https://github.com/kubernetes/pod-security-admission/blob/v0.36.3/api/helpers.go

import { type JsonObject, stringAt } from '../../json/json.ts';
import { type FieldFault, invalidValue } from '../../status-error.ts';

/** From the most that is allowed to the least. */
const levels = ['privileged', 'baseline', 'restricted'] as const;

export type Level = (typeof levels)[number];

export interface LevelVersion {
  readonly level: Level;
  /** `v1.30`, or `latest`. */
  readonly version: string;
}

export interface Policy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
  /** What is wrong with the labels. */
  readonly faults: readonly FieldFault[];
}

const latest = 'latest';

/** `labels`: those of the namespace. */
export function policyOf(labels: JsonObject): Policy {
  const faults: FieldFault[] = [];
  const [enforce, audit, warn] = [
    modeOf(labels, 'enforce', faults),
    modeOf(labels, 'audit', faults),
    modeOf(labels, 'warn', faults),
  ];
  const inherits = warn.label === undefined && enforce.known !== undefined;
  const warned = (inherits ? enforce.known : warn.known) ?? 'privileged';
  const version = inherits && warned !== 'privileged' ? (warn.version ?? enforce.version) : warn.version;
  // What cannot be read is enforced as the least that is allowed, and is no reason to warn.
  const unread = enforce.label === undefined ? 'privileged' : 'restricted';
  return {
    enforce: { level: enforce.known ?? unread, version: enforce.version ?? latest },
    audit: { level: audit.known ?? 'privileged', version: audit.version ?? latest },
    warn: { level: warned, version: version ?? latest },
    faults,
  };
}

interface Mode {
  readonly label: string | undefined;
  /** The level of the label, where it is one. */
  readonly known: Level | undefined;
  /** Undefined where no label says it. */
  readonly version: string | undefined;
}

function modeOf(labels: JsonObject, mode: 'enforce' | 'audit' | 'warn', faults: FieldFault[]): Mode {
  const key = `pod-security.kubernetes.io/${mode}`;
  const [label, version] = [stringAt(labels, key), stringAt(labels, `${key}-version`)];
  const known = levels.find((level) => level === label);
  if (label !== undefined && known === undefined)
    faults.push(invalidValue(`metadata.labels[${key}]`, label, `must be one of ${levels.join(', ')}`));
  if (version === undefined || isVersion(version)) return { label, known, version };
  faults.push(invalidValue(`metadata.labels[${key}-version]`, version, 'must be "latest" or "v1.x"'));
  return { label, known, version: latest };
}

function isVersion(version: string): boolean {
  if (version === latest) return true;
  const [, minor] = /^v1\.(0|[1-9]\d*)$/.exec(version) ?? [];
  // As many as Go holds in an int.
  return minor !== undefined && BigInt(minor) < 2n ** 63n;
}

/** That of Kubernetes 1; `Infinity` for the newest rules. */
export function minorOf({ version }: LevelVersion): number {
  return version === latest ? Number.POSITIVE_INFINITY : Number(version.slice('v1.'.length));
}

export function isPrivileged({ level }: LevelVersion): boolean {
  return level === 'privileged';
}

export function isSame(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && a.version === b.version;
}

/** Whether `a` allows less than `b`. */
export function isStricter(a: Level, b: Level): boolean {
  return levels.indexOf(a) > levels.indexOf(b);
}

/** `restricted:v1.30` */
export function levelText({ level, version }: LevelVersion): string {
  return `${level}:${version}`;
}
