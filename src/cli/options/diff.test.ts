import { expect, test } from 'vitest';
import { diffFormats, failConditions, strategies } from '../../diff/index.ts';
import { conditionNames, formatNames, strategyNames } from './diff.ts';

test('the table of options names every format, condition and strategy there is', () => {
  expect(formatNames).toEqual(diffFormats);
  expect(conditionNames).toEqual(failConditions);
  expect(strategyNames).toEqual(Object.keys(strategies));
});
