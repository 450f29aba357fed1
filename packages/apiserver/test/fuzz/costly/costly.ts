// All shapes of requests that could cost more than their size.

import { applyShapes } from './applies.ts';
import { jsonShapes } from './json.ts';
import { jsonPatchShapes } from './json-patches.ts';
import { kindShapes } from './kinds.ts';
import { patchShapes } from './patches.ts';
import { protobufShapes } from './protobuf.ts';
import { readShapes } from './reads.ts';
import { schemaShapes } from './schemas.ts';
import type { Shapes } from './shape.ts';
import { yamlShapes } from './yaml.ts';

export const shapes: Shapes = {
  ...jsonShapes,
  ...yamlShapes,
  ...protobufShapes,
  ...patchShapes,
  ...jsonPatchShapes,
  ...applyShapes,
  ...kindShapes,
  ...readShapes,
  ...schemaShapes,
};
