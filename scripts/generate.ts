/**
 * `npm run generate`: writes packages/k8s/src, the facade's k8s entries, and what the embedded server prints, from the
 * committed extracts of a real kube-apiserver (openapi.json, columns.json, zeros.json and policy.json of packages/k8s) and
 * of its protobuf definitions (protobuf.json). With `--refresh` it first starts that server, with every API switched on,
 * and once more as it comes, for its default roles, reads the definitions out of its Go modules, and takes the extracts anew: needed after a change of version in
 * e2e/controlplane/go.mod. With `--check` it writes nothing and fails where a file is not what it would write.
 */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  type ApiResourceList,
  type BuiltInInput,
  builtInModules,
  type ColumnTables,
  extract,
  extractProto,
  type Module,
  type PolicyObject,
  type ProtoMessages,
  type ProtoSources,
  printCatalog,
  printColumns,
  printExtract,
  printIndex,
  printModule,
  printPolicy,
  printRecording,
  printSchemaTable,
  printTokens,
  printZeros,
  type RecordedPolicy,
  type Schemas,
  type ZeroObjects,
} from '@kube-rx/codegen';
import { type HttpService, readBody } from '@kube-rx/core';

const ROOT = join(import.meta.dirname, '..');
const EXTRACT = join(ROOT, 'packages/k8s/openapi.json');
const PROTO_EXTRACT = join(ROOT, 'packages/k8s/protobuf.json');
const COLUMN_EXTRACT = join(ROOT, 'packages/k8s/columns.json');
const ZERO_EXTRACT = join(ROOT, 'packages/k8s/zeros.json');
const POLICY_EXTRACT = join(ROOT, 'packages/k8s/policy.json');

// These stand among files that are written by hand.
const COLUMNS = 'packages/apiserver/src/kinds/recorded-columns.ts';
const ZEROS = 'packages/apiserver/src/kinds/recorded-zeros.ts';
const POLICY = 'packages/apiserver/src/access/policy/recorded-policy.ts';

const FOLDERS = ['packages/k8s/src', 'packages/kube-rx/src/k8s'];
const WRITTEN_BY_HAND = new Set(
  ['merge-rules', 'schemas', 'schema-notation'].map((name) => `packages/k8s/src/${name}.ts`),
);

/** Files whose text is not what the generator makes, those it would not make at all included. */
export async function staleFiles(): Promise<string[]> {
  const wanted = await formattedFiles();
  const present = await presentFiles();
  const stale = [...wanted].filter(([path, text]) => present.get(path) !== text).map(([path]) => path);
  return [...stale, ...[...present.keys()].filter((path) => !wanted.has(path))];
}

async function writeFiles(): Promise<void> {
  const wanted = await formattedFiles();
  for (const path of (await presentFiles()).keys()) if (!wanted.has(path)) await rm(join(ROOT, path));
  await writeAll(ROOT, wanted);
}

async function presentFiles(): Promise<Map<string, string>> {
  const present = new Map<string, string>();
  for (const path of [COLUMNS, ZEROS, POLICY]) present.set(path, await readFile(join(ROOT, path), 'utf8'));
  for (const folder of FOLDERS) {
    for (const entry of await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      const path = relative(ROOT, join(entry.parentPath, entry.name));
      if (entry.isFile() && !WRITTEN_BY_HAND.has(path))
        present.set(path, await readFile(join(ROOT, path), 'utf8'));
    }
  }
  return present;
}

/** Path from the repository's root to text, as our formatter leaves it. */
async function formattedFiles(): Promise<Map<string, string>> {
  const files = generatedFiles({
    input: JSON.parse(await readFile(EXTRACT, 'utf8')) as BuiltInInput,
    messages: JSON.parse(await readFile(PROTO_EXTRACT, 'utf8')) as ProtoMessages,
    columns: JSON.parse(await readFile(COLUMN_EXTRACT, 'utf8')) as ColumnTables,
    zeros: JSON.parse(await readFile(ZERO_EXTRACT, 'utf8')) as ZeroObjects,
    policy: JSON.parse(await readFile(POLICY_EXTRACT, 'utf8')) as RecordedPolicy,
  });
  const folder = await mkdtemp(join(tmpdir(), 'kube-rx-generate-'));
  try {
    await writeAll(folder, files);
    await cp(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
    execFileSync(join(ROOT, 'node_modules/.bin/biome'), ['check', '--write', '.'], {
      cwd: folder,
      stdio: 'pipe',
    });
    for (const path of files.keys()) files.set(path, await readFile(join(folder, path), 'utf8'));
    return files;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeAll(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

interface Extracts {
  readonly input: BuiltInInput;
  readonly messages: ProtoMessages;
  readonly columns: ColumnTables;
  readonly zeros: ZeroObjects;
  readonly policy: RecordedPolicy;
}

function generatedFiles({ input, messages, columns, zeros, policy }: Extracts): Map<string, string> {
  const modules = builtInModules(input);
  const header = [`Generated from kube-apiserver ${input.kubernetes} by \`npm run generate\`. Do not edit.`];
  const files = new Map<string, string>();
  for (const module of modules) {
    files.set(
      `packages/k8s/src/${module.path}.ts`,
      printModule(module, { header, importPath, tokensPath: '../tokens.ts' }),
    );
    files.set(`packages/kube-rx/src/k8s/${module.path}.ts`, reexport(`@kube-rx/k8s/${module.path}`, header));
  }
  files.set('packages/kube-rx/src/k8s/index.ts', reexport('@kube-rx/k8s', header));
  files.set(
    'packages/k8s/src/index.ts',
    printIndex(modules, {
      header: [...INDEX_COMMENT, ...header],
      tokensPath: './tokens.ts',
      extension: '.ts',
      omit: CORE_VOCABULARY,
    }),
  );
  files.set('packages/k8s/src/schema-table.ts', printSchemaTable(input, messages, header));
  files.set('packages/k8s/src/tokens.ts', printTokens(modules, header));
  files.set('packages/k8s/src/catalog.ts', printCatalog(modules, { header, kubernetes: input.kubernetes }));
  files.set(COLUMNS, printColumns(columns, header));
  files.set(ZEROS, printZeros(zeros, header));
  files.set(POLICY, printPolicy(policy, header));
  return files;
}

/** Types of meta/v1 that @kube-rx/core has under the same name, so that a program may import both indexes. */
const CORE_VOCABULARY = new Set([
  'ListMeta',
  'Patch',
  'Status',
  'StatusCause',
  'StatusDetails',
  'WatchEvent',
]);

/** A module of the facade is the other package's module, whole: no list to keep in step. */
function reexport(module: string, header: readonly string[]): string {
  return `${header.map((line) => `// ${line}\n`).join('')}\nexport * from '${module}';\n`;
}

const INDEX_COMMENT = [
  'Every built-in kind of Kubernetes: its TypeScript type and its resource token, under one name, in its most stable',
  'version. Another version, or a type whose name two groups share, comes from its own module.',
  '',
  "  import { Deployment, Pod } from '@kube-rx/k8s';",
  "  import { HorizontalPodAutoscaler } from '@kube-rx/k8s/autoscaling/v1';",
  '',
];

function importPath(from: Module, module: string): string {
  if (module === 'core') return '@kube-rx/core';
  const [group, version = ''] = module.split('/');
  return group === from.path.split('/')[0] ? `./${version}.ts` : `../${module}.ts`;
}

/** What a real kube-apiserver, started for it with every API switched on, says of its kinds. */
export async function takeExtracts(): Promise<Omit<Extracts, 'messages' | 'policy'>> {
  const { ControlPlane } = await import('../e2e/control-plane.ts');
  const { realService } = await import('../e2e/conformance/real-service.ts');
  await using controlPlane = await ControlPlane.start({
    apiServerFlags: ['--runtime-config=api/all=true', '--feature-gates=AllAlpha=true,AllBeta=true'],
  });
  const get = async (path: string, accept = 'application/json'): Promise<unknown> => {
    const { status, body } = await controlPlane.request(path, { headers: { accept } });
    if (status !== 200) throw new Error(`GET ${path} gave ${status}`);
    return typeof body === 'string' ? JSON.parse(body) : body;
  };
  const input = await takeSchemas(get);
  const zeros = await takeZeros(realService(controlPlane), input);
  return { input, columns: await takeColumns(get, input), zeros };
}

/** The roles and bindings that a real kube-apiserver makes for itself, started as it comes. */
export async function takePolicy(): Promise<RecordedPolicy> {
  const { ControlPlane } = await import('../e2e/control-plane.ts');
  await using controlPlane = await ControlPlane.start();
  // It is ready only once it has made them.
  while ((await controlPlane.request('/readyz')).status !== 200) await setTimeout(100);
  const taken = Object.entries(policyKinds).map(async ([kind, plural]) => {
    const { body } = await controlPlane.request(`/apis/rbac.authorization.k8s.io/v1/${plural}`);
    const { items } = body as { readonly items: readonly Omit<PolicyObject, 'kind'>[] };
    return items.map(({ metadata, ...rest }): [string, PolicyObject] => {
      const { namespace, name, labels = {}, annotations = {} } = metadata;
      const key = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
      const own = { name, ...(namespace !== undefined && { namespace }), labels, annotations };
      return [key, { kind, metadata: own, ...rest }];
    });
  });
  return Object.fromEntries((await Promise.all(taken)).flat());
}

const policyKinds = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Role: 'roles',
  RoleBinding: 'rolebindings',
};

type Get = (path: string, accept?: string) => Promise<unknown>;

async function takeSchemas(get: Get): Promise<BuiltInInput> {
  const groups = (await get('/apis')) as { groups: { versions: { groupVersion: string }[] }[] };
  const groupVersions = groups.groups.flatMap(({ versions }) =>
    versions.map(({ groupVersion }) => groupVersion),
  );
  const paths = ['api/v1', ...groupVersions.map((groupVersion) => `apis/${groupVersion}`)];
  const { gitVersion } = (await get('/version')) as { gitVersion: string };
  return extract({
    kubernetes: gitVersion,
    resourceLists: await Promise.all(paths.map(async (path) => (await get(`/${path}`)) as ApiResourceList)),
    openApi: await Promise.all(
      paths.map(async (path) => (await get(`/openapi/v3/${path}`)) as { components: { schemas: Schemas } }),
    ),
  });
}

// All versions of a kind are printed alike.
async function takeColumns(get: Get, { groupVersions }: BuiltInInput): Promise<ColumnTables> {
  const tables: Record<string, ColumnTables[string]> = {};
  for (const { path, plural, group } of pathsOf(groupVersions, 'list')) {
    const accept = 'application/json;as=Table;g=meta.k8s.io;v=v1';
    const table = (await get(path, accept)) as { columnDefinitions: ColumnTables[string] };
    tables[group === '' ? plural : `${plural}.${group}`] ??= table.columnDefinitions;
  }
  return tables;
}

// The bookmark that ends the initial events of a watch is an object with nothing but its metadata.
async function takeZeros(service: HttpService, { groupVersions }: BuiltInInput): Promise<ZeroObjects> {
  const query = Object.entries({
    watch: 'true',
    allowWatchBookmarks: 'true',
    sendInitialEvents: 'true',
    resourceVersionMatch: 'NotOlderThan',
    timeoutSeconds: '1',
  });
  const entries = pathsOf(groupVersions, 'watch').map(async ({ path }): Promise<[string, object]> => {
    const { body } = await service({ method: 'GET', path, query, headers: {} });
    const frames = new TextDecoder().decode(await readBody(body)).split('\n');
    const bookmark = frames.find((frame) => frame.startsWith('{"type":"BOOKMARK"'));
    if (bookmark === undefined) throw new Error(`the watch of ${path} gave no bookmark`);
    const { object } = JSON.parse(bookmark) as { object: Readonly<Record<string, string>> };
    const { apiVersion = '', kind = '', ...rest } = object;
    const zero = Object.entries(rest).filter(([key]) => key !== 'metadata');
    return [`${apiVersion} ${kind}`, Object.fromEntries(zero)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

function pathsOf(
  groupVersions: BuiltInInput['groupVersions'],
  verb: string,
): { readonly path: string; readonly plural: string; readonly group: string }[] {
  return groupVersions.flatMap(({ group, version, resources }) => {
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const found = resources.filter(({ verbs }) => verbs.includes(verb));
    return found.map(({ plural }) => ({ path: `${root}/${plural}`, plural, group }));
  });
}

const PROTO_MODULES = [
  'k8s.io/api',
  'k8s.io/apiextensions-apiserver',
  'k8s.io/apimachinery',
  'k8s.io/kube-aggregator',
];

/** Reads the `generated.proto` files, and the types beside them, of the Go modules that the real kube-apiserver is built from. */
export async function takeProtoExtract(schemas: Schemas): Promise<ProtoMessages> {
  const cwd = join(ROOT, 'e2e/controlplane');
  const go = (...args: string[]): string => execFileSync('go', args, { cwd, encoding: 'utf8' });
  go('mod', 'download', ...PROTO_MODULES);
  const folders = go('list', '-m', '-f', '{{.Dir}}', ...PROTO_MODULES)
    .trim()
    .split('\n');
  const sources = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder, { recursive: true });
      const found = names.filter((name) => name.endsWith('generated.proto')).toSorted();
      return await Promise.all(found.map((name) => protoSources(join(folder, name))));
    }),
  );
  return extractProto(sources.flat(), schemas);
}

async function protoSources(file: string): Promise<ProtoSources> {
  const folder = dirname(file);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.go') && !/generated/.test(name));
  const go = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return { proto: await readFile(file, 'utf8'), go };
}

if (import.meta.main) {
  if (process.argv.includes('--refresh')) {
    const { input, columns, zeros } = await takeExtracts();
    await writeFile(EXTRACT, printExtract(input));
    await writeFile(COLUMN_EXTRACT, printRecording(columns));
    await writeFile(ZERO_EXTRACT, printRecording(zeros));
    await writeFile(POLICY_EXTRACT, printRecording(await takePolicy()));
    await writeFile(PROTO_EXTRACT, printRecording(await takeProtoExtract(input.schemas)));
  }
  if (process.argv.includes('--check')) {
    const stale = await staleFiles();
    for (const path of stale) console.error(`${path} is not what npm run generate writes`);
    process.exitCode = stale.length === 0 ? 0 : 1;
  } else {
    await writeFiles();
  }
}
