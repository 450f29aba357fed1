import type { Representation } from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';

/**
 * The options of a read. `keepManagedFields: false`: without `metadata.managedFields`, which a server that can is asked
 * to leave out, and which are dropped here where they come. Default true: who owns which field is a part of the object.
 */
export type ReadOptions = RequestOptions & Pick<Representation, 'keepManagedFields'>;
