import { type Args, type CallableTable, callable } from '../function/args.ts';
import type { Value } from '../value/value.ts';

/** Filters of Tera 1.20 that take a number. */
export const numberFilters: CallableTable = new Map([
  ['abs', callable('', absolute)],
  ['pluralize', callable('plural? singular?', pluralized)],
  ['round', callable('method? precision?', rounded)],
  ['filesizeformat', callable('binary?', fileSize)],
]);

function absolute(args: Args): Value {
  const { subject } = args;
  if (typeof subject === 'bigint') return subject < 0n ? -subject : subject;
  return Math.abs(args.subjectNumber());
}

function pluralized(args: Args): Value {
  const singular = Math.abs(args.subjectNumber()) === 1;
  return singular ? args.text('singular') : args.text('plural', 's');
}

/** Always a float, as in Tera: `2.8 | round` is 3.0, which prints as 3. */
function rounded(args: Args): Value {
  const number = args.subjectNumber();
  const method = args.text('method', 'common');
  const factor = 10 ** args.whole('precision', 0, -300, 300);
  const scaled = factor * number;
  switch (method) {
    case 'common':
      // Rust rounds halves away from zero, JavaScript upwards.
      return (Math.sign(scaled) * Math.round(Math.abs(scaled))) / factor;
    case 'ceil':
      return Math.ceil(scaled) / factor;
    case 'floor':
      return Math.floor(scaled) / factor;
    default:
      return args.fail(`there is no rounding \`${method}\``, '`method` is common, ceil or floor');
  }
}

const decimalUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** In steps of 1024 in both forms; `binary` changes the names of the units (the Rust crate `humansize`). */
function fileSize(args: Args): Value {
  const { subject } = args;
  if (typeof subject !== 'bigint' || subject < 0n) return args.wrongSubject('a whole number of bytes');
  const units = args.flag('binary') ? binaryUnits : decimalUnits;
  let size = Number(subject);
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024;
  const shown = Number.isInteger(size) ? String(size) : size.toFixed(2);
  return `${shown} ${units[unit]}`;
}
