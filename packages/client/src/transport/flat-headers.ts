// The headers of an answer as an `HttpResponse` has them: what came several times is one text.

import type { IncomingHttpHeaders } from 'node:http';

export function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  // The quickest way over them: this runs for every answer.
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string') flat[name] = value;
    else if (value) flat[name] = value.join(', ');
  }
  return flat;
}
