import { refusals } from '../refusals.ts';
import { certificate, inPem, requests } from '../samples/certificate-requests.ts';

const spec = (fields: object): object => ({ spec: fields });
const request = (text: string): object => spec({ request: text });
const signer = (signerName: string | null): object => spec({ signerName });
const usages = (...list: readonly string[]): object => spec({ usages: list });
const conditions = (...list: readonly object[]): object => ({ status: { conditions: list } });
const issued = (text: string): object => ({ status: { certificate: text } });
const condition = { type: 'Failed', status: 'True', reason: 'A', message: 'b' };
const byServer = 'kubernetes.io/kube-apiserver-client';

export const group = refusals({
  resource: 'certificates.k8s.io/v1 certificatesigningrequests',
  scope: 'Cluster',
  valid: {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'refused-request' },
    spec: {
      request: inPem(requests.elliptic),
      signerName: 'example.com/signer',
      usages: ['client auth', 'digital signature'],
    },
  },
  refused: {
    'no request': spec({ request: null }),
    'no PEM': request('YQ=='),
    'no Base64': request('?'),
    'a certificate': request(inPem(certificate, 'CERTIFICATE')),
    'a certificate that is called a request': request(inPem('YWJj')),
    'nothing in PEM': request(inPem('')),
    'half a request': request(inPem(requests.elliptic.slice(0, 100))),
    'a request of another': request(inPem(requests.ellipticOfAnother)),
    'another request of another': request(inPem(requests.edwardsOfAnother)),
    'no usages': spec({ usages: null }),
    'a usage that is none': usages('client auth', 'anything'),
    'a usage twice': usages('any', 'any', 'any'),
    'an empty usage': usages(''),
    'no signer': signer(null),
    'a signer without a path': signer('example.com'),
    'a signer with two paths': signer('example.com/a/b'),
    'a signer without dots': signer('example/a'),
    'a domain that is none': signer('Example.com/a_b'),
    'an empty domain': signer('/a'),
    'an empty path': signer('example.com/'),
    'the signer of old': signer('kubernetes.io/legacy-unknown'),
    'a short time': spec({ expirationSeconds: 599 }),
    'a negative time': spec({ expirationSeconds: -1 }),
    'all at once': { spec: { request: 'YQ==', usages: [], signerName: 'a', expirationSeconds: 0 } },
    'a master': spec({ request: inPem(requests.masters), signerName: byServer }),
    'a label that is none': { metadata: { labels: { 'a b': 'c' } } },
  },
  taken: {
    'another key': request(inPem(requests.edwards)),
    'a time': spec({ expirationSeconds: 600 }),
    'a name that others have not': { metadata: { name: 'A_:b' } },
    'a user of the server': signer(byServer),
    'a master of another signer': request(inPem(requests.masters)),
    'conditions that are not kept': conditions({ type: '', status: '' }),
  },
  refusedChanges: { 'a label that is none': { metadata: { labels: { 'a b': 'c' } } } },
  takenChanges: {
    'another request, which is not kept': request('YQ=='),
    'other labels': { metadata: { labels: { a: 'b' } } },
  },
  refusedStatus: {
    'a decision': conditions({ ...condition, type: 'Approved' }),
    'both decisions': conditions({ ...condition, type: 'Approved' }, { ...condition, type: 'Denied' }),
    'a condition of no type': conditions({ ...condition, type: '' }),
    'a condition of no status': conditions({ ...condition, status: '' }),
    'a failure that is none': conditions({ ...condition, status: 'False' }),
    'a status that is none': conditions({ ...condition, type: 'A', status: 'Perhaps' }),
    'a condition twice': conditions(condition, condition),
    'no certificate': issued('YQ=='),
    'a key': issued(inPem(certificate, 'PRIVATE KEY')),
  },
  takenStatus: {
    'a failure': conditions(condition),
    'a condition of its own': conditions({ ...condition, type: 'A', status: 'Unknown' }),
    'a certificate': issued(inPem(certificate, 'CERTIFICATE')),
  },
});
