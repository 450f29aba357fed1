// Metadata inside another object: of the pod in a Deployment's template, of a CRD's embedded resource.

import type { ObjectMeta } from './object.ts';

/** Metadata of an object that is described, not stored: nothing is required of it, not even a name. */
export type EmbeddedObjectMeta = Partial<ObjectMeta>;
