/**
 * `npm run build`, second half: the JavaScript of each package, whose declarations tsc has written to `dist/types`. An
 * entry of a package is one ES module (`dist/NAME.js`) and one CommonJS module (`dist/NAME.cjs`), and a chunk for each
 * part that is loaded when it is needed: Node takes longer to find and open 160 small modules than to run them.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type OutputOptions, type RolldownOutput } from 'rolldown';

const root = join(import.meta.dirname, '..');

/** Dependencies that have no CommonJS build, which ours therefore brings along. */
const esModulesOnly = ['got', '@marcbachmann/cel-js'];

interface Manifest {
  readonly type: string;
  readonly exports: Readonly<Record<string, string | Conditions>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Conditions {
  readonly 'kube-rx:src'?: string;
  readonly require?: string;
}

for (const path of globSync('packages/*/package.json', { cwd: root })) {
  const folder = join(root, path, '..');
  const manifest = JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest;
  // A chunk is named by its content, so those of an earlier build would stay.
  for (const stale of globSync('dist/**/*.{js,cjs}{,.map}', { cwd: folder })) rmSync(join(folder, stale));
  const entries = entriesOf(manifest, folder);
  const dependencies = Object.keys(manifest.dependencies ?? {});
  const outputs = [
    await bundle(folder, dependencies, {
      entries: existsSync(join(folder, 'src/main.ts')) ? [...entries, 'main'] : entries,
      output: { format: 'esm', entryFileNames: '[name].js', sourcemap: true, sourcemapExcludeSources: true },
    }),
  ];
  if (isForCommonJs(manifest)) {
    const external = dependencies.filter((name) => !esModulesOnly.includes(name));
    outputs.push(
      await bundle(folder, external, {
        entries,
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: '[name]-[hash].cjs',
          esModule: true,
        },
      }),
    );
  }
  declareEntries(folder, entries);
  writeNotices(folder, outputs);
}

/** What the package exports, each named by its path in `src`. */
function entriesOf({ exports }: Manifest, folder: string): string[] {
  const sources = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [] : (target['kube-rx:src'] ?? []),
  );
  const files = sources.flatMap((source) => globSync(source.replace('*', '**/*'), { cwd: folder }));
  return [...new Set(files.map((file) => file.replace(/^src\/(.*)\.ts$/, '$1')))];
}

function isForCommonJs({ exports }: Manifest): boolean {
  return Object.values(exports).some((target) => typeof target !== 'string' && target.require !== undefined);
}

interface Bundle {
  readonly entries: readonly string[];
  readonly output: OutputOptions;
}

function bundle(
  folder: string,
  external: readonly string[],
  { entries, output }: Bundle,
): Promise<RolldownOutput> {
  return build({
    cwd: folder,
    input: Object.fromEntries(entries.map((name) => [name, `./src/${name}.ts`])),
    external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
    platform: 'node',
    transform: { target: 'node22.12' },
    // What is documented is documented in the declarations; Node would read it at each start.
    output: { dir: 'dist', comments: { jsdoc: false }, ...output },
    // Nor where each part of a file comes from: source maps tell.
    experimental: { attachDebugInfo: 'none' },
    logLevel: 'warn',
  });
}

/**
 * The declarations in `dist/types` are those of the CommonJS modules. ES modules are declared by re-exporting them, so
 * that a class is one type, whichever way it was imported.
 */
function declareEntries(folder: string, entries: readonly string[]): void {
  writeFileSync(join(folder, 'dist/types/package.json'), '{ "type": "commonjs" }\n');
  for (const name of entries) {
    const up = '../'.repeat(name.split('/').length - 1) || './';
    const file = join(folder, `dist/${name}.d.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `export * from '${up}types/${name}.js';\n`);
  }
}

/** The licences of the packages that parts of the output come from. */
function writeNotices(folder: string, outputs: readonly RolldownOutput[]): void {
  const modules = outputs
    .flatMap(({ output }) => output)
    .flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  const packages = new Set(
    modules.flatMap(
      (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id.replaceAll('\\', '/')) ?? [],
    ),
  );
  const file = join(folder, 'dist/THIRD-PARTY-LICENSES.txt');
  rmSync(file, { force: true });
  if (packages.size === 0) return;
  const notices = [...packages].toSorted().map((path) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(path, 'package.json'), 'utf8'),
    ) as Readonly<Record<string, string>>;
    const [file] = globSync('licen[cs]e*', { cwd: path });
    const text = file === undefined ? license : readFileSync(join(path, file), 'utf8').trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  writeFileSync(
    file,
    `Parts of this package come from these, under their licences.\n\n${notices.join('\n---\n\n')}`,
  );
}
