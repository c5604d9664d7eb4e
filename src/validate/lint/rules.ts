import type { LintRule } from './rule.ts';
import { curlWithoutFail } from './rules/curl-without-fail.ts';
import { deprecatedKey } from './rules/deprecated-key.ts';
import { durationUnit } from './rules/duration-unit.ts';
import { emptyTable } from './rules/empty-table.ts';
import { fixedPort } from './rules/fixed-port.ts';
import { homePath } from './rules/home-path.ts';
import { keyWithoutEffect } from './rules/key-without-effect.ts';
import { longUnnamedStep } from './rules/long-unnamed-step.ts';
import { needlessEscapes } from './rules/needless-escapes.ts';
import { needlessShell } from './rules/needless-shell.ts';
import { quotedKey } from './rules/quoted-key.ts';
import { regexForText } from './rules/regex-for-text.ts';
import { similarNames } from './rules/similar-names.ts';
import { skipWithoutReason } from './rules/skip-without-reason.ts';
import { sleepStep } from './rules/sleep-step.ts';
import { swallowedFailure } from './rules/swallowed-failure.ts';
import { tablesApart } from './rules/tables-apart.ts';
import { tagSpelling } from './rules/tag-spelling.ts';
import { wideInlineTable } from './rules/wide-inline-table.ts';

/** Every rule about files, in the order of the codes. `allow-without-effect` is about comments: see `allow.ts`. */
export const lintRules: readonly LintRule[] = [
  deprecatedKey,
  keyWithoutEffect,
  quotedKey,
  needlessEscapes,
  durationUnit,
  regexForText,
  tablesApart,
  wideInlineTable,
  emptyTable,
  similarNames,
  longUnnamedStep,
  tagSpelling,
  skipWithoutReason,
  fixedPort,
  homePath,
  sleepStep,
  needlessShell,
  curlWithoutFail,
  swallowedFailure,
];
