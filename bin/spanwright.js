#!/usr/bin/env node
'use strict';
// Starts Spanwright: checks the version of Node, answers --version without loading the program, then loads it.
// Written so that old versions of Node can parse it, because its first task is to turn them down politely; and as
// CommonJS (see package.json beside it), which takes Node 7 ms less to start than an ES module.
const { readFileSync, writeSync } = require('node:fs');

const REQUIRED = [22, 22];
const INVALID = 2;

const [major, minor] = process.versions.node.split('.').map(Number);
const args = process.argv.slice(2);
const packageDir = `${__dirname.slice(0, -'bin'.length)}`;
const fastDir = `${packageDir}dist/fast/`;
/** What scripts of dist/fast have imported so far. */
const modules = new Map();

if (major < REQUIRED[0] || (major === REQUIRED[0] && minor < REQUIRED[1])) {
  fail(
    `spanwright needs Node.js ${REQUIRED.join('.')} or newer; this is ${process.versions.node} at ${process.execPath}`,
    'install a newer Node.js, or start it as `npx -p node@24 spanwright`',
  );
} else if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  printVersion();
} else if (['validate', 'run', 'watch'].includes(args[0])) {
  startFast(`${args[0]}.cjs`);
} else {
  start();
}

function printVersion() {
  const { version } = JSON.parse(readFileSync(`${packageDir}package.json`, 'utf8'));
  try {
    write(1, `${version}\n`);
  } catch {
    // The program itself knows what to say of a pipe that is closed and of a disk that is full.
    start();
  }
}

function start() {
  import('../dist/cli.js').then(({ main }) => main(args, packageDir), unlessBuilt('ERR_MODULE_NOT_FOUND'));
}

/** For commands called again and again: hooks, editors and people wait for them. See scripts/bundle/fast.ts. */
function startFast(script) {
  try {
    run(script).main(args, packageDir);
  } catch (error) {
    unlessBuilt('ENOENT')(error);
  }
}

/**
 * Runs a script of dist/fast. V8 takes the code that it made of it when it was built, which saves 40 ms of compiling, if
 * its version is still the same; the code is only ever read. (Node's own compile cache would be written to.)
 */
function run(file) {
  const { Script } = require('node:vm');
  const filename = fastDir + file;
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData: codeOf(filename) });
  const module = { exports: {} };
  // What the sources load by name lies beside the chunks.
  script.runInThisContext()(requireLater, importChunk, module, `${packageDir}dist/chunks/${file}`);
  return module.exports;
}

function codeOf(filename) {
  try {
    return readFileSync(`${filename}.code`);
  } catch {
    return undefined;
  }
}

/** What scripts import is loaded when something of it is first used: node:crypto takes 9 ms, regular expressions 6. */
function requireLater(request) {
  // Node has these at hand.
  if (request === 'node:fs' || request === 'node:path') return require(request);
  const get = (_, key) => {
    if (!modules.has(request)) {
      modules.set(request, request.startsWith('./') ? run(request.slice(2)) : require(request));
    }
    return modules.get(request)[key];
  };
  return new Proxy({}, { get });
}

/** In place of import(), which scripts made this way do not have. */
function importChunk(name) {
  return import(`../dist/chunks/${name}`);
}

function unlessBuilt(code) {
  return (error) => {
    if (error.code !== code) throw error;
    fail('spanwright is not built: dist is missing or incomplete', 'run `npm run build` in its folder');
  };
}

/** A reader that went away is a normal end of its interest. */
function write(fd, text) {
  try {
    writeSync(fd, text);
  } catch (error) {
    if (error.code !== 'EPIPE') throw error;
  }
}

function fail(message, hint) {
  write(2, `error: ${message}\n  hint: ${hint}\n`);
  process.exitCode = INVALID;
}
