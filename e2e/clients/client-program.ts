/**
 * A client in another language: a small program in a folder of its own, which asks the server of KUBECONFIG and prints
 * what it saw, a line of JSON for each check. It is built once for what its files say, in the user's cache folder, as
 * the servers are. Where its tools are not here, or nothing can be fetched for it, it is left out and the run says so.
 */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Words = readonly [command: string, ...args: string[]];

export interface Language {
  /** That of the folder. */
  readonly name: string;
  /** What fails where the tools are not here. */
  readonly tools: readonly Words[];
  /** What builds the program in a copy of its folder. */
  readonly build: Words;
  /** What runs it, there. */
  readonly run: Words;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Seen {
  readonly check: string;
  readonly ok: boolean;
  readonly seen?: unknown;
  readonly error?: string;
}

export interface ClientProgram {
  /** Rejects where it is not done in time, or ends with a failure and no line that says which. */
  run(kubeconfig: string): Promise<readonly Seen[]>;
}

/** The program, built if need be; undefined where that cannot be done here, which is told. */
export async function clientProgram(language: Language): Promise<ClientProgram | undefined> {
  for (const tool of language.tools) {
    const { code } = await execute(tool, { cwd: import.meta.dirname, minutes: 1 });
    if (code === 0) continue;
    leaveOut(language, `there is no ${tool[0]} on this machine`);
    return undefined;
  }
  const folder = await cacheFolder(language);
  if (!(await isThere(folder))) {
    const why = await build(language, folder);
    if (why !== undefined) {
      leaveOut(language, why);
      return undefined;
    }
  }
  return { run: (kubeconfig) => run(language, { folder, kubeconfig }) };
}

async function build(language: Language, folder: string): Promise<string | undefined> {
  await mkdir(join(folder, '..'), { recursive: true });
  const building = await mkdtemp(`${folder}.building-`);
  try {
    await cp(join(import.meta.dirname, language.name), building, { recursive: true });
    process.stderr.write(`Building the client in ${language.name} into ${folder}: a minute or two, once.\n`);
    const { code, output } = await execute(language.build, { cwd: building, env: language.env, minutes: 9 });
    if (code !== 0 && unreachable.test(output)) return `what it needs could not be fetched:\n${output}`;
    if (code !== 0 && tooOld.test(output)) return `what builds it here is too old:\n${output}`;
    if (code !== 0) throw new Error(`the client in ${language.name} could not be built:\n${output}`);
    await rename(building, folder);
    return undefined;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

// As Go, pip, Maven and Cargo say that there is no way to a registry.
const unreachable =
  /no such host|dial tcp|NewConnectionError|name resolution|[Uu]nknown host|[Cc]ould not (?:resolve|connect)|UnknownHostException|[Nn]etwork is unreachable|Timeout was reached|download of config\.json failed/;

// As Cargo says that it, or its compiler, is older than what is to be built.
const tooOld = /`edition2024`|requires rustc/;

async function run(
  language: Language,
  { folder, kubeconfig }: { readonly folder: string; readonly kubeconfig: string },
): Promise<readonly Seen[]> {
  const env = { ...language.env, KUBECONFIG: kubeconfig };
  const { code, output, lines } = await execute(language.run, { cwd: folder, env, minutes: 2 });
  const seen = lines.filter((line) => line.startsWith('{"')).map((line) => JSON.parse(line) as Seen);
  if (seen.length === 0 || (code === 0) !== seen.every(({ ok }) => ok))
    throw new Error(`the client in ${language.name} ended with ${code ?? 'a signal'}:\n${output}`);
  return seen;
}

function leaveOut({ name }: Language, why: string): void {
  const line = '#'.repeat(80);
  process.stderr.write(`${line}\n##  THE CLIENT IN ${name.toUpperCase()} IS NOT RUN: ${why}\n${line}\n`);
}

async function cacheFolder({ name, build: words }: Language): Promise<string> {
  const source = join(import.meta.dirname, name);
  const hash = createHash('sha256').update(JSON.stringify(words));
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted())
    hash.update(`${file.slice(source.length)}\0`).update(await readFile(file));
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const platform = `${process.platform}-${process.arch}`;
  return join(cache, 'kube-rx', `client-${name}-${hash.digest('hex').slice(0, 16)}-${platform}`);
}

async function isThere(folder: string): Promise<boolean> {
  try {
    await access(folder);
    return true;
  } catch {
    return false;
  }
}

interface Execution {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** After these it is ended. */
  readonly minutes: number;
}

interface Executed {
  /** Undefined where it could not be run or was ended. */
  readonly code: number | undefined;
  /** The end of all that it wrote. */
  readonly output: string;
  /** What it wrote to standard output. */
  readonly lines: readonly string[];
}

async function execute([command, ...args]: Words, { cwd, env, minutes }: Execution): Promise<Executed> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: minutes * 60_000,
    killSignal: 'SIGKILL',
  });
  let [output, stdout] = ['', ''];
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | undefined>((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('close', (status) => resolve(status ?? undefined));
  });
  return { code, output, lines: stdout.split('\n') };
}
