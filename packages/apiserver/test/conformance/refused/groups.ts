// The groups of objects that are refused: each file beside this one is one, named by its kind.

import { readdirSync } from 'node:fs';
import type { Group } from '../session.ts';

const files = readdirSync(import.meta.dirname).filter((file) => file !== 'groups.ts');
const loaded = await Promise.all(
  files.map(async (file): Promise<[string, Group]> => {
    const { group } = (await import(`./${file}`)) as { readonly group: Group };
    return [`refused-${file.replace(/\.ts$/, '')}`, group];
  }),
);

export const refusedGroups: Readonly<Record<string, Group>> = Object.fromEntries(loaded);
