// Processor time of the embedded API server until it is ready, Node's own start included: as a library until it listens,
// and as the command until it says so. Each round is a process of its own, of the built packages.
//
//   npm run build && node --conditions=kube-rx:src bench/apiserver-ready.ts [rounds]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const rounds = Number(process.argv[2] ?? 15);
const root = join(import.meta.dirname, '..');

const library = [
  '--input-type=module',
  '--eval',
  `import { ApiServer } from '@kube-rx/apiserver';
   await using server = await ApiServer.start();
   console.log(server.url);`,
];
const nothing = ['--input-type=module', '--eval', 'console.log(0)'];
// The command runs until it is told to end, so it is asked from within, at its first line.
const command = [
  '--input-type=module',
  '--eval',
  `process.argv.splice(1, 2, 'kube-rx', 'apiserver', '--port', '0');
   await import(${JSON.stringify(join(root, 'packages/cli/dist/main.js'))});`,
];

for (const [what, args] of Object.entries({ 'Node alone': nothing, library, command })) {
  const found: number[] = [];
  for (let round = 0; round < rounds; round += 1) found.push(await readyAfter(args));
  found.sort((a, b) => a - b);
  const [least, median, most] = [found[0], found[rounds >> 1], found.at(-1)];
  console.log(`${what.padEnd(12)} median ${median} ms, ${least} to ${most}`);
}

/** Milliseconds of processor time that the process had taken when it printed its first line. */
async function readyAfter(args: readonly string[]): Promise<number> {
  const tell = `
    const write = process.stdout.write;
    process.stdout.write = (...line) => {
      const { user, system } = process.cpuUsage();
      process.stdout.write = write;
      write.call(process.stdout, Math.round((user + system) / 1000) + '\\n', () => process.exit());
      return true;
    };`;
  const preload = `data:text/javascript,${encodeURIComponent(tell)}`;
  const child = spawn(process.execPath, ['--import', preload, ...args], {
    cwd: join(root, 'packages/apiserver'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (some: string) => (text += some));
  child.stderr.setEncoding('utf8').on('data', (some: string) => (told += some));
  await once(child, 'close');
  if (!/^\d+\n/.test(text)) throw new Error(`the process printed ${JSON.stringify(text)}: ${told}`);
  return Number.parseInt(text, 10);
}
