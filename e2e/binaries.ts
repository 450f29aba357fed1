/**
 * Finds kube-apiserver and etcd, or builds them: from KUBEBUILDER_ASSETS (as envtest has it), else from the user's
 * cache folder, else with `go build` over the module in `controlplane/`, whose go.mod names the versions. The build
 * takes some four minutes once and lands in the cache in one rename, so that an interrupted or a parallel build never
 * leaves half a control plane there.
 */
import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Binaries {
  readonly etcd: string;
  readonly kubeApiserver: string;
  readonly origin: 'KUBEBUILDER_ASSETS' | 'cache' | 'build';
}

export interface FindBinariesOptions {
  /** Environment to read KUBEBUILDER_ASSETS, XDG_CACHE_HOME and PATH from. Default: the process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Told one line before a build, which takes minutes. Default: the standard error stream. */
  readonly onProgress?: (line: string) => void;
}

const MODULE = join(import.meta.dirname, 'controlplane');

export async function findBinaries(options: FindBinariesOptions = {}): Promise<Binaries> {
  const env = options.env ?? process.env;
  const onProgress = options.onProgress ?? ((line) => process.stderr.write(`${line}\n`));

  const assets = env['KUBEBUILDER_ASSETS'];
  if (assets !== undefined && assets !== '') {
    const found = await binariesIn(assets, 'KUBEBUILDER_ASSETS');
    if (found !== undefined) return found;
    throw new Error(
      `KUBEBUILDER_ASSETS is ${assets}, but there is no etcd and kube-apiserver in it. ` +
        'Point it at a folder that holds both, or unset it to have them built.',
    );
  }

  const versions = await moduleVersions();
  const cache = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const platform = `${process.platform}-${process.arch}`;
  const parent = join(cache, 'kube-rx');
  const folder = join(parent, `kubernetes-${versions.kubernetes}-etcd-${versions.etcd}-${platform}`);
  const cached = await binariesIn(folder, 'cache');
  if (cached !== undefined) return cached;

  await mkdir(parent, { recursive: true });
  const building = await mkdtemp(`${folder}.building-`);
  try {
    await requireGo(env, folder);
    onProgress(
      `Building kube-apiserver ${versions.kubernetes} and etcd ${versions.etcd} into ${folder}: ` +
        'about four minutes, once for this machine.',
    );
    await build(building, versions, env);
    await rename(building, folder).catch((error: unknown) => {
      if (!isNodeError(error, 'ENOTEMPTY') && !isNodeError(error, 'EEXIST')) throw error; // built by another meanwhile
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  const built = await binariesIn(folder, 'build');
  if (built === undefined) throw new Error(`the build left no etcd and kube-apiserver in ${folder}`);
  return built;
}

async function binariesIn(folder: string, origin: Binaries['origin']): Promise<Binaries | undefined> {
  const etcd = join(folder, 'etcd');
  const kubeApiserver = join(folder, 'kube-apiserver');
  try {
    await Promise.all([access(etcd), access(kubeApiserver)]);
  } catch {
    return undefined;
  }
  return { etcd, kubeApiserver, origin };
}

interface Versions {
  readonly kubernetes: string;
  readonly etcd: string;
}

async function moduleVersions(): Promise<Versions> {
  const text = await readFile(join(MODULE, 'go.mod'), 'utf8');
  const versionOf = (module: string): string => {
    const required = text.split('\n').map((line) => line.trim().split(' '));
    const version = required.find(([name, value]) => name === module && value?.startsWith('v'))?.[1];
    if (version === undefined) throw new Error(`${MODULE}/go.mod does not require ${module}`);
    return version;
  };
  return { kubernetes: versionOf('k8s.io/kubernetes'), etcd: versionOf('go.etcd.io/etcd/server/v3') };
}

async function requireGo(env: NodeJS.ProcessEnv, folder: string): Promise<void> {
  try {
    await run('go', ['version'], env);
  } catch (cause) {
    throw new Error(
      'The end-to-end suite needs kube-apiserver and etcd, and neither they nor Go are here. Do one of:\n' +
        '  - install Go 1.26 or newer (https://go.dev/dl/): the suite then builds both by itself;\n' +
        '  - set KUBEBUILDER_ASSETS to a folder that holds etcd and kube-apiserver (setup-envtest makes one);\n' +
        `  - put the two files into ${folder}.`,
      { cause },
    );
  }
}

async function build(folder: string, versions: Versions, env: NodeJS.ProcessEnv): Promise<void> {
  // What /version answers is linked in; without this it says v0.0.0-master+$Format:%H$.
  const [major = '', minor = ''] = versions.kubernetes.slice(1).split('.');
  const stamp = { gitVersion: versions.kubernetes, gitMajor: major, gitMinor: minor };
  const stampFlags = Object.entries(stamp).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  const tools = [
    { output: 'etcd', package: 'go.etcd.io/etcd/server/v3', flags: [] },
    { output: 'kube-apiserver', package: 'k8s.io/kubernetes/cmd/kube-apiserver', flags: stampFlags },
  ];
  for (const tool of tools) {
    const linkerFlags = ['-s', '-w', ...tool.flags].join(' ');
    await run(
      'go',
      ['build', '-trimpath', '-ldflags', linkerFlags, '-o', join(folder, tool.output), tool.package],
      env,
    );
  }
}

/** Runs a command in the Go module's folder; rejects with the end of its output when it fails. */
async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(command, args, { cwd: MODULE, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} failed with exit code ${code ?? '?'}:\n${output}`));
    });
  });
}

function isNodeError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
