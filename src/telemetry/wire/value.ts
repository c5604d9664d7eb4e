import type { AttributeValue } from '../../trace/index.ts';
import type { Cursor } from './cursor.ts';

/**
 * Reads attribute values from bytes that {@link checkRequest} found valid. Of members that may occur once the last counts;
 * of attributes with the same key likewise.
 */

/** Adds the key-value pair at the cursor to `into`. */
export function readKeyValue(cursor: Cursor, into: Map<string, AttributeValue>): void {
  const end = cursor.lengthEnd();
  let key = '';
  let value: AttributeValue = null;
  while (cursor.at < end) {
    const tag = cursor.tag();
    if (tag >>> 3 === 1) key = cursor.text();
    else if (tag >>> 3 === 2) value = readAnyValue(cursor);
    else cursor.skip(tag);
  }
  into.set(key, value);
}

function readAnyValue(cursor: Cursor): AttributeValue {
  const end = cursor.lengthEnd();
  let value: AttributeValue = null;
  while (cursor.at < end) {
    const tag = cursor.tag();
    switch (tag >>> 3) {
      case 1:
        value = cursor.text();
        break;
      case 2:
        value = cursor.int64() !== 0;
        break;
      case 3:
        value = cursor.int64();
        break;
      case 4:
        value = cursor.double();
        break;
      case 5:
        value = readArray(cursor);
        break;
      case 6:
        value = readMap(cursor);
        break;
      case 7:
        value = cursor.blob();
        break;
      default:
        cursor.skip(tag);
    }
  }
  return value;
}

function readArray(cursor: Cursor): AttributeValue[] {
  const values: AttributeValue[] = [];
  eachFirstField(cursor, () => values.push(readAnyValue(cursor)));
  return values;
}

function readMap(cursor: Cursor): Map<string, AttributeValue> {
  const values = new Map<string, AttributeValue>();
  eachFirstField(cursor, () => readKeyValue(cursor, values));
  return values;
}

/** Lists of values and of pairs both hold their items in field 1. */
function eachFirstField(cursor: Cursor, read: () => void): void {
  const end = cursor.lengthEnd();
  while (cursor.at < end) {
    const tag = cursor.tag();
    if (tag >>> 3 === 1) read();
    else cursor.skip(tag);
  }
}
