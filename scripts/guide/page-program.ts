// The program that a page of the guide is, run as a reader runs it.

import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Fence, programOf } from '../../packages/kube-rx/test/support/page.ts';
import { type Place, Session } from './session.ts';

/** Runs the `ts` blocks in `place` with a command that takes a file. They print the `text` below them. */
export async function runPageProgram(
  page: string,
  fences: readonly Fence[],
  { command, ...place }: Place & { readonly command: string },
): Promise<void> {
  const file = `${basename(page, '.md').toLowerCase()}.ts`;
  writeFileSync(join(place.cwd, file), programOf(fences));
  const program = new Session(`${command} ${file}`, place);
  try {
    await program.end();
    const texts = fences.map(({ language }, index) => (language === 'ts' ? textsBelow(fences, index) : ''));
    await program.prints(texts.filter((text) => text !== '').join('\n'));
  } finally {
    program.kill();
  }
}

/** What a block shall print. */
export function textsBelow(fences: readonly Fence[], index: number): string {
  const below = fences.slice(index + 1);
  const end = below.findIndex(({ language }) => language !== 'text');
  const texts = end === -1 ? below : below.slice(0, end);
  return texts.map(({ code }) => code).join('\n');
}
