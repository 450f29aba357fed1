// Runs an exec plugin of a kubeconfig once: a program that prints credentials.
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins

import type { ChildProcess } from 'node:child_process';
import { type Clock, escapeUnprintable, onAbort, printable } from '@kube-rx/core';
import { AuthenticationError, errorCode } from '../errors.ts';

export interface ExecPlugin {
  /** A name to look for in `PATH`, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  /** Whether it gets the terminal to ask on. */
  readonly interactiveMode: InteractiveMode;
  /** How to install it. */
  readonly installHint?: string | undefined;
  /** What it is told of the cluster; undefined: nothing. */
  readonly cluster?: object | undefined;
  /** Where it is configured, for messages: file and key. */
  readonly where: string;
}

export type InteractiveMode = 'Never' | 'IfAvailable' | 'Always';

export interface RunOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether somebody can answer. Default: standard input is a terminal. */
  readonly isTerminal?: () => boolean;
}

// Somebody may have to log in with a browser.
const limitMs = 5 * 60_000;
// The output ends later than the plugin where it has started another program, as an agent that holds it open.
const drainMs = 1_000;
const outputLimit = 1024 * 1024;

/**
 * Runs the plugin, without a shell, and gives what it printed. What it writes to standard error goes to ours, as it
 * may be a question.
 *
 * @throws AuthenticationError where it cannot be run, fails, prints too much or takes too long. It shows no output.
 */
export async function runExecPlugin(plugin: ExecPlugin, options: RunOptions): Promise<string> {
  const { clock, signal, isTerminal = () => process.getBuiltinModule('node:tty').isatty(0) } = options;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const fail = (words: string): void => reject(new AuthenticationError(`${describe(plugin)} ${words}`));
  const interactive = plugin.interactiveMode !== 'Never' && isTerminal();
  if (plugin.interactiveMode === 'Always' && !interactive)
    throw new AuthenticationError(`${describe(plugin)} must ask on a terminal, and standard input is none`);
  const child = start(plugin, interactive, fail);
  if (!child) return promise;
  const chunks: Buffer[] = [];
  let length = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > outputLimit) fail(`printed more than ${outputLimit} bytes`);
  });
  child.once('error', (error) => fail(startProblem(plugin, errorCode(error))));
  const succeed = (): void => resolve(Buffer.concat(chunks).toString('utf8'));
  const timers = [clock.schedule(limitMs, () => fail(`took longer than ${limitMs / 1000} s`))];
  child.once('exit', (code, ended) => {
    if (code === 0) timers.push(clock.schedule(drainMs, succeed));
    else fail(code === null ? `was ended by ${ended}` : `failed with exit code ${code}`);
  });
  child.once('close', succeed);
  const stopListening = onAbort(signal, () => fail('was given up'));
  try {
    return await promise;
  } finally {
    for (const timer of timers) timer.cancel();
    stopListening();
    end(child);
  }
}

/** As `/home/me/.kube/config: users[u].user.exec: the exec plugin "aws"`. */
export function describe({ where, command }: ExecPlugin): string {
  return `${where}: the exec plugin ${escapeUnprintable(JSON.stringify(command))}`;
}

function start(
  plugin: ExecPlugin,
  interactive: boolean,
  fail: (words: string) => void,
): ChildProcess | undefined {
  const { command, args, env, apiVersion, cluster } = plugin;
  const spec = { ...(cluster && { cluster }), interactive };
  const info = JSON.stringify({ kind: 'ExecCredential', apiVersion, spec });
  try {
    // Not imported: most users have no plugin.
    return process.getBuiltinModule('node:child_process').spawn(command, args, {
      env: { ...process.env, ...env, KUBERNETES_EXEC_INFO: info },
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
      windowsHide: true,
    });
  } catch (error) {
    fail(startProblem(plugin, errorCode(error)));
    return undefined;
  }
}

// One that does not end when asked, or what it has started, must not keep this process from ending.
function end(child: ChildProcess): void {
  child.stdout?.destroy();
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  child.unref();
}

function startProblem({ command, installHint }: ExecPlugin, code: string): string {
  if (code !== 'ENOENT') return `cannot be run (${code})`;
  const where = /[/\\]/.test(command) ? 'there is no such file' : 'it is not in PATH';
  const hint = installHint === undefined ? 'install it' : printable(installHint, 2000);
  return `is not installed: ${where}; ${hint}`;
}
