import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Places } from './places.ts';

const never = new AbortController().signal;

it('gives no more than there are, whatever the order in which they come back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(3), { maxLength: 20 }),
      async (count, turns) => {
        const places = new Places(count);
        let taken = 0;
        let most = 0;
        const use = async (pauses: number) => {
          const giveBack = await places.take(never);
          most = Math.max(most, ++taken);
          for (let turn = 0; turn < pauses; turn++) await Promise.resolve();
          taken--;
          giveBack();
        };
        await Promise.all(turns.map(use));
        expect(most).toBeLessThanOrEqual(count);
        expect(taken).toBe(0);
      },
    ),
  );
});

it('passes over who gave up waiting', async () => {
  const places = new Places(1);
  const giveBack = await places.take(never);
  const impatient = new AbortController();
  const gone = places.take(impatient.signal);
  const patient = places.take(never);
  impatient.abort(new Error('too late'));
  await expect(gone).rejects.toThrow('too late');
  giveBack();
  (await patient)();
  await places.take(never);
});
