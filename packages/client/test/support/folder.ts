// A folder of its own for a test, gone afterwards.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from '@jest/globals';

const made: string[] = [];

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

export interface Folder {
  readonly path: string;
  /** Writes a file, making the folders above it, and tells its whole path. */
  readonly write: (name: string, text: string | Uint8Array, mode?: number) => string;
  readonly read: (name: string) => string;
  readonly remove: (name: string) => void;
  /** Resolves as soon as a file is there. */
  readonly appears: (name: string) => Promise<void>;
}

export function folder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'kube-rx-'));
  made.push(path);
  return {
    path,
    write(name, text, mode) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { mode });
      return file;
    },
    read: (name) => readFileSync(join(path, name), 'utf8'),
    remove: (name) => rmSync(join(path, name)),
    async appears(name) {
      while (!existsSync(join(path, name))) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
