// What the requests to an embedded server needed, in a file for `kube-rx rbac`.

import type { AskedAccess } from '@kube-rx/apiserver';
import { AccessLog, formatAccesses } from '@kube-rx/rbac';
import { fileAccess } from '../failure.ts';
import { replaceOwnFile } from '../own-file.ts';

/** As `formatAccesses` begins. */
const mark = '{"accesses":1}\n';

export class AccessFile {
  readonly #log = new AccessLog();
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  add({ access, user, userAgent }: AskedAccess): void {
    this.#log.add({ ...access, user, ...(userAgent !== '' && { userAgent }) });
  }

  /** How many accesses are not in the file, as there were too many. */
  get dropped(): number {
    return this.#log.dropped;
  }

  /** Replaces the file at once. @throws UsageError for a file of something else, and for one that cannot be written. */
  async write(): Promise<void> {
    const file = { path: this.#path, mark, writer: 'kube-rx apiserver', advice: 'name another file' };
    await fileAccess(this.#path, 'written', replaceOwnFile(file, formatAccesses(this.#log.accesses)));
  }
}
