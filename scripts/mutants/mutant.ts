// A mutant: some modules of this repository, loaded once more with a few words of one of them replaced.

import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Mutation {
  /** What is broken, in words. */
  readonly name: string;
  /** Below the sources of the package. */
  readonly file: string;
  /** A text that the file has just once. */
  readonly from: string;
  readonly to: string;
}

/** What is loaded once more for each mutant. */
export interface Mutable {
  /** The sources of the package that is broken. */
  readonly sources: string;
  /** Folders and files that use them: each mutant has these of its own. */
  readonly users?: readonly string[];
}

interface Loaded {
  readonly mutation: Mutation;
  readonly file: string;
  /** What belongs to it, as beginnings of URLs. */
  readonly parts: readonly string[];
}

const root = join(import.meta.dirname, '../..');
const mutants = new Map<string, Loaded>();

function urlOf(path: string): string {
  return pathToFileURL(join(root, path)).href;
}

function mutantOf(url: string | undefined): [id: string, mutant: Loaded] | undefined {
  const id = url === undefined ? null : new URL(url).searchParams.get('mutant');
  const mutant = id === null ? undefined : mutants.get(id);
  return id !== null && mutant ? [id, mutant] : undefined;
}

// What a mutant's module imports belongs to the mutant as well, if it is one of its parts.
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const [id, mutant] = mutantOf(context.parentURL) ?? [];
    const isPart = mutant?.parts.some((part) => found.url.startsWith(part)) === true;
    return id !== undefined && isPart ? { ...found, url: `${found.url}?mutant=${id}` } : found;
  },
  load: (url, context, next) => {
    const loaded = next(url, context);
    const [, mutant] = mutantOf(url) ?? [];
    if (!mutant || mutant.file !== url.split('?', 1)[0] || loaded.source == null) return loaded;
    const text = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
    return { ...loaded, source: text.replace(mutant.mutation.from, () => mutant.mutation.to) };
  },
});

/** Loads a module, as it is with the mutation. */
export function loadMutant(
  entry: string,
  mutation: Mutation,
  { sources, users = [] }: Mutable,
): Promise<unknown> {
  const id = String(mutants.size + 1);
  const parts = [`${sources}/`, ...users].map(urlOf);
  mutants.set(id, { mutation, file: urlOf(`${sources}/${mutation.file}`), parts });
  return import(`${urlOf(entry)}?mutant=${id}`);
}

/** Why the mutation cannot be made: its text is not there just once. */
export async function problemOf(
  { name, file, from }: Mutation,
  { sources }: Mutable,
): Promise<string | undefined> {
  const text = await readFile(join(root, sources, file), 'utf8');
  if (text.split(from).length === 2) return undefined;
  return `mutant "${name}": ${file} does not hold its text just once:\n${from}`;
}
