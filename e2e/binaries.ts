/**
 * Finds kube-apiserver, etcd and kube-controller-manager, or builds them: from KUBEBUILDER_ASSETS (as envtest has it),
 * else from the user's cache folder, else by `go-build.ts`. The build takes some five minutes once and is moved
 * to the cache when it is done, so that an interrupted or a parallel build never leaves half a program there.
 */
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { buildTool, moduleVersions, requireGo, type Tool, type Versions } from './go-build.ts';

export interface Binaries {
  readonly etcd: string;
  readonly kubeApiserver: string;
  readonly origin: Origin;
}

export interface ControllerManagerBinary {
  readonly file: string;
  readonly origin: Origin;
}

type Origin = 'KUBEBUILDER_ASSETS' | 'cache' | 'build';

export interface FindBinariesOptions {
  /** Environment to read KUBEBUILDER_ASSETS, XDG_CACHE_HOME and PATH from. Default: the process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Told one line before a build, which takes minutes. Default: the standard error stream. */
  readonly onProgress?: (line: string) => void;
}

export async function findBinaries(options: FindBinariesOptions = {}): Promise<Binaries> {
  const { env = process.env, onProgress = tell } = options;
  const assets = env['KUBEBUILDER_ASSETS'];
  if (assets !== undefined && assets !== '') {
    const found = await serversIn(assets, 'KUBEBUILDER_ASSETS');
    if (found !== undefined) return found;
    throw new Error(
      `KUBEBUILDER_ASSETS is ${assets}, but there is no etcd and kube-apiserver in it. ` +
        'Point it at a folder that holds both, or unset it to have them built.',
    );
  }

  const versions = await moduleVersions();
  const folder = cacheFolder(versions, env);
  const cached = await serversIn(folder, 'cache');
  if (cached !== undefined) return cached;

  const building = await draftOf(folder);
  try {
    await requireGo(env, folder);
    onProgress(
      `Building kube-apiserver ${versions.kubernetes} and etcd ${versions.etcd} into ${folder}: ` +
        'about four minutes, once for this machine.',
    );
    await build(['etcd', 'kube-apiserver'], { building, folder, versions, env });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  const built = await serversIn(folder, 'build');
  if (built === undefined) throw new Error(`the build left no etcd and kube-apiserver in ${folder}`);
  return built;
}

/**
 * Finds kube-controller-manager, or builds it beside the others: few tests need it, and envtest's folders have none, so
 * where KUBEBUILDER_ASSETS lacks it, it is looked for in the cache and built there.
 */
export async function findControllerManager(
  options: FindBinariesOptions = {},
): Promise<ControllerManagerBinary> {
  const { env = process.env, onProgress = tell } = options;
  const tool: Tool = 'kube-controller-manager';
  const assets = env['KUBEBUILDER_ASSETS'];
  if (assets !== undefined && assets !== '' && (await areThere(join(assets, tool))))
    return { file: join(assets, tool), origin: 'KUBEBUILDER_ASSETS' };

  const versions = await moduleVersions();
  const folder = cacheFolder(versions, env);
  const file = join(folder, tool);
  if (await areThere(file)) return { file, origin: 'cache' };

  const building = await draftOf(folder);
  try {
    await requireGo(env, folder);
    onProgress(`Building ${tool} ${versions.kubernetes} into ${folder}: a minute, once for this machine.`);
    await build([tool], { building, folder, versions, env });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return { file, origin: 'build' };
}

interface Build {
  readonly building: string;
  readonly folder: string;
  readonly versions: Versions;
  readonly env: NodeJS.ProcessEnv;
}

/** Nothing is in the folder until all is built; what another has built there meanwhile is the same. */
async function build(tools: readonly Tool[], { building, folder, versions, env }: Build): Promise<void> {
  for (const tool of tools) await buildTool(tool, { folder: building, versions, env });
  await mkdir(folder, { recursive: true });
  for (const tool of tools) await rename(join(building, tool), join(folder, tool));
}

async function serversIn(folder: string, origin: Origin): Promise<Binaries | undefined> {
  const [etcd, kubeApiserver] = [join(folder, 'etcd'), join(folder, 'kube-apiserver')];
  return (await areThere(etcd, kubeApiserver)) ? { etcd, kubeApiserver, origin } : undefined;
}

async function areThere(...files: readonly string[]): Promise<boolean> {
  try {
    await Promise.all(files.map((file) => access(file)));
    return true;
  } catch {
    return false;
  }
}

function cacheFolder({ kubernetes, etcd }: Versions, env: NodeJS.ProcessEnv): string {
  const cache = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const platform = `${process.platform}-${process.arch}`;
  return join(cache, 'kube-rx', `kubernetes-${kubernetes}-etcd-${etcd}-${platform}`);
}

/** A folder beside it, so that what is built there is renamed and not copied. */
async function draftOf(folder: string): Promise<string> {
  await mkdir(join(folder, '..'), { recursive: true });
  return mkdtemp(`${folder}.building-`);
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
