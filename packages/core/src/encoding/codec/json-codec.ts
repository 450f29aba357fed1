// Kubernetes' JSON, which every server accepts.

import type { Codec } from '../../index.ts';
import { LineSplitter } from '../json/line-splitter.ts';
import { jsonValues } from '../json/parse-json.ts';
import { JsonEventDecoder } from './json-event-decoder.ts';
import { JsonListDecoder } from './json-list-decoder.ts';

export const jsonCodec: Codec = {
  ...jsonValues,
  accept: 'application/json',
  acceptWatch: 'application/json',
  contentType: 'application/json',
  decodes: (contentType) => /^application\/json\b/i.test(contentType),
  createFrameSplitter: (options) => new LineSplitter(options),
  createListDecoder: (options) => new JsonListDecoder(options),
  createEventDecoder: (options) => new JsonEventDecoder(options),
};
