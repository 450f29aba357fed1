import { describe, expect, test } from '@jest/globals';
import { acceptOf, isPlain, type Representation } from '../../src/request/representation.ts';
import { ResourceRequest } from '../../src/request/resource-request.ts';
import { defineResource } from '../../src/resource/resource.ts';

const partial = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const list = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const drop = ';drop=metadata.managedFields';

describe('acceptOf', () => {
  test.each<[string, Representation, string]>([
    ['nothing', {}, 'application/json'],
    ['metadata', { metadataOnly: true }, `${partial}, application/json`],
    ['no managedFields', { keepManagedFields: false }, `application/json${drop}`],
    ['both', { metadataOnly: true, keepManagedFields: false }, `${partial}${drop}, application/json${drop}`],
  ])('asks for %s, and falls back to whole objects', (_what, representation, expected) => {
    expect(acceptOf('application/json', representation, 'PartialObjectMetadata')).toBe(expected);
  });

  test('asks for each encoding in turn, and leaves a representation as it is', () => {
    const accept = 'application/json;as=Table;g=meta.k8s.io;v=v1,application/json';
    expect(acceptOf(accept, { metadataOnly: true, keepManagedFields: false }, 'PartialObjectMetadata')).toBe(
      `${partial}${drop}, application/json;as=Table;g=meta.k8s.io;v=v1${drop}, application/json${drop}`,
    );
  });

  test.each<[Representation, boolean]>([
    [{}, true],
    [{ metadataOnly: false, keepManagedFields: true }, true],
    [{ metadataOnly: true }, false],
    [{ keepManagedFields: false }, false],
  ])('%j is plain: %s', (representation, expected) => {
    expect(isPlain(representation)).toBe(expected);
  });
});

describe('a ResourceRequest', () => {
  const Pod = defineResource({ group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' });
  const requests = new ResourceRequest(Pod, 'shop', {
    accept: 'application/json',
    acceptWatch: 'application/json',
    contentType: 'application/json',
    encode: (value) => JSON.stringify(value),
  });
  const wanted = { metadataOnly: true };

  test('asks for a list of metadata where it asks for a list', () => {
    expect(requests.list(wanted).headers).toEqual({ accept: `${list}, application/json` });
    expect(requests.get('a', wanted).headers).toEqual({ accept: `${partial}, application/json` });
    expect(requests.patch('a', { type: 'merge', body: {} }, wanted).headers).toEqual({
      accept: `${partial}, application/json`,
      'content-type': 'application/merge-patch+json',
    });
  });

  test('has a watch unpacked, whoever asked for the same before', () => {
    requests.get('a', wanted);
    const { headers } = requests.watch(wanted);
    expect(headers).toEqual({ accept: `${partial}, application/json`, 'accept-encoding': 'identity' });
    expect(requests.watch(wanted).headers).toBe(headers);
  });

  test('tells the server nothing of it in the query', () => {
    expect(requests.list({ ...wanted, keepManagedFields: false, limit: 5 }).query).toEqual([['limit', '5']]);
  });
});
