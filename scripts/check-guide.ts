/**
 * `npm run guide:check`: do the pages of the guide work as written? In a copy of this workspace as a clone has it, where
 * nothing is built, with what npm installed here, the `sh` blocks of each page are typed into a shell in order, and its
 * `ts` blocks, which are one program, are run where the last of them stands. Whatever is printed must be the `text` below, in which `…` stands
 * for what varies, and a line of it alone for any number of lines. With names of pages (`client cli`) it checks only
 * these.
 */
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, relative } from 'node:path';
import { type Fence, fencesOf, severalPrograms } from '../packages/kube-rx/test/support/page.ts';
import { runPageProgram, textsBelow } from './guide/page-program.ts';
import { Session } from './guide/session.ts';

const root = join(import.meta.dirname, '..');
/** What a clone lacks. */
const madeHere = /(^|\/)(node_modules|dist|coverage|\.git)$|^docs\/(api|\.vitepress\/cache)$|\.tsbuildinfo$/;

async function main(): Promise<boolean> {
  const wanted = process.argv.slice(2);
  const pages = ['README.md', ...globSync('docs/guide/*.md', { cwd: root }).sort()]
    .filter((page) => !severalPrograms.includes(page))
    .filter((page) => wanted.length === 0 || wanted.includes(basename(page, '.md')));
  const unknown = wanted.filter((name) => !pages.some((page) => basename(page, '.md') === name));
  if (unknown.length > 0) throw new Error(`no page that can be checked has the name ${unknown.join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'kube-rx-guide-'));
  try {
    const clone = join(folder, 'kube-rx');
    cpSync(root, clone, { recursive: true, filter: (path) => !madeHere.test(relative(root, path)) });
    linkInstalled(clone);
    const env = environment(folder);
    let sound = true;
    for (const page of pages) sound = (await check(page, clone, env)) && sound;
    return sound;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The packages of others are linked from here; links among our own are relative, and lead to the clone's. */
function linkInstalled(clone: string): void {
  const [here, there] = [join(root, 'node_modules'), join(clone, 'node_modules')];
  mkdirSync(there);
  for (const entry of readdirSync(here, { withFileTypes: true })) {
    const [from, to] = [join(here, entry.name), join(there, entry.name)];
    if (entry.isSymbolicLink() || ['.bin', '@kube-rx'].includes(entry.name))
      cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    else if (!entry.name.startsWith('.')) symlinkSync(from, to);
  }
}

/** A reader's: neither the Node that the workspace brings, nor what npm told this script, nor a cluster. */
function environment(folder: string): NodeJS.ProcessEnv {
  const home = join(folder, 'home');
  mkdirSync(home);
  const mine =
    /^(npm_(lifecycle|package|command|execpath|node_execpath|config_local_prefix)|INIT_CWD|KUBE|NODE_OPTIONS)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !mine.test(name)));
  const path = (env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return {
    ...env,
    HOME: home,
    PATH: path.join(delimiter),
    NO_COLOR: '1',
    // npm says before a script what it runs.
    npm_config_loglevel: 'silent',
  };
}

/** Whether the page works as written; says so, and what was passed over. */
async function check(page: string, clone: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const began = performance.now();
  const fences = fencesOf(readFileSync(join(clone, page), 'utf8'));
  const typed = fences.filter(({ notRun }) => notRun === undefined);
  const lastTs = typed.findLast(({ language }) => language === 'ts');
  const shell = new Session('bash -e', { cwd: clone, env });
  let at = 0;
  try {
    for (const [index, fence] of typed.entries()) {
      at = fence.line;
      if (fence.language === 'sh') {
        await shell.type(shellBlock(fence, clone));
        await shell.prints(textsBelow(typed, index));
      } else if (fence === lastTs)
        await runPageProgram(page, typed, { cwd: clone, env, command: 'npm run try' });
      else if (fence.language !== 'ts' && fence.language !== 'text')
        throw new Error(`a block of ${fence.language || 'no language'} is neither typed nor printed`);
    }
  } catch (error) {
    console.log(`${page}:${at}: FAILED: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    shell.kill();
  }
  console.log(`${page}: ${typed.length} blocks, ${Math.round((performance.now() - began) / 100) / 10} s`);
  for (const { line, notRun } of fences)
    if (notRun !== undefined) console.log(`    not run, line ${line}: ${notRun}`);
  return true;
}

/** A block in a file of its own, so that no command of it can read those after it as its input. */
function shellBlock({ line, code }: Fence, clone: string): string {
  const file = join(clone, '..', `block-${line}.sh`);
  writeFileSync(file, code);
  return `. ${file} </dev/null; printf '\\1\\n'\n`;
}

process.exitCode = (await main()) ? 0 : 1;
