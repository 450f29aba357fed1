// What a kind costs: the compiler, for a program that lists pods against an empty one, and Node, for one import.
// Processes are started again and again, and the best of each is taken, as a busy machine only ever adds.
//
//   npm run build && node bench/kinds.ts [rounds]

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
// Below the root, so that packages are found as they are by any program of the workspace.
const folder = join(root, 'node_modules/.cache/kube-rx-bench-kinds');
const rounds = Number(process.argv[2] ?? 7);

const programs: Readonly<Record<string, string>> = {
  empty: 'export {};',
  'a type and a token': `
    import { Pod } from 'kube-rx/k8s';
    export const names = (pods: readonly Pod[]): string[] => pods.map((pod) => Pod.plural + pod.metadata.name);`,
  'list pods with kube-rx': `
    import { Api, Client } from 'kube-rx'; import { Pod } from 'kube-rx/k8s';
    for (const pod of await Api.all(await Client.tryDefault(), Pod).list()) console.log(pod.metadata.name);`,
  'list pods with @kubernetes/client-node': `
    import { CoreV1Api, KubeConfig } from '@kubernetes/client-node'; const config = new KubeConfig(); config.loadFromDefault();
    for (const pod of (await config.makeApiClient(CoreV1Api).listPodForAllNamespaces()).items) console.log(pod.metadata?.name);`,
};

const imports = [
  'kube-rx/k8s',
  'kube-rx/k8s/apps/v1',
  '@kube-rx/k8s',
  '@kube-rx/k8s/apps/v1',
  '@kube-rx/k8s/catalog',
  '@kube-rx/k8s/merge-rules',
  '@kubernetes/client-node',
];

const options = {
  target: 'es2023',
  module: 'nodenext',
  lib: ['es2023', 'esnext.disposable', 'dom'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

console.log(
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}, best of ${rounds}\n`,
);
rmSync(folder, { recursive: true, force: true });
console.table(Object.fromEntries(Object.entries(programs).map(([name, text]) => [name, typeCheck(text)])));
console.table(Object.fromEntries(imports.map((specifier) => [specifier, importTime(specifier)])));
console.table(sizes());
rmSync(folder, { recursive: true, force: true });

function typeCheck(text: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'program.ts'), text);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['program.ts'] }),
  );
  return { ...compile('tsc', 'TypeScript 7'), ...compile('tsc6', 'TypeScript 6') };
}

function compile(compiler: string, name: string): Record<string, string> {
  let seconds = Infinity;
  let lines = 0;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    const { stdout, status } = spawnSync(
      join(root, 'node_modules/.bin', compiler),
      ['-p', folder, '--extendedDiagnostics'],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stdout);
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
    lines = [...stdout.matchAll(/^Lines[^:]*:\s*(\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  }
  return { [`${name}, s`]: seconds.toFixed(2), [`${name}, lines`]: lines.toLocaleString('en') };
}

/** Milliseconds from before the import to after it, and the modules that Node loaded for it. */
function importTime(specifier: string): Record<string, string> {
  const program = `
    const start = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - start);`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'import.mjs'), program);
  const times = Array.from({ length: rounds * 3 }, () =>
    Number(execFileSync(process.execPath, [join(folder, 'import.mjs')], { encoding: 'utf8' })),
  );
  return { ms: Math.min(...times).toFixed(1) };
}

function sizes(): Record<string, Record<string, string>> {
  const k8s = join(root, 'packages/k8s/dist');
  if (!existsSync(k8s)) throw new Error('build first: npm run build');
  const measure = (paths: readonly string[]): Record<string, string> => {
    const texts = paths.map((path) => readFileSync(path, 'utf8'));
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const lines = texts.reduce((sum, text) => sum + text.split('\n').length, 0);
    return { files: String(paths.length), lines: lines.toLocaleString('en'), KB: (bytes / 1000).toFixed(0) };
  };
  const peer = join(createRequire(import.meta.url).resolve('@kubernetes/client-node'), '..');
  return {
    'definitions of @kube-rx/k8s': measure(globSync(`${k8s}/**/*.d.ts`)),
    'JavaScript of @kube-rx/k8s': measure(globSync(`${k8s}/**/*.js`)),
    'of that, all tokens': measure([join(k8s, 'tokens.js')]),
    'definitions of @kubernetes/client-node': measure(globSync(`${peer}/**/*.d.ts`)),
  };
}
