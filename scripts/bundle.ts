/**
 * `npm run build`, second half: the JavaScript of each package that tsc writes declarations for alone. A package is
 * one module then, and a chunk for each part that is loaded when it is needed: Node takes longer to find and open
 * 160 small modules than to run them.
 */
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

const root = join(import.meta.dirname, '..');

interface Tsconfig {
  readonly compilerOptions: { readonly emitDeclarationOnly?: boolean };
}

for (const path of globSync('packages/*/tsconfig.json', { cwd: root })) {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, path), 'utf8')) as Tsconfig;
  if (!compilerOptions.emitDeclarationOnly) continue;
  const folder = join(root, path, '..');
  // A chunk is named by its content, so those of an earlier build would stay.
  for (const stale of globSync('dist/**/*.js{,.map}', { cwd: folder })) rmSync(join(folder, stale));
  await build({
    cwd: folder,
    input: ['./src/index.ts', './src/main.ts'].filter((entry) => existsSync(join(folder, entry))),
    external: (id, _importer, isResolved) => !isResolved && !id.startsWith('.'),
    platform: 'node',
    transform: { target: 'node22.12' },
    output: { dir: 'dist', sourcemap: true, sourcemapExcludeSources: true },
    logLevel: 'warn',
  });
}
