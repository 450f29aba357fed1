// The CRD files written to be awkward, one theme a file.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml } from '@kube-rx/core/encoding';

const folder = join(import.meta.dirname, '../fixtures/crds');

export function crdDocuments(): unknown[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => [...readYaml(readFileSync(join(folder, file)))])
    .map(({ json }): unknown => JSON.parse(json));
}
