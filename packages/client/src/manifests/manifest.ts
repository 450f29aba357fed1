// An object as somebody wrote it down: YAML with any number of documents, or JSON. A list stands for its items.

import { type DynamicObject, KubeError, parseExactJson, printable } from '@kube-rx/core';
import { readYaml, YamlError } from '@kube-rx/core/encoding';

/** An object and where it was written, as `shop/web.yaml:12`. */
export interface Manifest {
  readonly object: DynamicObject;
  readonly where: string;
}

/**
 * Manifests that cannot be meant. Nothing was sent.
 *
 * @example
 * await readManifests('deploy/').catch((error) => error instanceof ManifestError && error.problems);
 */
export class ManifestError extends KubeError {
  override readonly name = 'ManifestError';
  /** Each with file and line, as `shop/web.yaml:12: the Pod has no metadata.name`. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options: ErrorOptions = {}) {
    const more = problems.length - mostToldProblems;
    const told = problems.slice(0, mostToldProblems).join('; ');
    super(more > 0 ? `${told}; and ${more} more` : told, options);
    this.problems = problems;
  }
}

// Beyond, a message helps nobody.
const mostToldProblems = 20;

/**
 * The objects of one text. `file` is how errors call it. JSON is YAML, so one parser reads both; documents that are
 * empty count for nothing. Whole numbers keep all their digits.
 *
 * @throws ManifestError with file, line and document of the first one that is no Kubernetes object.
 * @example parseManifests('{ apiVersion: v1, kind: Pod, metadata: { name: a } }', 'a.yaml')[0]?.where; // 'a.yaml:1'
 */
export function parseManifests(source: string | Uint8Array, file: string): Manifest[] {
  const manifests: Manifest[] = [];
  let document = 0;
  try {
    for (const { json, line } of readYaml(source)) {
      document += 1;
      manifests.push(...flatten(parseExactJson(json), placeOf(file, line, document)));
    }
    return manifests;
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new ManifestError([`${placeOf(file, error.line, document + 1)}: ${error.message}`]);
  }
}

function placeOf(file: string, line: number, document: number): string {
  return document === 1 ? `${file}:${line}` : `${file}:${line} (document ${document})`;
}

/** How many lists may lie in each other. */
const deepest = 10;

function flatten(value: unknown, where: string, depth = 0): Manifest[] {
  if (depth > deepest) throw new ManifestError([`${where}: is a list in more than ${deepest} others`]);
  if (value === null || value === undefined) return [];
  if (!isRecord(value) || !isText(value['kind']) || !isText(value['apiVersion']))
    throw new ManifestError([`${where}: is no Kubernetes object, as it has no apiVersion and kind`]);
  const { kind, apiVersion, items } = value;
  if (Array.isArray(items)) {
    const itemKind = kind.endsWith('List') ? kind.slice(0, -'List'.length) : '';
    const typed = items.map((item: unknown) =>
      itemKind && isRecord(item) ? { apiVersion, kind: itemKind, ...item } : item,
    );
    return typed.flatMap((item, at) => flatten(item, `${where} (items[${at}])`, depth + 1));
  }
  if (!isRecord(value['metadata']) || !isText(value['metadata']['name']))
    throw new ManifestError([`${where}: the ${printable(kind.slice(0, 63))} has no metadata.name`]);
  return [{ object: value as unknown as DynamicObject, where }];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
