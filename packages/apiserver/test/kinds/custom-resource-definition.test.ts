import { expect, test } from '@jest/globals';
import { definition, TestServer } from '../support/test-server.ts';

test('the conditions of a definition are printed in the order of the Go struct', async () => {
  const server = new TestServer();
  await server.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition('webs', 'Web'));
  const { text } = await server.get(
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/webs.example.com',
  );
  const keys = [...text.matchAll(/\{("type":"(?:NamesAccepted|Established)".*?)\}/g)].map(([, fields = '']) =>
    Object.keys(JSON.parse(`{${fields}}`) as object),
  );
  const order = ['type', 'status', 'lastTransitionTime', 'reason', 'message'];
  expect(keys).toEqual([order, order]);
});
