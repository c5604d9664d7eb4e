import type { Place } from '../../diagnostic/index.ts';
import type { LocatedScalar, TableForm } from './located.ts';

/** One part of a dotted key or header. */
export interface KeyPart {
  readonly name: string;
  readonly place: Place;
}

/** The located tree while it grows; handed out as `Located`, which is the same without the right to change it. */
export type OpenValue = LocatedScalar | OpenArray | OpenTable;

export interface OpenArray {
  readonly kind: 'array';
  readonly items: OpenValue[];
  readonly place: Place;
  readonly form: 'inline' | 'tables';
}

export interface OpenTable {
  readonly kind: 'table';
  readonly entries: Map<string, OpenEntry>;
  place: Place;
  form: TableForm;
}

export interface OpenEntry {
  readonly key: string;
  keyPlace: Place;
  value: OpenValue;
}

export function openTable(form: TableForm, place: Place): OpenTable {
  return { kind: 'table', entries: new Map(), place, form };
}
