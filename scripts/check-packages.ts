/**
 * `npm run pack:check`: are the packages what users will get? Each is packed as for publishing; publint and attw look
 * at the tarballs; then all are unpacked into an empty project, where a program over them is type-checked, by two
 * compilers and two ways of resolving, and run. What a package depends on is linked from the workspace, and what it does
 * not declare is missing there. Last come the projects of the guide, whose tools npm fetches.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fencesOf } from '../packages/kube-rx/test/support/page.ts';
import { installTools, runSection, sectionsOfPage, startCluster } from './check-projects.ts';
import { checkImport, checkInstalledSize } from './footprint.ts';
import { runPageProgram } from './guide/page-program.ts';
import { installNodes } from './other-nodes.ts';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Package extends Manifest {
  readonly folder: string;
  readonly tarball: string;
}

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules/.bin');
const licence = readFileSync(join(root, 'LICENSE'), 'utf8');

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kube-rx-packages-'));
  try {
    const packages = step('pack', () => pack(folder));
    for (const { name, tarball } of packages) {
      step(`publint ${name}`, () => run('publint', ['run', tarball, '--strict']));
      const profile = name === '@kube-rx/cli' ? 'esm-only' : 'strict';
      // A program has no types.
      step(`attw ${name}`, () =>
        run('attw', [
          tarball,
          '--profile',
          profile,
          '--exclude-entrypoints',
          'bin',
          '--format',
          'ascii',
          '--no-emoji',
        ]),
      );
    }
    const project = join(folder, 'project');
    step('unpack into an empty project', () => {
      install(packages, project);
      link('@types/node', [join(root, 'node_modules')], join(project, 'node_modules'));
      writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }\n');
      writeFileSync(join(project, 'program.ts'), program);
    });
    for (const [compiler, moduleResolution] of compilations)
      step(`type-check with ${compiler}, ${moduleResolution}`, () =>
        typeCheck(project, compiler, moduleResolution),
      );
    const nodes = step('install other versions of Node', () => installNodes());
    for (const node of [process.execPath, ...Object.values(nodes)])
      step(`run on Node ${versionOf(node)}`, () => runProgram(project, node));
    step('npm install kube-rx', () => checkInstalledSize('kube-rx', join(project, 'node_modules')));
    step("import('kube-rx')", () => checkImport('kube-rx', project));
    step('run the command line', () => runCommandLine(project, packages));
    await runGuide(project);
    await runProjects(packages, join(folder, 'projects'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The pages of the guide that are a program and nothing else, as a user of the packages runs them. */
async function runGuide(project: string): Promise<void> {
  // What a reader installs besides.
  const besides = ['rxjs', 'pino', 'prom-client', '@opentelemetry/api', '@opentelemetry/sdk-metrics', 'zod'];
  for (const name of besides) link(name, [join(root, 'node_modules')], join(project, 'node_modules'));
  // What a page applies, a reader has beside the page.
  for (const manifest of globSync('examples/operators/*.yaml', { cwd: root }))
    cpSync(join(root, manifest), join(project, manifest));
  for (const page of globSync('docs/guide/*.md', { cwd: root }).sort()) {
    const fences = fencesOf(readFileSync(join(root, page), 'utf8')).filter(({ notRun }) => !notRun);
    if (!fences.every(({ language }) => language === 'ts' || language === 'text')) continue;
    const place = { cwd: project, env: process.env, command: process.execPath };
    await step(`run ${page}`, () => runPageProgram(page, fences, place));
  }
}

/** What the page about projects says of tools. */
async function runProjects(packages: readonly Package[], folder: string): Promise<void> {
  step('install the tools of projects', () => installTools(folder));
  install(packages, folder);
  const cluster = await startCluster(folder);
  try {
    for (const section of sectionsOfPage())
      step(`projects: ${section.title}`, () => runSection(folder, section));
  } finally {
    cluster.kill();
  }
}

type ModuleResolution = 'nodenext' | 'bundler';

/** tsc is TypeScript 7, tsc6 the one before it. */
const compilations: readonly (readonly [compiler: string, ModuleResolution])[] = [
  ['tsc', 'nodenext'],
  ['tsc', 'bundler'],
  ['tsc6', 'nodenext'],
];

/** Needs no cluster: the embedded API server answers. Nor `await using`, which the oldest Node we support lacks. */
const program = `
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client, reflector } from 'kube-rx';
import { ConfigMap } from 'kube-rx/k8s';
import { Deployment } from 'kube-rx/k8s/apps/v1';

const server = new ApiServer();
const client = new Client(server.service);
const configs = Api.namespaced(client, ConfigMap, 'default');
await configs.create({ metadata: { name: 'colours' }, data: { sky: 'blue' } });
const cache = reflector(Api.all(client, ConfigMap));
await cache.ready({ timeout: 10_000 });
const sky: string | undefined = cache.store.get('default/colours')?.data?.['sky'];
console.log(Deployment.plural, sky);
await cache.close();
await server.close();
`;
const expected = 'deployments blue\n';

/** Packs every package that is published, in one go. */
function pack(folder: string): Package[] {
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
  const published = folders.filter(
    (path) => existsSync(join(path, 'package.json')) && !manifestOf(path).private,
  );
  if (published.length === 0) throw new Error('there is no package in packages/');
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder, ...published], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const packed = JSON.parse(output) as { name: string; filename: string; files: { path: string }[] }[];
  return published.map((path) => {
    const manifest = manifestOf(path);
    const entry = packed.find(({ name }) => name === manifest.name);
    if (!entry) throw new Error(`npm pack left no tarball of ${manifest.name}`);
    const files = entry.files.map((file) => file.path);
    checkFiles(manifest.name, path, files);
    checkCode(manifest, path, files);
    return { ...manifest, folder: path, tarball: join(folder, entry.filename) };
  });
}

function checkFiles(name: string, folder: string, files: readonly string[]): void {
  for (const needed of ['dist/index.js', 'dist/index.d.ts', 'src/index.ts', 'README.md', 'LICENSE'])
    if (!files.includes(needed)) throw new Error(`${name}: ${needed} is not in the tarball`);
  const strays = files.filter((path) => /(^|\/)(test|node_modules)\/|\.tsbuildinfo$|\.tmp\./.test(path));
  if (strays.length > 0) throw new Error(`${name}: the tarball holds ${strays.join(', ')}`);
  // What was built from a source that is gone is still in dist until it is cleaned.
  const orphans = files.filter(
    (path) =>
      path.endsWith('.d.ts') && !files.includes(path.replace(/^dist\/(?:types\/)?(.*)\.d\.ts$/, 'src/$1.ts')),
  );
  if (orphans.length > 0) throw new Error(`${name}: no source for ${orphans.join(', ')}: npm run clean`);
  if (readFileSync(join(folder, 'LICENSE'), 'utf8') !== licence)
    throw new Error(`${name}: LICENSE is another one than that of the repository`);
}

/**
 * What our code imports, also what the program below does not reach, must come with the package. Nor may it hold what
 * only ES modules know, or a name that CommonJS gives to every module: projects compile it to CommonJS.
 */
function checkCode({ name, dependencies = {} }: Manifest, folder: string, files: readonly string[]): void {
  for (const path of files.filter((file) => /\.c?js$/.test(file))) {
    const code = readFileSync(join(folder, path), 'utf8');
    const modules = [...code.matchAll(imported)].map(([, esm, cjs]) => packageOf(esm ?? cjs ?? ''));
    const undeclared = modules.filter(
      (module) => !isBuiltin(module) && !module.startsWith('.') && !Object.hasOwn(dependencies, module),
    );
    if (undeclared.length > 0)
      throw new Error(`${name}: ${path} imports ${undeclared.join(', ')}, undeclared`);
    const [esmOnly] = /\bimport\.meta\b|^await\b/m.exec(code) ?? reserved.exec(code) ?? [];
    if (esmOnly !== undefined && path.startsWith('dist/') && path !== 'dist/main.js')
      throw new Error(`${name}: ${path} cannot be compiled to CommonJS, as it has: ${esmOnly}`);
  }
}

const imported =
  /^(?:import|export)\b(?:[^;"']*\bfrom)? ?["']([^"'\n]+)["'];$|^(?:let|const|var) [\w$]+ = require\("([^"]+)"\);$/gm;
const reserved =
  /^(?:(?:async )?function\*?|class|const|let|var) (?:require|module|exports|__filename|__dirname)\b/m;

/** `@scope/name` of `@scope/name/path`. */
function packageOf(module: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
}

function install(packages: readonly Package[], project: string): void {
  const modules = join(project, 'node_modules');
  for (const { name, tarball } of packages) {
    const target = join(modules, name);
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', target]);
  }
  const own = new Set(packages.map(({ name }) => name));
  for (const { name, folder, dependencies = {} } of packages)
    for (const needed of Object.keys(dependencies).filter((dependency) => !own.has(dependency)))
      link(
        needed,
        [join(folder, 'node_modules'), join(root, 'node_modules')],
        join(modules, name, 'node_modules'),
      );
}

function link(name: string, places: readonly string[], modules: string): void {
  const place = places.find((folder) => existsSync(join(folder, name)));
  if (place === undefined) throw new Error(`${name} is not installed`);
  const target = join(modules, name);
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(place, name), target);
}

function typeCheck(project: string, compiler: string, moduleResolution: ModuleResolution): void {
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2024', 'esnext.disposable'],
    module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext',
    moduleResolution,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  run(compiler, ['-p', project]);
}

function versionOf(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
}

function runProgram(project: string, node: string): void {
  const command = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', 'program.ts'];
  const output = execFileSync(node, command, { cwd: project, encoding: 'utf8', stdio: 'pipe' });
  if (output !== expected) throw new Error(`the program printed ${JSON.stringify(output)}`);
}

/** By the program of each package that has one: npm links the one that was installed last. */
function runCommandLine(project: string, packages: readonly Package[]): void {
  for (const { name, bin = {} } of packages)
    for (const path of Object.values(bin)) {
      const program = join(project, 'node_modules', name, path);
      const output = execFileSync(process.execPath, [program, 'get', '--help'], { encoding: 'utf8' });
      if (!output.startsWith('Usage: kube-rx get')) throw new Error(`${name}: ${path} printed ${output}`);
    }
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Runs a command of the workspace; what it prints is shown only when it fails. */
function run(command: string, args: readonly string[]): void {
  execFileSync(join(bin, command), args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
}

function step<T>(title: string, action: () => Promise<T>): Promise<T>;
function step<T>(title: string, action: () => T): T;
function step<T>(title: string, action: () => T | Promise<T>): T | Promise<T> {
  const began = performance.now();
  const done = (result: T): T => {
    const told = typeof result === 'string' ? `: ${result}` : '';
    process.stdout.write(`ok  ${title}${told} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
    return result;
  };
  const fail = (error: unknown): never => {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    const said = stdout === undefined ? String(error) : `${stdout}${stderr ?? ''}`;
    throw new Error(`${title}: failed\n${said}`, { cause: error });
  };
  try {
    const result = action();
    return result instanceof Promise ? result.then(done, fail) : done(result);
  } catch (error) {
    return fail(error);
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
