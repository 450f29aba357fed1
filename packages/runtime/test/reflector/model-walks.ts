// How many objects a store looks at for a selection. Indexes keep that number small.

import { type DynamicObject, LabelQuery } from '@kube-rx/core';
import type { Store } from '../../src/reflector/store.ts';
import type { ModelContents } from '../support/model-contents.ts';
import { namespaces } from '../support/model-history.ts';

class CountingSelector extends LabelQuery {
  asked = 0;

  override matches(labels: Readonly<Record<string, string>>): boolean {
    this.asked += 1;
    return super.matches(labels);
  }
}

/** The selections that looked at more than the objects with the indexed label, or than those of the namespace. */
export function walksTooFar(store: Store<DynamicObject>, model: ModelContents): string[] {
  const held = [...model.held.values()];
  return namespaces.flatMap((namespace) =>
    ['web', 'api', 'db', 'none'].flatMap((app) => {
      const labelSelector = new CountingSelector(LabelQuery.of({ app }).requirements);
      const labelled = held.filter(({ labels }) => labels['app'] === app).length;
      store.count({ labelSelector });
      const walks = [`all ${app}`].filter(() => labelSelector.asked > labelled);
      labelSelector.asked = 0;
      store.count({ namespace, labelSelector });
      const near = Math.min(labelled, held.filter((state) => state.namespace === namespace).length);
      return labelSelector.asked > near ? [...walks, `${namespace} ${app}`] : walks;
    }),
  );
}
