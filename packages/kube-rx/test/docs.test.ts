// Code in documentation is code: every ts fence of the README and the guides, every `@example` and every
// program that opens an index is type-checked against the sources.

import { execFile } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { moduleOf, type Page, pageOfMarkdown, pageOfSource, type Supply } from './support/page.ts';

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
    declare const columns: ColumnTables; declare const zeros: ZeroObjects;
    declare const sources: ProtoSources[]; declare const messages: ProtoMessages;
    declare const options: PrintOptions; declare function write(path: string, text: string): void;`,
  'packages/apiserver/src/state/': 'declare function rm(file: string): Promise<void>;',
  'packages/simulation/src/invariants.ts':
    'declare const world: World; declare const store: Store<DynamicObject>;',
  'packages/simulation/src/simulated-connection.ts': 'declare const world: World;',
  'packages/simulation/src/index.ts':
    'declare function startMyController(client: Client): Subject; declare const client: never; declare const server: never;',
};

interface Document {
  readonly path: string;
  readonly text: string;
}

const documents: Document[] = [
  ...markdown.map((path) => ({ path, page: pageOfMarkdown(read(path)), names: undefined })),
  ...sources.map((path) => {
    const page = pageOfSource(read(path), path.endsWith('/index.ts'));
    return { path, page: withGiven(page, path), names: supply() };
  }),
]
  .filter(({ page }) => page.fences.length > 0)
  .map(({ path, page, names }) => ({ path, text: moduleOf(page, names) }));

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
  test('keeps its lines, moves imports to the first one and lets a fence see those before it', () => {
    const page = pageOfMarkdown(
      '# Title\n<!-- given\ndeclare const x: X;\n-->\n```ts\nimport { a } from "m";\na(x);\n```\n\n```ts\nlet b = a;\n```\n',
    );
    expect(moduleOf(page).split('\n')).toEqual([
      "export {}; import { a } from 'm'; declare const x: X;  ",
      '',
      '',
      '',
      '{',
      '                      ',
      'a(x);',
      '',
      '',
      '{',
      'let b = a;',
      '}}',
      '',
    ]);
  });
});

function withGiven(page: Page, path: string): Page {
  const own = Object.entries(givenOf).find(([start]) => path.startsWith(start))?.[1] ?? '';
  const rest = given.split(';').filter((each) => !own.includes(each.trim().split(':')[0] ?? ''));
  return { ...page, given: `${own} ${own === '' ? given : rest.join(';')}` };
}

/** Names that examples need not import. */
function supply(): Supply {
  const modules: readonly (readonly [module: string, path: string])[] = [
    ...['core', 'encoding', 'client', 'runtime', 'apiserver', 'simulation', 'codegen'].map(
      (name) => [`@kube-rx/${name}`, `packages/${name}/src/index.ts`] as const,
    ),
    ['kube-rx/k8s', 'packages/k8s/src/index.ts'],
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
    if (file?.startsWith('../') === true || !line.includes('error')) return [];
    const page = pages[Number.parseInt(file ?? '', 10)];
    return [page ? `${page.path}:${at}: ${message}` : line];
  });
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
