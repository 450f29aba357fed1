import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { normalizeArguments } from '../src/arguments.ts';

function program(): Command {
  const root = new Command('program')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .option('-n, --namespace <name>');
  root
    .command('get')
    .option('-A, --all-namespaces')
    .option('-w, --watch')
    .option('-o, --output <format>')
    .option('--no-headers')
    .option('--from <paths...>');
  return root;
}

const normalize = (line: string): string => normalizeArguments(line.split(' '), program()).join(' ');

describe('the command line', () => {
  test.each([
    ['get pods --watch=true', 'get pods --watch'],
    ['get pods --watch=T -A=1', 'get pods --watch --all-namespaces'],
    ['get pods --watch=false', 'get pods'],
    ['get pods -A -w -A=0', 'get pods --watch'],
    ['get pods -A=false -A', 'get pods --all-namespaces'],
    ['get pods --no-headers --no-headers=False', 'get pods'],
    ['get pods --help=false', 'get pods'],
    ['get -wA=false pods', 'get --watch pods'],
    ['get -n=shop pods', 'get --namespace=shop pods'],
    ['get -wAojson pods', 'get --watch --all-namespaces --output=json pods'],
    ['get -o=json pods', 'get --output=json pods'],
    ['get -o -A pods', 'get --output -A pods'],
    ['get --output= pods', 'get --output= pods'],
    ['get --output --watch=x pods', 'get --output --watch=x pods'],
    ['-n get get -w=false', '--namespace get get'],
    ['-nget get -w=false', '--namespace=get get'],
    ['get -- --watch=false -A=x', 'get -- --watch=false -A=x'],
    ['get pods -', 'get pods -'],
    ['get pods --nope=true -z -Az', 'get pods --nope=true -z --all-namespaces -z'],
    ['get pods -o', 'get pods --output'],
    ['get --from a b -w=1', 'get --from a b --watch'],
  ])('%s means %s, as for kubectl', (given, meant) => {
    expect(normalize(given)).toBe(meant);
  });

  test.each(['get --watch=maybe', 'get --watch=', 'get -A=tRUE', 'get -wA=2'])(
    '%s is refused: a flag is true or false',
    (line) => {
      expect(() => normalize(line)).toThrow(
        /^error: invalid argument ".*" for ".*" flag: it is true or false$/,
      );
    },
  );
});
