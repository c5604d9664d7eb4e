// What the single executable starts with: puts the files of the package into a folder of the user's cache, once for each
// build, and goes on as bin/spanwright.js from there. Spanwright starts itself again, as it would start node: with the path
// of its starter, or with `-e` and code.
const { lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');
const { getAsset, getRawAsset } = require('node:sea');
const { deserialize } = require('node:v8');
const { Script } = require('node:vm');

const folder = packageFolder();
const starter = join(folder, 'bin/spanwright.js');
const [, , first, second] = process.argv;
if (first === '-e') {
  // As in `node -e`: the code finds itself without a file, and what follows it as arguments.
  process.argv.splice(1, 3);
  globalThis.require = createRequire(starter);
  new Script(second).runInThisContext();
} else {
  if (first === starter) process.argv.splice(2, 1);
  createRequire(starter)(starter);
}

function packageFolder() {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'spanwright');
  const at = join(cache, getAsset('digest', 'utf8'));
  if (isOurs(at)) return at;
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const fresh = mkdtempSync(`${at}-`);
  for (const [name, content] of deserialize(Buffer.from(getRawAsset('package')))) {
    mkdirSync(dirname(join(fresh, name)), { recursive: true });
    writeFileSync(join(fresh, name), content);
  }
  try {
    renameSync(fresh, at);
  } catch (error) {
    rmSync(fresh, { recursive: true });
    // Another process was faster.
    if (!isOurs(at)) throw error;
  }
  return at;
}

/** What others can write to is not run. */
function isOurs(path) {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0) return true;
  throw new Error(`${path} is not a folder that this user alone can write to: remove it`);
}
