import type { ObjectMeta } from './object.ts';

/** Metadata in another object, as in a Deployment's pod template. Nothing is required, not even a name. */
export type EmbeddedObjectMeta = Partial<ObjectMeta>;
