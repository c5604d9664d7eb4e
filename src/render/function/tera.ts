import { type Args, type CallableTable, callable } from './args.ts';
import { rfc3339 } from './clock.ts';

/** Longer ranges are refused before they are made; the bound on values would refuse them a little later. */
const MAX_RANGE = 65_536;

/** Functions of Tera 1.20. */
export const teraFunctions: CallableTable = new Map([
  ['range', callable('end start? step_by?', range)],
  ['now', callable('timestamp? utc?', now)],
  ['throw', callable('message', (args) => args.fail(args.text('message')))],
  ['get_random', callable('end start?', randomInteger)],
  ['get_env', callable('name default?', environment)],
]);

function range(args: Args) {
  const end = args.count('end', 0);
  const start = args.count('start', 0);
  const step = args.count('step_by', 1);
  if (start > end) return args.fail(`it counts upwards, and ${start} is more than ${end}`);
  if (step === 0) return args.fail('its argument `step_by` is zero');
  const length = Math.ceil((end - start) / step);
  if (length >= MAX_RANGE) return args.fail(`the range has ${length} numbers`, `keep below ${MAX_RANGE}`);
  args.support.charge(length);
  return Array.from({ length }, (_, at) => BigInt(start + at * step));
}

/** Always in UTC, so that a template gives the same text everywhere. */
function now(args: Args) {
  args.flag('utc');
  const { world } = args;
  return args.flag('timestamp') ? world.nowNs() / 1_000_000_000n : rfc3339(world.nowNs(), '+00:00');
}

function randomInteger(args: Args) {
  const whole = (name: string) => args.whole(name, 0, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const start = whole('start');
  const end = whole('end');
  if (start >= end) return args.fail(`there is no number from ${start} to below ${end}`);
  return BigInt(args.world.random(undefined).between(start, end));
}

function environment(args: Args) {
  const value = args.world.env(args.text('name'));
  return value ?? (args.has('default') ? args.value('default') : undefined);
}
