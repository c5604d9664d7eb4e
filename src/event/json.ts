import type { RunEvent, RunRecord } from './event.ts';
import { runEvent, runRecord } from './shapes.ts';

/** A record as JSON, two spaces deep, keys always in the same order; what is undefined is left out. Ends in a newline. */
export function printRunRecord(record: RunRecord): string {
  return `${JSON.stringify(mapRecordText(record, same), writable, 2)}\n`;
}

/** An event as one line of JSON without its newline, keys always in the same order. */
export function printRunEvent(event: RunEvent): string {
  const json = JSON.stringify(mapEventText(event, same), writable);
  // Some readers take these for line ends too. JSON has them in strings only, where an escape means the same.
  return json.replace(/[\u0085\u2028\u2029]/g, escaped);
}

/** A copy with every free text changed; words of fixed meaning, such as verdicts, stay as they are. */
export function mapRecordText(record: RunRecord, change: (text: string) => string): RunRecord {
  return runRecord.map(record, change);
}

/** As {@link mapRecordText}, for one event. */
export function mapEventText(event: RunEvent, change: (text: string) => string): RunEvent {
  return runEvent.map(event, change);
}

function same(text: string): string {
  return text;
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** No declared field holds a bigint; one that gets in all the same must not lose digits or stop the report. */
function writable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
