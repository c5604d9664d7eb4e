import { type Diagnostic, diagnostic, type Place } from '../diagnostic/index.ts';
import type { RunRecord } from './event.ts';
import { INVALID, type ShapeFault } from './shape.ts';
import { runRecord } from './shapes.ts';

/** The version of {@link RunRecord} that is written. Members may be added without raising it, never removed or changed. */
export const RUN_RECORD_FORMAT = 1;

/** A damaged file is wrong all over; the first faults say enough. */
const MAX_FAULTS = 20;
const RUN_AGAIN = 'the file is damaged or was not written by Spanwright; run the scenarios again';
const UPGRADE = 'read it with the version of Spanwright that wrote it, or a newer one';

/**
 * A record from the JSON of `printRunRecord`. Keys it does not know are left out. Anything else gives diagnostics, all
 * placed in `file`: text that is not JSON, an unknown version, or the first {@link MAX_FAULTS} wrong values.
 */
export function readRunRecord(json: string, file: string): RunRecord | Diagnostic[] {
  const start: Place = { file, line: 1, column: 1, length: 1 };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return [notJson(error, start)];
  }
  const format = formatOf(value);
  if (format !== undefined && format !== RUN_RECORD_FORMAT) return [unknownFormat(format, start)];
  const faults: ShapeFault[] = [];
  const record = runRecord.read(value, '', faults);
  return record === INVALID ? faults.slice(0, MAX_FAULTS).map((fault) => wrongValue(fault, start)) : record;
}

function formatOf(value: unknown): number | undefined {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  return typeof format === 'number' ? format : undefined;
}

/** V8 says where it stopped, for most faults: `... (line 1 column 16)`. */
function notJson(error: unknown, start: Place): Diagnostic {
  const why = error instanceof Error ? error.message : String(error);
  const [, line, column] = /\(line (\d+) column (\d+)\)$/.exec(why) ?? [];
  const place = line && column ? { ...start, line: Number(line), column: Number(column) } : start;
  return diagnostic({
    code: 'SW6111',
    message: `the run record is not JSON: ${why}`,
    place,
    hint: RUN_AGAIN,
  });
}

function unknownFormat(format: number, place: Place): Diagnostic {
  const message = `the run record has format ${format}`;
  return diagnostic({
    code: 'SW6112',
    message,
    place,
    expected: `format ${RUN_RECORD_FORMAT}`,
    hint: UPGRADE,
  });
}

function wrongValue({ at, expected, received }: ShapeFault, place: Place): Diagnostic {
  const subject = at === '' ? 'the run record' : `\`${at}\` in the run record`;
  return diagnostic({
    code: 'SW6113',
    message: `${subject} is ${received}`,
    place,
    expected,
    hint: RUN_AGAIN,
  });
}
