import { createHash } from 'node:crypto';
import type { Value } from '../value/value.ts';
import { type Args, type CallableTable, callable } from './args.ts';
import type { Random } from './random.ts';

/** Identifiers of clnrm 1.0. With a seed the same ones come again, and they are always well formed. */
export const idFunctions: CallableTable = new Map([
  ['uuid_v4', callable('seed?', (args) => uuidV4(streamOf(args)))],
  ['uuid_v7', callable('time? seed?', (args) => uuidV7(timeOf(args), streamOf(args)))],
  ['uuid_v5', callable('ns name', uuidV5)],
  ['ulid', callable('seed?', (args) => ulid(args.has('seed') ? 0 : args.world.nowMs(), streamOf(args)))],
  ['trace_id', callable('seed?', (args) => streamOf(args).hex(32))],
  ['span_id', callable('seed?', (args) => streamOf(args).hex(16))],
  ['traceparent', callable('trace_id? span_id? sampled? seed?', traceparent)],
]);

function streamOf(args: Args): Random {
  return args.world.random(args.seed());
}

/** RFC 9562: digits in groups, with the version and the variant in their places. */
export function uuid(hex: string, version: number): string {
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  const digits = `${hex.slice(0, 12)}${version}${hex.slice(13, 16)}${variant}${hex.slice(17, 32)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function uuidV4(random: Random): string {
  return uuid(random.hex(32), 4);
}

function uuidV7(unixMs: number, random: Random): string {
  return uuid(unixMs.toString(16).padStart(12, '0').slice(-12) + random.hex(20), 7);
}

/** `time` is in Unix milliseconds; a seeded id without it has the time 0, so that it is repeatable. */
function timeOf(args: Args): number {
  if (args.has('time')) return args.whole('time', 0, 0, 2 ** 48 - 1);
  return args.has('seed') ? 0 : args.world.nowMs();
}

const namespaces: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

function uuidV5(args: Args): Value {
  const given = args.text('ns');
  const hex = (namespaces[given.toLowerCase()] ?? given).replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) {
    return args.fail(`its argument \`ns\` is ${JSON.stringify(given.slice(0, 40))}`, '`ns` takes a UUID');
  }
  const hash = createHash('sha1').update(Buffer.from(hex, 'hex')).update(args.text('name')).digest('hex');
  return uuid(hash, 5);
}

/** Crockford's base 32. */
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function ulid(unixMs: number, random: Random): string {
  let time = '';
  for (let left = unixMs, at = 0; at < 10; at++, left = Math.floor(left / 32))
    time = BASE32[left % 32] + time;
  return time + Array.from({ length: 16 }, () => BASE32[random.below(32)]).join('');
}

/** W3C trace context, version 00. */
function traceparent(args: Args): Value {
  const random = streamOf(args);
  const trace = hexOf(args, 'trace_id', 32) ?? random.hex(32);
  const span = hexOf(args, 'span_id', 16) ?? random.hex(16);
  const sampled = args.value('sampled');
  return `00-${trace}-${span}-${sampled === null || sampled === 1n || sampled === true ? '01' : '00'}`;
}

function hexOf(args: Args, name: string, digits: number): string | undefined {
  if (!args.has(name)) return undefined;
  const text = args.text(name);
  if (new RegExp(`^[0-9a-f]{${digits}}$`).test(text)) return text;
  return args.fail(`its argument \`${name}\` is no ${digits} lower-case hexadecimal digits`);
}
