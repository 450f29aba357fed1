// Node's modules of HTTP and TLS, each loaded by the first who needs it: many servers never open a socket. An import of
// node:http would load fetch and WebSocket as well, which takes longer than all that a server does until it is ready.

import type * as Http from 'node:http';
import type * as Http2 from 'node:http2';
import type * as Https from 'node:https';
import type * as Tls from 'node:tls';

export const httpModule = (): typeof Http => process.getBuiltinModule('node:http');
export const httpsModule = (): typeof Https => process.getBuiltinModule('node:https');
export const http2Module = (): typeof Http2 => process.getBuiltinModule('node:http2');
export const tlsModule = (): typeof Tls => process.getBuiltinModule('node:tls');
