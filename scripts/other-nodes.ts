/**
 * `npm run test:nodes`: does the client behave the same on the other versions of Node that it supports? Node changes what
 * it reports of broken connections, and how it hands bodies over, from one version to the next. The versions are those
 * that `scripts/nodes/package-lock.json` pins, installed once for this machine. The oldest one cannot run the tests, as
 * it reads no TypeScript; `npm run pack:check` runs the packages on it.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const pinned = join(root, 'scripts/nodes');

/** Installs the versions, and gives the path of each program by its name. */
export function installNodes(): Readonly<Record<'oldest' | 'node22' | 'node26', string>> {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const lock = readFileSync(join(pinned, 'package-lock.json'));
  const folder = join(
    cache,
    'kube-rx',
    `nodes-${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`,
  );
  const done = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(done)) {
    rmSync(folder, { recursive: true, force: true });
    cpSync(pinned, folder, { recursive: true });
    const options = ['--prefer-offline', '--no-audit', '--no-fund'];
    execFileSync('npm', ['ci', ...options], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const pathOf = (name: string): string => join(folder, 'node_modules', name, 'bin/node');
  return { oldest: pathOf('node-oldest'), node22: pathOf('node-22'), node26: pathOf('node-26') };
}

if (import.meta.main) {
  const { node22, node26 } = installNodes();
  for (const node of [node22, node26]) {
    console.log(execFileSync(node, ['--version'], { encoding: 'utf8' }).trim());
    const flags = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    execFileSync(node, [...flags, jest, 'packages/client/test'], { cwd: root, stdio: 'inherit' });
  }
}
