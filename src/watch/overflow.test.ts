import { expect, it } from 'vitest';
import { overflowDetector } from './overflow.ts';
import { TestClock } from './world.fixture.ts';

/** As the system could have it at most. */
const MORE_THAN_ANY_QUEUE = 200_000;

it('so many events in one turn that some were lost are noticed, and as many in several are none', () => {
  const clock = new TestClock();
  let overflows = 0;
  const heard = overflowDetector(clock, () => overflows++);
  for (let event = 0; event < MORE_THAN_ANY_QUEUE; event++) {
    heard();
    if (event % 1000 === 999) clock.runUntil(clock.ms);
  }
  expect(overflows).toBe(0);
  for (let event = 0; event < MORE_THAN_ANY_QUEUE; event++) heard();
  clock.runUntil(clock.ms);
  expect(overflows).toBe(1);
});
