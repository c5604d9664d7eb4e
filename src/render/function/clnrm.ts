import { sha256 } from '../../digest/index.ts';
import { json } from '../value/print.ts';
import { isList, isNumber, type Value } from '../value/value.ts';
import { type Args, type CallableTable, callable } from './args.ts';
import { kebabCase, snakeCase } from './case.ts';
import { rfc3339 } from './clock.ts';
import { slugOf } from './slug.ts';
import { tomlEncode } from './toml.ts';

const MAX_HEX_BYTES = 4096;

/** Functions of clnrm 1.0 beside its ids and its fake data (reference, c.2). */
export const clnrmFunctions: CallableTable = new Map([
  ['env', callable('name', (args) => args.world.env(args.text('name')))],
  ['sha256', callable('s', (args) => sha256(args.text('s')))],
  ['toml_encode', callable('value', (args) => encoded(args, args.value('value')))],
  ['now_rfc3339', callable('', (args) => rfc3339(args.world.nowNs()))],
  ['now_unix', callable('', (args) => args.world.nowNs() / 1_000_000_000n)],
  ['now_ms', callable('', (args) => args.world.nowNs() / 1_000_000n)],
  ['now_plus', callable('seconds', (args) => after(args, 'seconds'))],
  ['date_rfc3339', callable('offset_seconds?', (args) => after(args, 'offset_seconds'))],
  ['seq', callable('name start? step?', sequence)],
  ['rand_hex', callable('n? seed?', randomHex)],
  ['pick', callable('list seed?', (args) => args.world.random(args.seed()).pick(filled(args, 'list')))],
  ['shuffle', callable('list seed?', (args) => args.world.random(args.seed()).shuffled(args.list('list')))],
  ['sample', callable('list k seed?', sample)],
  ['weighted', callable('pairs seed?', weighted)],
  ['slug', callable('s', (args) => slugOf(args, args.text('s')))],
  ['kebab', callable('s', (args) => kebabCase(args.text('s')))],
  ['snake', callable('s', (args) => snakeCase(args.text('s')))],
  ['baggage', callable('map', baggage)],
]);

/** A TOML value on one line; a map or null inside is a fault where TOML has no such thing. */
export function encoded(args: Args, value: Value): Value {
  return (
    tomlEncode(value) ?? args.fail('null has no form in TOML', 'leave the key out where there is no value')
  );
}

function after(args: Args, name: string): Value {
  const seconds = args.whole(name, 0, -1e11, 1e11);
  return rfc3339(args.world.nowNs() + BigInt(seconds) * 1_000_000_000n);
}

function sequence(args: Args): Value {
  const whole = (name: string, fallback: number) =>
    BigInt(args.whole(name, fallback, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
  return args.world.next(args.text('name'), whole('start', 0), whole('step', 1));
}

/** `n` bytes, so twice as many digits. */
function randomHex(args: Args): Value {
  return args.world.random(args.seed()).hex(args.whole('n', 16, 0, MAX_HEX_BYTES) * 2);
}

function filled(args: Args, name: string): readonly Value[] {
  const list = args.list(name);
  return list.length > 0 ? list : args.fail(`its argument \`${name}\` is an empty list`);
}

function sample(args: Args): Value {
  const list = args.list('list');
  const count = args.count('k', 0);
  if (count > list.length) return args.fail(`it cannot take ${count} of ${list.length} items`);
  return args.world.random(args.seed()).shuffled(list).slice(0, count);
}

/** One of `[[value, weight], …]`, by weight. */
function weighted(args: Args): Value {
  const pairs = filled(args, 'pairs').map((pair) => {
    const [value = null, weight] = isList(pair) ? pair : [];
    if (!isNumber(weight) || !(Number(weight) >= 0)) return args.fail('each pair is [value, weight]');
    return { value, weight: Number(weight) };
  });
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  let left = args.world.random(args.seed()).fraction() * total;
  for (const { value, weight } of pairs) {
    left -= weight;
    if (left < 0) return value;
  }
  return pairs.at(-1)?.value ?? null;
}

/** W3C baggage: keys as they are, values percent-encoded. */
function baggage(args: Args): Value {
  return [...args.map('map')]
    .map(([key, value]) => `${key}=${encodeURIComponent(wellFormed(value))}`)
    .join(',');
}

function wellFormed(value: Value): string {
  return (typeof value === 'string' ? value : json(value)).toWellFormed();
}
