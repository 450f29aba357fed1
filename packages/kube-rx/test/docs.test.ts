// Code in documentation is code: a page's ts blocks are one program, which is type-checked against the sources, as
// are every `@example` and every program that opens an index. `npm run guide:check` runs the pages.

import { execFile } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import {
  type Examples,
  examplesOf,
  fencesOf,
  moduleOf,
  partsOf,
  programOf,
  type Supply,
  severalPrograms,
} from './support/page.ts';

const root = join(import.meta.dirname, '../../..');
// Below the root, so that packages are found as they are by any program of the workspace.
const folder = join(root, 'node_modules/.cache/kube-rx-docs');

const markdown = globSync(['README.md', 'packages/*/README.md', 'docs/**/*.md'], {
  cwd: root,
  exclude: ['docs/api/**'],
});
const sources = globSync('packages/*/src/**/*.ts', {
  cwd: root,
  exclude: ['packages/{k8s,cli}/**', '**/k8s/**'],
});

/** What examples talk about without saying where it comes from. */
const given = `
  declare const client: Client; declare const pods: Api<Pod>; declare const signal: AbortSignal;
  declare const pod: Pod; declare const server: ApiServer; declare const writer: StoreWriter<Pod>;
  declare const replicaSet: ReplicaSet; declare const deployment: Deployment; declare const error: unknown;
  declare const bytes: Uint8Array; declare const response: HttpResponse;
  interface Website extends KubeObject { readonly spec: { readonly url: string } }
`;

/** Where single files or folders differ from that. */
const givenOf: Readonly<Record<string, string>> = {
  'packages/core/src/values/quantity.ts':
    'declare const pods: Pod[]; declare function cpuRequest(pod: Pod): string;',
  'packages/codegen/': `
    declare const kubernetes: string; declare const resourceLists: ApiResourceList[];
    declare const openApi: ServerDocuments['openApi']; declare const schemas: Schemas; declare const crd: unknown;
    declare const input: BuiltInInput; declare const modules: Module[]; declare const header: string[];
    declare const columns: ColumnTables; declare const zeros: ZeroObjects; declare const policy: RecordedPolicy;
    declare const sources: ProtoSources[]; declare const messages: ProtoMessages;
    declare const options: PrintOptions; declare function write(path: string, text: string): void;`,
  'packages/controller/': `
    interface Website extends KubeObject { readonly spec: { readonly host: string };
      readonly status?: { readonly readyReplicas?: number; readonly conditions?: readonly StatusCondition[] } }
    declare const Website: Resource<Website, 'Namespaced', 'status'>; declare const site: Website;
    declare const clock: Clock; declare const context: ReconcileContext<Website>; declare const children: Children;
    declare const jobs: Api<Job>; declare const dns: { set(host: string): Promise<void>; remove(host: string): Promise<void> };`,
  // A kind that is defined takes the place of the given one, which is named in a comment.
  'packages/crd/src/definition/define-custom-resource.ts':
    "declare const z: typeof import('zod').z; /* interface Website extends KubeObject { readonly spec */",
  'packages/crd/': `
    declare const z: typeof import('zod').z; declare const schema: SchemaInput; declare const text: string;
    /* interface Website extends KubeObject { readonly spec */
    declare const Website: CustomResource<{ readonly v1: { readonly spec: JsonSchemaInput } }, 'Namespaced'>;
    declare const log: { info(fields: object, text: string): void };
    declare const before: typeof Website.definition; declare const after: typeof Website.definition;`,
  'packages/rbac/': 'declare const manifests: readonly unknown[]; declare const accesses: readonly Access[];',
  'packages/apiserver/src/state/': 'declare function rm(file: string): Promise<void>;',
  'packages/simulation/src/invariants.ts':
    'declare const world: World; declare const store: Store<DynamicObject>;',
  'packages/simulation/src/crash-sweep.ts': 'declare const subject: StartSubject;',
  'packages/simulation/src/simulated-connection.ts': 'declare const world: World;',
  'packages/simulation/src/index.ts':
    'declare function startMyController(client: Client): Subject; declare const client: never; declare const server: never;',
};

interface Document {
  readonly path: string;
  readonly text: string;
}

const documents: Document[] = [
  ...markdown
    .map((path) => ({ path, fences: fencesOf(read(path)) }))
    .map(({ path, fences }) => ({
      path,
      hasCode: fences.some(({ language }) => language === 'ts'),
      text: severalPrograms.includes(path) ? moduleOf(partsOf(read(path)), new Map()) : programOf(fences),
    })),
  ...sources.map((path) => {
    const fences = examplesOf(read(path), path.endsWith('/index.ts'));
    return { path, hasCode: fences.length > 0, text: moduleOf(withGiven(fences, path), supply()) };
  }),
].filter(({ hasCode }) => hasCode);

describe('code in documentation', () => {
  let complaints: readonly string[] = [];

  beforeAll(async () => {
    complaints = await typeCheck(documents);
  }, 120_000);

  test.each(documents.map(({ path }) => path))('of %s compiles', (path) => {
    expect(complaints.filter((each) => each.startsWith(`${path}:`))).toEqual([]);
  });

  test('is all that the compiler was shown', () => {
    const shown = documents.map(({ path }) => `${path}:`);
    expect(complaints.filter((each) => !shown.some((start) => each.startsWith(start)))).toEqual([]);
  });
});

describe('a page of documentation', () => {
  test('is one program, whose lines are the lines of the page', () => {
    const fences = fencesOf('# Title\n```ts\nlet a = 1;\n```\n```text\n1\n```\n\n```ts\na += 1;\n```\n');
    expect(programOf(fences).split('\n')).toEqual([
      '',
      '',
      'let a = 1;',
      '',
      '',
      '',
      '',
      '',
      '',
      'a += 1;',
      'export {};',
      '',
    ]);
  });

  test('says of a block that is not run why', () => {
    const fences = fencesOf('<!-- not run: takes a day -->\n\n```sh\nsleep 1d\n```\n```sh\nls\n```\n');
    expect(fences.map(({ language, notRun }) => [language, notRun])).toEqual([
      ['sh', 'takes a day'],
      ['sh', undefined],
    ]);
  });
});

function withGiven(fences: Examples['fences'], path: string): Examples {
  const own = Object.entries(givenOf).find(([start]) => path.startsWith(start))?.[1] ?? '';
  const rest = given.split(';').filter((each) => !own.includes(each.trim().split(':')[0] ?? ''));
  return { fences, given: `${own} ${own === '' ? given : rest.join(';')}` };
}

/** Names that examples need not import. */
function supply(): Supply {
  const modules: readonly (readonly [module: string, path: string])[] = [
    ...['core', 'client', 'runtime', 'controller', 'apiserver', 'simulation', 'codegen', 'rbac'].map(
      (name) => [`@kube-rx/${name}`, `packages/${name}/src/index.ts`] as const,
    ),
    ['@kube-rx/core/encoding', 'packages/core/src/encoding/index.ts'],
    ['kube-rx/k8s', 'packages/k8s/src/index.ts'],
    ['@kube-rx/crd', 'packages/crd/src/index.ts'],
  ];
  return new Map(modules.map(([module, path]) => [module, new Set(namesExportedBy(path))]));
}

function namesExportedBy(path: string): string[] {
  const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.ESNext);
  return file.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      return clause && ts.isNamedExports(clause) ? clause.elements.map((element) => element.name.text) : [];
    }
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText(file));
    return ts.isTypeAliasDeclaration(statement) ? [statement.name.text] : [];
  });
}

/** What the compiler says, as `path:line: message`; of the sources themselves it is not asked. */
async function typeCheck(pages: readonly Document[]): Promise<string[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [index, { text }] of pages.entries()) writeFileSync(join(folder, `${index}.ts`), text);
  const compilerOptions = {
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    verbatimModuleSyntax: false,
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
    noEmit: true,
    typeRoots: [join(root, 'node_modules/@types')],
    // The program of a page is run in the top folder of a clone, and may import from there.
    rootDirs: [folder, root],
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['*.ts'] }),
  );
  const output = await new Promise<string>((resolve) => {
    const tsc = join(root, 'node_modules/.bin/tsc');
    execFile(tsc, ['-p', '.', '--pretty', 'false'], { cwd: folder }, (_, stdout) => resolve(stdout));
  });
  return output.split('\n').flatMap((line) => {
    const [, file, at, message] = /^(\S+?)\((\d+),\d+\): error (.*)$/.exec(line) ?? [];
    // A line that begins with a space goes on with what the line before says.
    if (file?.startsWith('../') === true || line.startsWith(' ') || !line.includes('error')) return [];
    const page = pages[Number.parseInt(file ?? '', 10)];
    return [page ? `${page.path}:${at}: ${message}` : line];
  });
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
