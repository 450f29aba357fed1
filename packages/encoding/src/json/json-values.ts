// Values to JSON and back.

import type { ValueCodec } from '@kube-rx/core';
import { parseJson } from './parse-json.ts';

export const jsonValues: ValueCodec = { encode: (value) => JSON.stringify(value), decode: parseJson };
