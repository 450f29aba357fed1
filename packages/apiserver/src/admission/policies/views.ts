// What the expressions of policies see of one write.

import { jsonValue } from '../../cel/json-value.ts';
import type { Value } from '../../cel/value.ts';
import type { JsonObject } from '../../json/json.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import type { Steps } from '../../schema/steps.ts';
import { notFound } from '../../status-error.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import type { Inquiry } from '../expressions/evaluation.ts';
import { namesOf } from '../expressions/names.ts';
import type { Policy } from './policy.ts';

export interface View {
  readonly inquiry: Inquiry;
  /** What its conditions see. */
  readonly conditions: Inquiry;
}

/** An invocation, as far as it decides what is seen. */
interface Viewer {
  readonly policy: Policy;
  readonly matched: ServedResource;
}

type Names = ReadonlyMap<string, Value>;

/** Made once for each version in which policies are asked, however many are. */
export class Views {
  readonly #attributes: AdmissionAttributes;
  readonly #steps: Steps;
  readonly #names: Map<ServedResource, Names> = new Map();
  readonly #conditionNames: Map<ServedResource, Names> = new Map();

  constructor(attributes: AdmissionAttributes, steps: Steps) {
    this.#attributes = attributes;
    this.#steps = steps;
  }

  of({ policy, matched }: Viewer, params: JsonObject | undefined): View {
    const { variables, conditions } = policy;
    const inquiryIn = (names: Names): Inquiry => {
      const all = params === undefined ? names : new Map(names).set('params', jsonValue(params));
      return { names: all, variables, steps: this.#steps };
    };
    const inquiry = inquiryIn(this.#namesIn(matched));
    if (conditions.length === 0) return { inquiry, conditions: inquiry };
    return { inquiry, conditions: inquiryIn(this.#conditionNamesIn(matched)) };
  }

  #namesIn(matched: ServedResource): Names {
    const known = this.#names.get(matched);
    if (known) return known;
    const values = { matched, params: undefined, namespace: namespaceOf(this.#attributes) };
    const names = namesOf(this.#attributes, values);
    this.#names.set(matched, names);
    return names;
  }

  // They see the resource of the request, and no namespace.
  #conditionNamesIn(matched: ServedResource): Names {
    const known = this.#conditionNames.get(matched);
    if (known) return known;
    const values = { matched, params: undefined, namespace: undefined, resource: this.#attributes.served };
    const names = namesOf(this.#attributes, values);
    this.#conditionNames.set(matched, names);
    return names;
  }
}

// Of a namespace itself, none.
function namespaceOf({ server, served, shownKind, namespace }: AdmissionAttributes): JsonObject | undefined {
  const { group, version, kind } = shownKind ?? served.resource;
  if (namespace === '' || (group === '' && version === 'v1' && kind === 'Namespace')) return undefined;
  const namespaces = server.registry.find('', 'v1', 'namespaces');
  if (!namespaces) return undefined;
  const stored = namespaces.store.get(namespace);
  if (!stored) throw notFound(namespaces.resource, namespace);
  return stored.object;
}
