// Makes types and tokens from schemas: from OpenAPI v3 and discovery of a kube-apiserver, or from CRD files. The result
// is one TypeScript module for each group and version. Nothing here does IO.
//
//   const modules = builtInModules(extract({ kubernetes, resourceLists, openApi }));
//   for (const module of modules) write(`${module.path}.ts`, printModule(module, options));

export type { BuiltInInput } from './built-in.ts';
export { builtInModules } from './built-in.ts';
export { printCatalog } from './catalog.ts';
export { crdModules } from './crd.ts';
export { customModule } from './custom.ts';
export type { ApiResourceList, ApiSubresource } from './discovery-reader.ts';
export { groupVersionsIn } from './discovery-reader.ts';
export type { ServerDocuments } from './extract.ts';
export { extract, printExtract } from './extract.ts';
export type { GenerateOptions } from './generate.ts';
export { generateFiles } from './generate.ts';
export type { ApiResource, GroupVersion } from './group-version.ts';
export { groupVersionOf } from './group-version.ts';
export type { ImportExtension, IndexOptions } from './index-module.ts';
export { printIndex } from './index-module.ts';
export { InvalidDefinitionError } from './invalid-definition.ts';
export type { Module } from './module.ts';
export type { PrintOptions } from './print.ts';
export { printModule, printTokens } from './print.ts';
export type { ProtoMessages, ProtoSources } from './protobuf.ts';
export { extractProto } from './protobuf.ts';
export type { PolicyObject, RecordedPolicy } from './recorded-policy.ts';
export { printPolicy } from './recorded-policy.ts';
export type { ColumnTables, ZeroObjects } from './recording.ts';
export { printColumns, printRecording, printZeros } from './recording.ts';
export type { Schema, Schemas } from './schema.ts';
export { printSchemaTable } from './schema-table.ts';
