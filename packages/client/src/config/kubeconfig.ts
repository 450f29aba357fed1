// Reads and merges kubeconfig files.
// https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/

import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isAbortError } from '@kube-rx/core';
import { ConfigError, errorCode } from '../errors.ts';
import { readInputFile } from '../input-file.ts';
import type { Environment } from './config.ts';
import { Section } from './section.ts';

interface ReadKubeconfigOptions {
  readonly mayBeMissing?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

const maxBytes = 16 * 2 ** 20;

/**
 * The entries of any number of files by name, and the current context.
 *
 * @example
 * const { contexts, currentContext } = await Kubeconfig.read(kubeconfigFiles(process.env));
 */
export class Kubeconfig {
  readonly files: readonly string[];
  readonly currentContext: string | undefined;
  readonly clusters: ReadonlyMap<string, Section>;
  readonly contexts: ReadonlyMap<string, Section>;
  readonly users: ReadonlyMap<string, Section>;

  private constructor(sections: readonly Section[]) {
    this.files = sections.map(({ file }) => file);
    this.currentContext = sections.map((section) => section.text('current-context')).find(Boolean);
    this.clusters = mergeEntries(sections, 'clusters');
    this.contexts = mergeEntries(sections, 'contexts');
    this.users = mergeEntries(sections, 'users');
  }

  /**
   * Reads texts, or bytes of UTF-8 or UTF-16, each with the path of its file. As for kubectl, the first one that names
   * an entry wins, and of a file its first document counts.
   *
   * @throws ConfigError naming file and line or key, for bad YAML or an entry without a name.
   */
  static async parse(
    sources: readonly { readonly file: string; readonly text: string | Uint8Array }[],
  ): Promise<Kubeconfig> {
    return await Promise.resolve(new Kubeconfig(sources.map(({ file, text }) => Section.parse(text, file))));
  }

  /**
   * Reads files, each of at most 16 MiB. Those that do not exist are skipped where they may be missing. Default: where
   * there are several. A pipe is waited for, until `signal` fires.
   *
   * @throws ConfigError also for a file that cannot be read.
   */
  static async read(
    files: readonly string[],
    { mayBeMissing = files.length > 1, signal }: ReadKubeconfigOptions = {},
  ): Promise<Kubeconfig> {
    const sources = [];
    for (const file of files) {
      const text = await readBytes(file, { mayBeMissing, signal });
      if (text !== undefined) sources.push({ file, text });
    }
    return Kubeconfig.parse(sources);
  }

  /** True for files without entries, which some tools leave behind. They count as no kubeconfig. */
  get isEmpty(): boolean {
    return this.contexts.size === 0 && this.clusters.size === 0 && this.currentContext === undefined;
  }
}

/**
 * The paths in `KUBECONFIG`, or the one in the home directory.
 *
 * @example
 * kubeconfigFiles({ HOME: '/home/ann' });   // ['/home/ann/.kube/config']
 */
export function kubeconfigFiles(environment: Environment): string[] {
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  if (listed.length > 0) return [...new Set(listed)];
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
  return [join(home, '.kube', 'config')];
}

function mergeEntries(sections: readonly Section[], key: string): ReadonlyMap<string, Section> {
  const entries = new Map<string, Section>();
  for (const section of sections)
    for (const entry of section.sections(key)) {
      const name = entry.requireText('name');
      if (!entries.has(name)) entries.set(name, entry.named(`${key}[${name}]`));
    }
  return entries;
}

async function readBytes(
  file: string,
  { mayBeMissing, signal }: ReadKubeconfigOptions,
): Promise<Uint8Array | undefined> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readInputFile(file, { maxBytes, signal });
  } catch (cause) {
    if (isAbortError(cause)) throw cause;
    const code = errorCode(cause);
    if (code === 'ENOENT' && mayBeMissing === true) return undefined;
    throw new ConfigError(`the kubeconfig file ${readProblem(code)}`, { where: file, cause });
  }
  if (bytes === undefined)
    throw new ConfigError(`the kubeconfig file has more than ${maxBytes} bytes`, { where: file });
  return bytes;
}

function readProblem(code: string): string {
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EISDIR':
      return 'is a directory; name the file in it';
    case 'EACCES':
      return 'cannot be read by this user (EACCES)';
    default:
      return `cannot be read (${code})`;
  }
}
