// How the server reaches a webhook.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/util/webhook/validation.go

import type { FieldFault } from '../status-error.ts';
import { certificatesIn, isCertificate } from '../tls/certificate.ts';
import type { Field } from './field.ts';
import { parseUrl } from './go-url.ts';
import { subdomainComplaints } from './names.ts';

const form = '; desired format: https://host[/path]';

export function urlFaults(url: Field): FieldFault[] {
  const parsed = parseUrl(url.text);
  if ('wrong' in parsed)
    return [
      url.required(`url must be a valid URL: parse ${JSON.stringify(url.text)}: ${parsed.wrong}${form}`),
    ];
  const { scheme, host, user, fragment, query } = parsed;
  const faults: FieldFault[] = [];
  if (scheme !== 'https') faults.push(url.invalid(`'https' is the only allowed URL scheme${form}`, scheme));
  if (host === '') faults.push(url.invalid(`host must be specified${form}`, host));
  if (user !== undefined) faults.push(url.invalid('user information is not permitted in the URL', user));
  if (fragment !== '') faults.push(url.invalid('fragments are not permitted in the URL', fragment));
  if (query !== '') faults.push(url.invalid('query parameters are not permitted in the URL', query));
  return faults;
}

/** The real server tells of the name where the namespace is missing, and the other way round. */
export function serviceFaults(service: Field): FieldFault[] {
  const [name, namespace, port] = [service.at('name'), service.at('namespace'), service.at('port')];
  const isPort = port.number >= 1 && port.number <= 65535;
  return [
    ...(namespace.text === '' ? [name.required()] : []),
    ...(name.text === '' ? [namespace.required()] : []),
    ...(isPort
      ? []
      : [port.invalid('port is not valid: must be between 1 and 65535, inclusive', port.number)]),
    ...pathFaults(service.at('path')),
  ];
}

function pathFaults(path: Field): FieldFault[] {
  const { text } = path;
  if (text === '' || text === '/') return [];
  if (text === '//') return [path.invalid('segment[0] may not be empty')];
  const faults: FieldFault[] = [];
  if (!text.startsWith('/')) faults.push(path.invalid("must start with a '/'"));
  // The first character is left out, whatever it is.
  const steps = text.slice(1).replace(/\/$/, '').split('/');
  for (const [at, step] of steps.entries())
    if (step === '') faults.push(path.invalid(`segment[${at}] may not be empty`));
    else faults.push(...subdomainComplaints(step).map((why) => path.invalid(`segment[${at}]: ${why}`)));
  return faults;
}

/** Certificates in base64, as PEM. */
export function bundleFaults(bundle: Field): FieldFault[] {
  if (bundle.text === '' || hasCertificates(Buffer.from(bundle.text, 'base64').toString('latin1'))) return [];
  return [bundle.invalid('unable to load root certificates: unable to parse bytes as PEM block')];
}

function hasCertificates(pem: string): boolean {
  const blocks = certificatesIn(pem);
  return blocks.length > 0 && blocks.every(isCertificate);
}
