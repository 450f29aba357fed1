// `kube-rx types`: the TypeScript types and tokens of custom resources, from a cluster or from CRD files.

import { type Client, readManifests } from '@kube-rx/client';
import {
  type ApiResourceList,
  crdModules,
  customModule,
  generateFiles,
  groupVersionOf,
  groupVersionsIn,
  InvalidDefinitionError,
  type Module,
  type Schemas,
} from '@kube-rx/codegen';
import { ApiError, type HttpRequest, isNotFound, type KubeError } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { catalog } from '@kube-rx/k8s/catalog';
import { type ConnectionFlags, connect } from '../connection.ts';
import { describeFailure, UsageError } from '../failure.ts';
import { writeGenerated } from '../generated-files.ts';
import { safeLine } from '../output/safe-text.ts';
import type { Terminal } from '../terminal.ts';

export interface TypesFlags extends ConnectionFlags {
  readonly out: string;
  /** Default: every group of the cluster that is not built in, or of the files. */
  readonly group?: readonly string[];
  /** Files or directories to read in place of a cluster. */
  readonly from?: readonly string[];
  readonly importFrom: 'kube-rx' | '@kube-rx';
  readonly importExtension: 'js' | 'ts' | 'none';
}

/**
 * Writes one file for each group and version, and an index of them. Returns the exit code: 0, or 1 where a cluster has
 * versions of which no types can be made.
 */
export async function types(flags: TypesFlags, terminal: Terminal): Promise<number> {
  if (flags.out === '') throw new UsageError('--out must name a directory');
  const { out, from, importFrom: packages } = flags;
  const extension = flags.importExtension === 'none' ? '' : (`.${flags.importExtension}` as const);
  const problems: KubeError[] = [];
  const modules = await (from === undefined
    ? fromCluster(flags, terminal, problems)
    : fromFiles(from, flags));
  for (const problem of problems) terminal.err(`${describeFailure(problem)}\n`);
  if (modules.length === 0 && problems.length > 0) return 1;
  if (modules.length === 0)
    throw new UsageError('there are no custom resources here, so nothing was written');
  const source = from === undefined ? 'a cluster' : from.join(', ');
  const files = generateFiles(modules, { source, packages, extension });
  for (const file of await writeGenerated(out, files)) terminal.out(`${safeLine(file)}\n`);
  return problems.length > 0 ? 1 : 0;
}

async function fromFiles(paths: readonly string[], flags: TypesFlags): Promise<Module[]> {
  const manifests = await readManifests(paths, { recursive: true });
  for (const { object, where } of manifests) {
    try {
      crdModules([object]);
    } catch (error) {
      if (!(error instanceof InvalidDefinitionError)) throw error;
      throw new UsageError(`${where}: ${error.message}`, { cause: error });
    }
  }
  const modules = crdModules(manifests.map(({ object }) => object));
  const groups = chooseGroups(flags, [...new Set(modules.map(({ group }) => group))]);
  return modules.filter(({ group }) => groups.includes(group));
}

/** @throws UsageError for an unknown group. */
function chooseGroups({ group: wanted }: TypesFlags, known: readonly string[]): readonly string[] {
  const unknown = wanted?.find((group) => !known.includes(group));
  if (unknown !== undefined)
    throw new UsageError(`there is no group ${unknown} here; there are: ${known.join(', ') || 'none'}`);
  return wanted ?? known;
}

/**
 * From OpenAPI, not from CRDs: aggregated APIs have no CRD, and not every user may read CRDs. One that is broken, or has
 * kinds that no type can be named after, as servers of metrics have, is among the `problems`, and hides no other.
 */
async function fromCluster(flags: TypesFlags, terminal: Terminal, problems: KubeError[]): Promise<Module[]> {
  const client = await connect(flags, terminal);
  try {
    const builtIn = new Set(catalog.map(({ resource }) => resource.group));
    const groups = groupVersionsIn(await getJson<unknown>(client, '/apis', terminal));
    const custom = [...groups.keys()].filter((name) => !builtIn.has(name));
    const chosen = flags.group === undefined ? custom : chooseGroups(flags, [...groups.keys()]);
    const wanted = [...groups].filter(([group]) => chosen.includes(group));
    const modules: Module[] = [];
    for (const [group, versions] of wanted)
      for (const version of versions)
        try {
          modules.push(await moduleOf(client, { group, version }, terminal));
        } catch (error) {
          if (!isOfOneVersion(error)) throw error;
          problems.push(error);
        }
    return modules;
  } finally {
    await client.close();
  }
}

async function moduleOf(
  client: Client,
  { group, version }: Pick<Module, 'group' | 'version'>,
  terminal: Terminal,
): Promise<Module> {
  const asked = `${group}/${version}`;
  const served = groupVersionOf(await getJson<ApiResourceList>(client, `/apis/${asked}`, terminal));
  if (served.group !== group || served.version !== version)
    throw new UsageError(`the server has another list of resources at /apis/${asked} than that of ${asked}`);
  return customModule(served, await schemasOf(client, asked, terminal));
}

function isOfOneVersion(error: unknown): error is KubeError {
  return error instanceof InvalidDefinitionError || error instanceof UsageError || error instanceof ApiError;
}

async function schemasOf(client: Client, groupVersion: string, terminal: Terminal): Promise<Schemas> {
  try {
    const document = await getJson<{ components?: { schemas?: Schemas | null } | null } | null>(
      client,
      `/openapi/v3/apis/${groupVersion}`,
      terminal,
    );
    return document?.components?.schemas ?? {};
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new UsageError(
      `the server has no OpenAPI v3 document for ${groupVersion}; take its CRD files, with --from`,
      { cause: error },
    );
  }
}

async function getJson<T>(client: Client, path: string, { signal }: Terminal): Promise<T> {
  const headers = { accept: jsonCodec.accept };
  const request: HttpRequest = { method: 'GET', path, query: [], headers };
  return (await client.request(request, { signal, codec: jsonCodec })) as T;
}
