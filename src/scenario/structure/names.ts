import { placeOf, type WholeFile } from './context.ts';

/** Scenario names identify results, so each may occur once in a file. */
export function checkNames(file: WholeFile): void {
  const first = new Map<string, number>();
  for (const [index, { name }] of file.model.scenario.entries()) {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, index);
    else {
      file.report('SW4001', () => ({
        message: `two scenarios have the name ${JSON.stringify(name)}`,
        place: placeOf(file, ['scenario', index, 'name']),
        hint: 'give each scenario of the file a name of its own',
        related: [{ message: 'the first one', place: placeOf(file, ['scenario', earlier, 'name']) }],
      }));
    }
  }
}
