/**
 * The last part of `npm run pack:check`: is the page about projects true? The tools that it speaks of are installed as
 * `scripts/projects/package-lock.json` pins them, beside our packages as they would be published. Each section is run
 * in a folder of its own, with the files of the page's beginning and those of the section. Our own API server is the
 * cluster, over HTTP, found by a kubeconfig.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Fence, fencesOf } from '../packages/kube-rx/test/support/page.ts';

const root = join(import.meta.dirname, '..');
const page = 'docs/guide/projects.md';
/** What the program of the page prints. */
const namespaces = 'default kube-node-lease kube-public kube-system';

export interface Section {
  readonly title: string;
  readonly files: ReadonlyMap<string, string>;
  readonly commands: string;
}

/** The sections of the page that have something to run. */
export function sectionsOfPage(): Section[] {
  const [beginning = '', ...rest] = readFileSync(join(root, page), 'utf8').split(/^## /m);
  const shared = fencesOf(beginning);
  return rest
    .map((text) => ({ title: text.split('\n', 1)[0] ?? '', fences: fencesOf(text) }))
    .map(({ title, fences }) => ({
      title,
      files: filesIn([...shared, ...fences]),
      commands: fences
        .filter(({ language }) => language === 'sh')
        .map(({ code }) => code)
        .join('\n'),
    }))
    .filter(({ commands }) => commands !== '');
}

/** A block is a file where its first line is a comment that names one. */
function filesIn(fences: readonly Fence[]): Map<string, string> {
  return new Map(
    fences.flatMap(({ code }) => {
      const name = /^\/\/ (\S+\.\w+)\n/.exec(code)?.[1];
      return name === undefined ? [] : [[name, code]];
    }),
  );
}

/** Installs the tools. `folder` is where our packages are to be put beside them. */
export function installTools(folder: string): void {
  mkdirSync(folder);
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    cpSync(join(root, 'scripts/projects', file), join(folder, file));
  execFileSync('npm', ['install', '--no-save', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the commands of a section, which end at the first that fails. */
export function runSection(folder: string, { title, files, commands }: Section): void {
  const place = join(folder, title.toLowerCase().replaceAll(/\W+/g, '-'));
  mkdirSync(place);
  for (const [name, text] of files) writeFileSync(join(place, name), text);
  const output = execFileSync('bash', ['-ec', commands], {
    cwd: place,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: [join(folder, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH']].join(
        delimiter,
      ),
      KUBECONFIG: kubeconfigIn(folder),
      NO_COLOR: '1',
    },
  });
  const programs = commands.match(/(?:^|&& )(?:node|bun run|deno run) /gm) ?? [];
  const answers = output.split('\n').filter((line) => line === namespaces);
  if (answers.length !== programs.length)
    throw new Error(`${programs.length} programs gave ${answers.length} answers:\n${output}`);
}

/** A cluster, once its kubeconfig is there; to be killed. */
export async function startCluster(folder: string): Promise<ChildProcess> {
  const program = join(folder, 'node_modules/@kube-rx/cli/bin/kube-rx.js');
  const kubeconfig = kubeconfigIn(folder);
  const args = [program, 'apiserver', '--log-level', 'error', '--write-kubeconfig', kubeconfig];
  const cluster = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  while (!existsSync(kubeconfig)) {
    if (cluster.exitCode !== null) throw new Error('kube-rx apiserver has ended');
    await setTimeout(50);
  }
  return cluster;
}

function kubeconfigIn(folder: string): string {
  return join(folder, 'kubeconfig');
}
