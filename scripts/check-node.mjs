// `npm install` ends with this. It runs on the Node that all scripts run on: the workspace's own on Linux x64. What npm
// itself says of versions (EBADENGINE) is of the Node that npm runs on, and kept silent by .npmrc.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const [major, minor] = process.versions.node.split('.').map(Number);
const [wantedMajor, wantedMinor] = engines.node.replace('>=', '').split('.').map(Number);
if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
  console.error(`This repository needs Node ${engines.node}; this is ${process.versions.node}.`);
  process.exitCode = 1;
}
