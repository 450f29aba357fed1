import type { Controller } from './controller.ts';
import { definitionController } from './definitions.ts';
import { namespaceController } from './namespaces.ts';

/** In the order in which they hear of a write. */
export const controllers: readonly Controller[] = [definitionController, namespaceController];
