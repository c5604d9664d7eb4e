// Run by fast.ts, in a folder with a copy of warm/watch.span.toml: calls `spanwright watch` as compile.cjs does, on a screen
// that is none, and saves that file until every kind of frame was drawn once.
const fs = require('node:fs');
const { PassThrough, Writable } = require('node:stream');
const tty = require('node:tty');
const v8 = require('node:v8');

const FILE = 'watch.span.toml';
const scenario = fs.readFileSync(FILE, 'utf8');
/** What is shown, and what is done then. */
const steps = [
  ['1 valid', () => fs.writeFileSync(FILE, scenario.replace('gte = 1', 'gte = 2'))],
  ['>= 2', () => fs.writeFileSync(FILE, `${scenario}\n[expect.sttus]`)],
  ['1 invalid', () => input.write('q')],
];
let shown = '';

const screen = new Writable({
  write(chunk, _, done) {
    shown += chunk;
    if (steps.length > 0 && shown.includes(steps[0][0])) {
      shown = '';
      steps.shift()[1]();
    }
    done();
  },
});
const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {}, ref() {}, unref() {} });
Object.defineProperty(process, 'stdout', {
  value: Object.assign(screen, { isTTY: true, columns: 110, rows: 30 }),
});
Object.defineProperty(process, 'stdin', { value: input });
tty.isatty = () => true;
const { fstatSync } = fs;
fs.fstatSync = (fd) => (fd === 1 ? { isCharacterDevice: () => true, rdev: 136 << 8 } : fstatSync(fd));
// The code is kept for a V8 that has not been told to stay small yet.
v8.setFlagsFromString = () => {};
process.env.CI = '';
process.env.TERM = 'xterm-256color';
process.on('exit', () => {
  if (steps.length > 0) throw new Error(`the screen never showed: ${steps[0][0]}`);
});
require('./compile.cjs');
