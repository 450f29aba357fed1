// Webhooks of admission that see objects in another version than that of the request.

import { describe, expect, it } from '@jest/globals';
import { patching, WebhookServer } from '../admission/webhook-server.ts';
import { ConversionServer, group } from './conversion-server.ts';
import { defined, failing, Server, v2, widget } from './conversion-setting.ts';

describe('webhooks of admission', () => {
  it('see a converted object where their rules name another version, and change it there', async () => {
    await using webhook = await ConversionServer.start();
    await using admission = await WebhookServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    admission.replies.set('/v1', () => patching({ op: 'replace', path: '/spec/size', value: '7x8' }));
    const rules = [{ apiGroups: [group], apiVersions: ['v1'], resources: ['widgets'], operations: ['*'] }];
    const clientConfig = { url: `${admission.url}/v1`, caBundle: admission.caBundle };
    const common = { rules, clientConfig, sideEffects: 'None', admissionReviewVersions: ['v1'] };
    const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
    const webhooks = [{ name: 'w.example.com', ...common }];
    expect(await server.send('POST', path, { metadata: { name: 'w' }, webhooks })).toMatchObject({
      status: 201,
    });
    const created = await server.send('POST', v2, widget('v2', 'a', { width: 1, height: 2 }));
    expect(created.spec).toEqual({ width: 7, height: 8, mode: 'by-v2' });
    expect(admission.reviews).toMatchObject([
      {
        review: {
          request: {
            kind: { group, version: 'v1', kind: 'Widget' },
            requestKind: { group, version: 'v2', kind: 'Widget' },
            object: { apiVersion: `${group}/v1`, spec: { size: '1x2' } },
          },
        },
      },
    ]);
    webhook.reply = failing('down');
    expect(await server.send('POST', v2, widget('v2', 'b', { width: 1 }))).toMatchObject({
      status: 500,
      message: `Internal error occurred: conversion webhook for ${group}/v2, Kind=Widget failed: down`,
    });
  });
});

describe('policies and conditions of admission', () => {
  it('see a converted object where their rules name another version', async () => {
    await using webhook = await ConversionServer.start();
    await using admission = await WebhookServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    const rules = [{ apiGroups: [group], apiVersions: ['v1'], resources: ['widgets'], operations: ['*'] }];
    const registration = '/apis/admissionregistration.k8s.io/v1';
    const validations = [{ expression: 'object.spec.size != "6x6"', message: 'no square of 6' }];
    const policy = { matchConstraints: { resourceRules: rules }, validations };
    const spec = { policyName: 'p', validationActions: ['Deny'] };
    for (const [plural, body] of Object.entries({
      validatingadmissionpolicies: { metadata: { name: 'p' }, spec: policy },
      validatingadmissionpolicybindings: { metadata: { name: 'p' }, spec },
      validatingwebhookconfigurations: {
        metadata: { name: 'w' },
        webhooks: [
          {
            name: 'w.example.com',
            rules,
            clientConfig: { url: `${admission.url}/v1`, caBundle: admission.caBundle },
            matchConditions: [{ name: 'a', expression: 'object.spec.size == "7x7"' }],
            sideEffects: 'None',
            admissionReviewVersions: ['v1'],
          },
        ],
      },
    }))
      expect(await server.send('POST', `${registration}/${plural}`, body)).toMatchObject({ status: 201 });
    const created = (width: number) =>
      server.send('POST', v2, widget('v2', `w${width}`, { width, height: width }));
    expect(await created(5)).toMatchObject({ status: 201 });
    expect(await created(6)).toMatchObject({
      status: 422,
      message: expect.stringContaining('no square of 6'),
    });
    expect(admission.reviews).toEqual([]);
    expect(await created(7)).toMatchObject({ status: 201 });
    expect(admission.reviews).toMatchObject([{ review: { request: { object: { spec: { size: '7x7' } } } } }]);
  });
});
