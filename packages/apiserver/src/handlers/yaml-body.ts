// YAML in a request, which JSON is as well.

import { readYaml, YamlError } from '@kube-rx/core/encoding';
import { type Json, parseJsonText } from '../json/json.ts';
import { badRequest } from '../status-error.ts';

export interface YamlBody {
  /** Of the first document; an empty object where that says nothing, as for the real server. */
  readonly value: Json;
  /** `line 5: key "a" already set in map`, for each key that comes a second time. */
  readonly repeats: readonly string[];
}

export function readYamlBody(source: string | Uint8Array): YamlBody {
  try {
    const [document = { json: 'null', repeats: [] }] = readYaml(source);
    return { value: parseJsonText(document.json) ?? {}, repeats: document.repeats };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw badRequest(`the body of the request is not valid YAML: line ${error.line} ${error.message}`);
  }
}
