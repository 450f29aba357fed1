// What the processes of a server have taken of the machine, as Linux tells.

import { readFileSync } from 'node:fs';

/** Bytes of memory that they hold. */
export function residentBytes(pids: readonly number[]): number {
  const kibibytes = pids.map((pid) =>
    Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0),
  );
  return sum(kibibytes) * 1024;
}

/** Milliseconds of processor time that they have used; it is counted in steps of 10. */
export function processorMs(pids: readonly number[]): number {
  return sum(pids.map(ticksOf)) * 10;
}

// In user mode and in the kernel: fields 14 and 15. The name of the program, which is before them, may hold blanks.
function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}
