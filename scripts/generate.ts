/**
 * `npm run generate`: writes packages/k8s/src and the facade's k8s entries from the committed extract of a real
 * kube-apiserver (packages/k8s/openapi.json). With `--refresh` it first starts that server, with every API switched
 * on, and takes the extract anew: needed after a change of version in e2e/controlplane/go.mod.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type ApiResourceList,
  type BuiltInInput,
  builtInModules,
  extract,
  type Module,
  printCatalog,
  printExtract,
  printIndex,
  printMergeRules,
  printModule,
  type Schemas,
} from '@kube-rx/codegen';

const ROOT = join(import.meta.dirname, '..');
const EXTRACT = join(ROOT, 'packages/k8s/openapi.json');

const WRITTEN_BY_HAND = new Set(['merge-rules.ts']);

export async function generate(): Promise<void> {
  if (process.argv.includes('--refresh')) await writeFile(EXTRACT, printExtract(await takeExtract()));
  const input = JSON.parse(await readFile(EXTRACT, 'utf8')) as BuiltInInput;
  const files = generatedFiles(input);
  await rm(join(ROOT, 'packages/kube-rx/src/k8s'), { recursive: true, force: true });
  for (const entry of await readdir(join(ROOT, 'packages/k8s/src'))) {
    if (!WRITTEN_BY_HAND.has(entry)) await rm(join(ROOT, 'packages/k8s/src', entry), { recursive: true });
  }
  for (const [path, text] of files) {
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), text);
  }
  const paths = ['packages/k8s', 'packages/kube-rx/src/k8s'];
  execFileSync(join(ROOT, 'node_modules/.bin/biome'), ['check', '--write', ...paths], { cwd: ROOT });
}

/** Path from the repository's root to text, before formatting. */
export function generatedFiles(input: BuiltInInput): Map<string, string> {
  const modules = builtInModules(input);
  const header = [`Generated from kube-apiserver ${input.kubernetes} by \`npm run generate\`. Do not edit.`];
  const files = new Map<string, string>();
  for (const module of modules) {
    files.set(`packages/k8s/src/${module.path}.ts`, printModule(module, { header, importPath }));
    files.set(`packages/kube-rx/src/k8s/${module.path}.ts`, reexport(`@kube-rx/k8s/${module.path}`, header));
  }
  files.set('packages/kube-rx/src/k8s/index.ts', reexport('@kube-rx/k8s', header));
  files.set('packages/k8s/src/index.ts', printIndex(modules, [...INDEX_COMMENT, ...header]));
  files.set('packages/k8s/src/merge-rules-table.ts', printMergeRules(input, header));
  files.set('packages/k8s/src/catalog.ts', printCatalog(modules, header));
  return files;
}

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

async function takeExtract(): Promise<BuiltInInput> {
  const { ControlPlane } = await import('../e2e/control-plane.ts');
  await using controlPlane = await ControlPlane.start({
    apiServerFlags: ['--runtime-config=api/all=true', '--feature-gates=AllAlpha=true,AllBeta=true'],
  });
  const get = async (path: string): Promise<unknown> => {
    const { status, body } = await controlPlane.request(path);
    if (status !== 200) throw new Error(`GET ${path} gave ${status}`);
    return typeof body === 'string' ? JSON.parse(body) : body;
  };
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

if (import.meta.main) await generate();
