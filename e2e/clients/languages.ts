// How the clients in other languages are built and run, each in the folder of its name.

import type { Language } from './client-program.ts';

const python = 'python3.11';

export const languages = {
  rust: {
    name: 'rust',
    tools: [
      ['cargo', '--version'],
      ['cc', '--version'],
    ],
    // The program alone is kept: what it is built from takes some hundred times its size.
    build: ['sh', '-c', 'cargo build --quiet && mv target/debug/e2e-client client && rm -r target'],
    run: ['./client'],
  },
  go: {
    name: 'go',
    tools: [['go', 'version']],
    build: ['go', 'build', '-trimpath', '-o', 'client', '.'],
    run: ['./client'],
  },
  java: {
    name: 'java',
    tools: [
      ['java', '--version'],
      ['mvn', '--version'],
    ],
    build: ['mvn', '--quiet', '--batch-mode', 'dependency:copy-dependencies', '-DoutputDirectory=packages'],
    run: ['java', '-cp', 'packages/*', 'Main.java'],
  },
  python: {
    name: 'python',
    tools: [[python, '-m', 'pip', '--version']],
    build: [python, '-m', 'pip', 'install', '--quiet', '--target', 'packages', '-r', 'requirements.txt'],
    run: [python, 'cakes.py'],
    env: { PYTHONPATH: 'packages' },
  },
} satisfies Readonly<Record<string, Language>>;
