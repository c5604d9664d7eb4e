import { type Diagnostic, diagnostic, type Place } from '../../../diagnostic/index.ts';
import type { KeyPart, OpenEntry, OpenValue } from '../open.ts';
import { shown } from './view.ts';

// A key or table that clashes with what is already defined (TOML 1.1, sections Keys, Table and Array of Tables).

export function duplicateKey(part: KeyPart, existing: OpenEntry): Diagnostic {
  return diagnostic({
    code: 'SW2017',
    message: `the key "${shown(part.name)}" is defined twice in the same table`,
    place: part.place,
    hint:
      existing.value.kind === 'table'
        ? `"${shown(part.name)}" is already a table; add to that table, or rename the key`
        : 'remove one of the two, or rename it',
    related: [{ message: 'it is first defined here', place: existing.keyPlace }],
  });
}

export function duplicateTable(part: KeyPart, place: Place, existing: OpenEntry): Diagnostic {
  const { value } = existing;
  if (value.kind !== 'table' || value.form === 'inline') return notExtendable(part, existing);
  return diagnostic({
    code: 'SW2018',
    message: `the table "${shown(part.name)}" is defined twice`,
    place,
    hint:
      value.form === 'dotted'
        ? 'dotted keys already define it; write all its keys in one of the two ways'
        : 'put all its keys under one header, or write [[ ]] in both places for a list of tables',
    related: [{ message: 'it is first defined here', place: value.place }],
  });
}

export function notAnArray(part: KeyPart, existing: OpenEntry): Diagnostic {
  return diagnostic({
    code: 'SW2019',
    message: `[[ ]] cannot add to "${shown(part.name)}", which is ${describe(existing.value)}`,
    place: part.place,
    hint:
      existing.value.kind === 'table'
        ? 'write [[ ]] in both places for a list of tables, [ ] in one place for a single table'
        : 'write the whole list in one place',
    related: [{ message: 'it is defined here', place: existing.keyPlace }],
  });
}

export function notExtendable(part: KeyPart, existing: OpenEntry): Diagnostic {
  return diagnostic({
    code: 'SW2019',
    message: `nothing can be added to "${shown(part.name)}" here, because it is ${describe(existing.value)}`,
    place: part.place,
    hint: wayOut(existing.value),
    related: [{ message: 'it is defined here', place: existing.keyPlace }],
  });
}

function describe(value: OpenValue): string {
  switch (value.kind) {
    case 'table':
      return value.form === 'inline' ? 'an inline table' : 'a table with a definition of its own';
    case 'array':
      return value.form === 'inline' ? 'an array in brackets' : 'a list of [[tables]]';
    case 'datetime':
      return 'a date or time';
    case 'integer':
      return 'an integer';
    default:
      return `a ${value.kind}`;
  }
}

function wayOut(value: OpenValue): string {
  if (value.kind === 'array' && value.form === 'tables') return 'write [[ ]] to add another item';
  if (value.kind !== 'table') return 'rename one of the two keys';
  return value.form === 'inline'
    ? 'write the keys inside the braces, or turn the inline table into a [table]'
    : 'write the keys under the header of that table';
}
