/**
 * What the packages cost those who use them: bytes on the disk with all that npm installs beside them, and what
 * importing them loads. Of the latter bytes and packages have limits; the time is told beside that of another client of
 * Kubernetes, measured in turns, as it depends on the machine.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Of `npm install kube-rx`: the sizes of all files. */
const mostInstalledBytes = 25_000_000;
// What a file takes on most disks is a multiple of it. It is told beside the sizes.
const blockBytes = 4096;
/** Of `import('kube-rx')`, in modules of ours: what is not needed at once is loaded when it is used. A watcher needs all of itself. */
const mostImportedBytes = 690_000;
const importedPackages = [
  '@kube-rx/client',
  '@kube-rx/controller',
  '@kube-rx/core',
  '@kube-rx/runtime',
  'kube-rx',
  'lru-cache',
  'rxjs',
];
/** Of the time that importing client-node takes. */
const mostImportShare = 0.3;
const rounds = 7;

interface Dependent {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * Adds up what `npm install NAME` writes. `modules` has our packages as they are published; the others are where npm has
 * put them in the workspace.
 *
 * @throws Error where it is too much.
 */
export function checkInstalledSize(name: string, modules: string): string {
  const sizes = new Map<string, Size>();
  const add = (folder: string): void => {
    if (sizes.has(folder)) return;
    sizes.set(folder, sizeOf(folder));
    for (const needed of Object.keys(manifestOf(folder).dependencies ?? {}))
      add(placeOf(needed, folder, modules));
  };
  add(join(modules, name));
  const { bytes, onDisk } = sum([...sizes.values()]);
  const told = `${megabytes(bytes)} MB in ${sizes.size} packages, ${megabytes(onDisk)} MB in blocks of the disk`;
  if (bytes > mostInstalledBytes)
    throw new Error(`npm install ${name} writes ${told}, more than ${megabytes(mostInstalledBytes)} MB`);
  return told;
}

interface Size {
  readonly bytes: number;
  readonly onDisk: number;
}

function sum(sizes: readonly Size[]): Size {
  return sizes.reduce(
    (all, { bytes, onDisk }) => ({ bytes: all.bytes + bytes, onDisk: all.onDisk + onDisk }),
    { bytes: 0, onDisk: 0 },
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

// npm puts a package beside the one that needs it, or further up where many can use it.
function placeOf(name: string, folder: string, modules: string): string {
  const places = [join(folder, 'node_modules', name), join(modules, name), join(root, 'node_modules', name)];
  const place = places.find((candidate) => existsSync(join(candidate, 'package.json')));
  if (place === undefined) throw new Error(`${name} is not installed`);
  return place;
}

function sizeOf(folder: string): Size {
  const sizes = readdirSync(folder).map((entry) => {
    const path = join(folder, entry);
    const stat = lstatSync(path);
    if (stat.isDirectory()) return entry === 'node_modules' ? sum([]) : sizeOf(path);
    return { bytes: stat.size, onDisk: Math.ceil(stat.size / blockBytes) * blockBytes };
  });
  return sum(sizes);
}

function manifestOf(folder: string): Dependent {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Dependent;
}

/**
 * Imports a package in a process of its own.
 *
 * @throws Error where that loads too much, or a package that only some programs need.
 */
export function checkImport(name: string, project: string): string {
  const answer = execFileSync(process.execPath, ['--input-type=module', '--eval', countLoaded, name], {
    cwd: project,
    encoding: 'utf8',
  });
  const loaded = JSON.parse(answer) as Record<string, number>;
  const strays = Object.keys(loaded).filter((found) => !importedPackages.includes(found));
  if (strays.length > 0)
    throw new Error(`importing ${name} loads ${strays.join(', ')}: load it when it is used`);
  const ours = Object.entries(loaded).filter(([found]) => /^@?kube-rx/.test(found));
  const bytes = ours.reduce((sum, [, size]) => sum + size, 0);
  if (bytes > mostImportedBytes)
    throw new Error(`importing ${name} loads ${bytes} bytes of ours, more than ${mostImportedBytes}`);
  const share = importShare(name, project);
  if (share > mostImportShare)
    throw new Error(
      `importing ${name} takes ${share.toFixed(2)} of the time of client-node, more than ${mostImportShare}`,
    );
  return `${(bytes / 1e3).toFixed(0)} kB of ours, ${share.toFixed(2)} of the time of client-node`;
}

const countLoaded = `
import { statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
const loaded = {};
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) {
      const path = fileURLToPath(url);
      const name = /.*node_modules.((?:@[^/]+.)?[^/]+)/.exec(path)?.[1] ?? path;
      loaded[name] = (loaded[name] ?? 0) + statSync(path).size;
    }
    return next(url, context);
  },
});
await import(process.argv[1]);
process.stdout.write(JSON.stringify(loaded));
`;

function importShare(name: string, project: string): number {
  const time = (cwd: string, program: string): number => {
    const began = performance.now();
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd });
    return performance.now() - began;
  };
  const times = Array.from({ length: rounds }, () => {
    const nothing = time(project, '');
    const ours = time(project, `await import(${JSON.stringify(name)})`);
    const other = time(root, "await import('@kubernetes/client-node')");
    return (ours - nothing) / (other - nothing);
  });
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}
