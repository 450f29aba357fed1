// kube-rx for library authors: every name of the packages that `kube-rx` is made of, those of programs included. Here
// are a client's layers and its service, what an encoding consists of, the parts of a watcher and of a store.
//
//   import { type HttpService, Client } from 'kube-rx/library';
//
//   const script: HttpService = () => Promise.reject(new Error('no cluster in this test'));
//   const client = new Client(script);

export * from '@kube-rx/client';
export * from '@kube-rx/controller';
export * from '@kube-rx/core';
export * from '@kube-rx/core/encoding';
export * from '@kube-rx/runtime';
