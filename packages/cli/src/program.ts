// The command line: names, flags and help. A command is loaded when it is called, so that help and usage errors load
// only this file and the parser.

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { normalizeArguments } from './arguments.ts';
import { logLevels, withLog } from './client-log.ts';
import type { ApiServerFlags } from './commands/apiserver.ts';
import type { CrdFlags } from './commands/crd.ts';
import type { RbacFlags } from './commands/rbac.ts';
import type { TypesFlags } from './commands/types.ts';
import type { WatchFlags } from './flags.ts';
import { safeLine } from './output/safe-text.ts';
import { safeTerminal, type Terminal } from './terminal.ts';

// A constant, as no file can be found from inside a user's bundle; a test compares it with package.json.
const version = '0.0.0';

/** Runs one command line (without node and script) and answers with the exit code. Never throws. */
export async function run(args: readonly string[], unsafe: Terminal): Promise<number> {
  const terminal = safeTerminal(unsafe);
  let exitCode = 0;
  const program = createProgram(terminal, (code) => {
    exitCode = code;
  });
  try {
    // As kubectl: who types the name alone wants to know what there is, and has done nothing wrong.
    if (args.length === 0) program.help();
    await program.parseAsync(normalizeArguments(args, program), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (terminal.exitCode !== undefined) return terminal.exitCode;
    // The parser has already written what was wrong.
    if (error instanceof CommanderError) return error.exitCode;
    await tellFailure(error, terminal);
    return 1;
  }
}

/** One line on standard error, and the stack if it is asked for. */
export async function tellFailure(error: unknown, unsafe: Terminal): Promise<void> {
  const { debugDetails, describeFailure } = await import('./failure.ts');
  safeTerminal(unsafe).err(`${describeFailure(error)}\n${debugDetails(error, process.env)}`);
}

/** The command line with its commands and flags, from which a test learns what there is. */
export function createProgram(terminal: Terminal, exit: (code: number) => void): Command {
  const program = new Command('kube-rx')
    .description(
      'Look at Kubernetes objects, watch them without ever losing track, or serve them from memory.',
    )
    .version(version, '--version')
    .option('--kubeconfig <file>', 'kubeconfig file to use (default: $KUBECONFIG, or ~/.kube/config)')
    .option('--context <name>', "kubeconfig context to use (default: the file's current one)")
    .option('-n, --namespace <name>', "namespace to look in (default: the context's)")
    .option(
      '--request-timeout <time>',
      'how long an answer may take, as 5s or 2m, or in seconds; 0 for ever; a watch goes on',
    )
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: (text, write) => write(oneLine(text)),
    })
    .allowExcessArguments(false)
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride();
  addGet(program, terminal, exit);
  addWatch(program, terminal, exit);
  addApiServer(program, terminal, exit);
  addTypes(program, terminal, exit);
  addRbac(program, terminal, exit);
  addCrd(program, terminal, exit);
  return program;
}

function addGet(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = queryOptions(program.command('get'));
  command
    .description('Show objects')
    .argument('<resource>', 'pods, po, deployments.apps, pods,services, all, or pod/NAME')
    .argument('[names...]', 'names of objects (default: all)')
    .option('-w, --watch', 'go on with the changes, as the watch command does')
    .addOption(watchEventsOption())
    .action(async (resource: string, names: string[]) => {
      const flags = command.optsWithGlobals<WatchFlags & { readonly watch?: boolean }>();
      if (flags.outputWatchEvents && !flags.watch)
        command.error('error: --output-watch-events can only be used with --watch');
      const show = flags.watch
        ? (await import('./commands/watch.ts')).watch
        : (await import('./commands/get.ts')).get;
      exit(await withLog(flags, terminal, () => show([resource, ...names], flags, terminal)));
    });
}

function addWatch(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = queryOptions(program.command('watch'));
  command
    .description('Show objects, then every change; heals itself until it is interrupted')
    .argument('<resource>', 'pods, po, deployments.apps, or pod/NAME')
    .argument('[name]', 'name of one object (default: all)')
    .addOption(watchEventsOption())
    .action(async (resource: string, name?: string) => {
      const flags = command.optsWithGlobals<WatchFlags>();
      const { watch } = await import('./commands/watch.ts');
      const args = name === undefined ? [resource] : [resource, name];
      exit(await withLog(flags, terminal, () => watch(args, flags, terminal)));
    });
}

function addApiServer(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command('apiserver')
    // They choose a cluster, and this is one.
    .configureHelp({ showGlobalOptions: false })
    .description('Serve the Kubernetes API from memory over HTTP, for tests, demos and first steps')
    .option('--port <number>', 'port to listen on; 0 for any free one', '0')
    .option(
      '--host <address>',
      'address to listen on; without --rbac, whoever reaches it may do everything',
      '127.0.0.1',
    )
    .option(
      '--accept-hosts <names>',
      'more names under which it is asked, comma-separated; one that begins with ^ is a regular expression',
    )
    .option('--tls', 'serve HTTPS with a new certificate, whose authority is in the kubeconfig')
    .option('--write-kubeconfig <file>', 'write a kubeconfig for this server')
    .option(
      '--admin-kubeconfig <file>',
      'write a kubeconfig for this server, of a user who may do everything',
    )
    .option('--rbac', 'judge requests by the stored roles and bindings')
    .option(
      '--token-file <file>',
      'users by their bearer tokens, a line each: token,user,uid,"group1,group2"',
    )
    .option(
      '--client-ca <file>',
      'certificates of those who sign certificates of clients: the common name is the user; needs --tls',
    )
    .option('--service-account-issuer <url>', 'who issues the tokens of service accounts')
    .option(
      '--service-account-signing-key-file <file>',
      'the private key that signs them (default: a new one, which --state keeps)',
    )
    .option('--load <path>', 'begin with the objects of this file or directory; may be repeated', collect)
    .option(
      '--runtime-config <settings>',
      'versions to switch on or off, as api/beta=true,resource.k8s.io/v1beta2=false; alpha and beta are off',
    )
    .option(
      '--enable-admission-plugins <names>',
      'admission plugins to switch on, comma-separated, as ServiceAccount; most that a cluster has are on',
    )
    .option('--disable-admission-plugins <names>', 'admission plugins to switch off, comma-separated')
    .option(
      '--control',
      'let whoever reaches the server break it: faults, compaction, restarts under /kube-rx/',
    )
    .option(
      '--record-access <file>',
      'write what the requests need to this file at the end, for kube-rx rbac',
    )
    .option(
      '--webhook-service <place>',
      'where the webhook of a service listens, as NAMESPACE/NAME=https://127.0.0.1:9443; may be repeated',
      collect,
    )
    .option(
      '--state <file>',
      'restore this file at the start if it exists, and save to it every few seconds and at the end',
    )
    .addOption(
      new Option('--log-level <level>', 'what to log to standard error; debug for every request')
        .choices(logLevels)
        .default('info'),
    )
    .action(async (flags: ApiServerFlags, command: Command) => {
      for (const option of command.parent?.options ?? [])
        if (command.parent?.getOptionValue(option.attributeName()) !== undefined)
          command.error(
            `error: ${option.long} is for commands that ask a cluster, and apiserver is one of its own; for its kubeconfig use --write-kubeconfig`,
          );
      const { apiserver } = await import('./commands/apiserver.ts');
      exit(await apiserver(flags, terminal));
    });
}

function addTypes(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command('types')
    .description('Write TypeScript types and tokens of custom resources')
    .requiredOption('--out <directory>', 'directory to write to, a file for each group and version')
    .option('--group <names...>', 'only these groups (default: all that are not built in)')
    .option('--from <paths...>', 'take these files or directories of CRDs, and ask no cluster')
    .addOption(
      new Option('--import-from <packages>', 'which packages the files import from')
        .choices(['kube-rx', '@kube-rx'])
        .default('kube-rx'),
    )
    .addOption(
      new Option(
        '--import-extension <extension>',
        'how imports of a file end; ts for Node without a compiler',
      )
        .choices(['js', 'ts', 'none'])
        .default('js'),
    )
    .addOption(logLevelOption())
    .action(async (_: unknown, command: Command) => {
      const { types } = await import('./commands/types.ts');
      const flags = command.optsWithGlobals<TypesFlags>();
      exit(await withLog(flags, terminal, () => types(flags, terminal)));
    });
}

function addCrd(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command('crd')
    // No cluster is asked.
    .configureHelp({ showGlobalOptions: false })
    .description('Write the CustomResourceDefinitions that modules export, as YAML')
    .argument('<modules...>', 'files of JavaScript or TypeScript that call defineCustomResource')
    .requiredOption('--out <directory>', 'directory to write to, a file for each definition')
    .option('--check', 'write nothing, and fail where a file is not as it would be written')
    .option(
      '--from <paths...>',
      'the definitions before, in files or directories, for what breaks (default: those in --out)',
    )
    .option('--allow-breaking', 'write also what breaks stored objects or clients')
    .action(async (modules: string[], flags: CrdFlags) => {
      const { crd } = await import('./commands/crd.ts');
      exit(await crd(modules, flags, terminal));
    });
}

function addRbac(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command('rbac')
    // It asks no cluster.
    .configureHelp({ showGlobalOptions: false })
    .description('Write the smallest roles for what a program asked for, or compare roles with it')
    .requiredOption(
      '--from <files...>',
      'files of accesses, as apiserver --record-access and tests write them',
    )
    .option('--name <name>', 'how the ServiceAccount, the roles and the bindings are called')
    .option('-n, --namespace <name>', 'where the ServiceAccount is (default: default)')
    .option(
      '--everywhere <resources...>',
      'what is reached in all namespaces, as deployments.apps; * for all',
    )
    .option('--named <resources...>', 'what is reached by names that are the same in each cluster')
    .option('--user <name>', 'only accesses of users whose name begins so')
    .option('--user-agent <text>', 'only accesses of clients that call themselves so')
    .option('--out <file>', 'write to this file (default: standard output)')
    .option('--check <paths...>', 'compare the roles of these files or directories, and write none')
    .action(async (_: unknown, command: Command) => {
      const { rbac } = await import('./commands/rbac.ts');
      exit(await rbac(command.optsWithGlobals<RbacFlags>(), terminal));
    });
}

/** What the parser says of an argument may hold its line breaks; a suggestion has a line of its own. */
function oneLine(text: string): string {
  const [, said = '', suggestion = ''] = /^(.*?)(\n\(Did you mean [^\n]*\?\))?\n?$/s.exec(text) ?? [];
  return `${safeLine(said)}${suggestion}\n`;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function watchEventsOption(): Option {
  return new Option('--output-watch-events', 'say of each change whether it is ADDED, MODIFIED or DELETED');
}

function queryOptions(command: Command): Command {
  return command
    .option('-A, --all-namespaces', 'look in all namespaces')
    .option('-l, --selector <labels>', 'only objects with these labels, as app=web,tier!=test')
    .option('--field-selector <fields>', 'only objects with these fields, as status.phase=Running')
    .option('-o, --output <format>', 'how to print: json, yaml, name or wide (default: a table)', readFormat)
    .option('--no-headers', 'print no header line')
    .option('--show-labels', "print the objects' labels as the last column")
    .option('--show-managed-fields', 'keep metadata.managedFields in JSON and YAML')
    .option('--chunk-size <number>', 'objects to ask for at a time; 0 for all at once', '500')
    .addOption(logLevelOption());
}

/** What `-o` may be, besides absent. */
export const formats: readonly string[] = ['json', 'yaml', 'name', 'wide'];

// As with kubectl, an empty one is none: scripts pass variables that may be unset.
function readFormat(text: string): string {
  if (text === '' || formats.includes(text)) return text;
  throw new InvalidArgumentError(`Allowed choices are ${formats.join(', ')}.`);
}

function logLevelOption(): Option {
  return new Option(
    '--log-level <level>',
    'what to log to standard error; debug for every request (default: no log)',
  ).choices(logLevels);
}
