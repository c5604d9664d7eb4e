#!/usr/bin/env node
// Starts Spanwright: checks the version of Node, answers --version without loading the program, then loads it.
// Written so that old versions of Node can parse it, because its first task is to turn them down politely.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const REQUIRED = [22, 22];
const INVALID = 2;

const [major, minor] = process.versions.node.split('.').map(Number);
const args = process.argv.slice(2);
const packageDir = fileURLToPath(new URL('..', import.meta.url));

if (major < REQUIRED[0] || (major === REQUIRED[0] && minor < REQUIRED[1])) {
  fail(
    `spanwright needs Node.js ${REQUIRED.join('.')} or newer; this is ${process.versions.node} at ${process.execPath}`,
    'install a newer Node.js, or start it as `npx -p node@24 spanwright`',
  );
} else if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  const { version } = JSON.parse(readFileSync(`${packageDir}package.json`, 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  start();
}

function start() {
  import('../dist/cli.js').then(
    ({ main }) => main(args, packageDir),
    (error) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      fail('spanwright is not built: dist is missing or incomplete', 'run `npm run build` in its folder');
    },
  );
}

function fail(message, hint) {
  process.stderr.write(`error: ${message}\n  hint: ${hint}\n`);
  process.exitCode = INVALID;
}
