// Builds the servers of the control plane with Go, from the module in `controlplane/`, whose go.mod names the versions.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const MODULE = join(import.meta.dirname, 'controlplane');

export interface Versions {
  readonly kubernetes: string;
  readonly etcd: string;
}

export type Tool = 'etcd' | 'kube-apiserver' | 'kube-controller-manager';

export interface ToolBuild {
  /** Gets a file with the tool's name. */
  readonly folder: string;
  readonly versions: Versions;
  readonly env: NodeJS.ProcessEnv;
}

const PACKAGES: Readonly<Record<Tool, string>> = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
};

export async function moduleVersions(): Promise<Versions> {
  const text = await readFile(join(MODULE, 'go.mod'), 'utf8');
  const versionOf = (module: string): string => {
    const required = text.split('\n').map((line) => line.trim().split(' '));
    const version = required.find(([name, value]) => name === module && value?.startsWith('v'))?.[1];
    if (version === undefined) throw new Error(`${MODULE}/go.mod does not require ${module}`);
    return version;
  };
  return { kubernetes: versionOf('k8s.io/kubernetes'), etcd: versionOf('go.etcd.io/etcd/server/v3') };
}

export async function requireGo(env: NodeJS.ProcessEnv, folder: string): Promise<void> {
  try {
    await runGo(['version'], env);
  } catch (cause) {
    throw new Error(
      'The end-to-end suite needs etcd, kube-apiserver and kube-controller-manager, and neither they nor Go are here. ' +
        'Do one of:\n' +
        '  - install Go 1.26 or newer (https://go.dev/dl/): the suite then builds them by itself;\n' +
        '  - set KUBEBUILDER_ASSETS to a folder that holds them (setup-envtest makes one, without the last);\n' +
        `  - put the files into ${folder}.`,
      { cause },
    );
  }
}

export async function buildTool(tool: Tool, { folder, versions, env }: ToolBuild): Promise<void> {
  // What /version answers is linked in; without this it says v0.0.0-master+$Format:%H$.
  const [major = '', minor = ''] = versions.kubernetes.slice(1).split('.');
  const stamp = { gitVersion: versions.kubernetes, gitMajor: major, gitMinor: minor };
  const stampFlags = Object.entries(stamp).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  const linkerFlags = ['-s', '-w', ...(tool === 'etcd' ? [] : stampFlags)].join(' ');
  await runGo(['build', '-trimpath', '-ldflags', linkerFlags, '-o', join(folder, tool), PACKAGES[tool]], env);
}

/** Builds a program of the module, e.g. `./elector`, to a file. Moments once the packages it needs are built. */
export async function buildProgram(program: string, file: string): Promise<void> {
  await runGo(['build', '-trimpath', '-o', file, program], process.env);
}

/** Runs go in the module's folder; rejects with the end of its output when it fails. */
async function runGo(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn('go', args, { cwd: MODULE, env, stdio: ['ignore', 'pipe', 'pipe'] });
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
      else reject(new Error(`go ${args.join(' ')} failed with exit code ${code ?? '?'}:\n${output}`));
    });
  });
}
