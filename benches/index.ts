/** Runs every benchmark, or those named: `npm run bench -- judged receiver`. Each prints its own figures. */
const benches = [
  'judged',
  'receiver',
  'recorded',
  'validate',
  'template',
  'bombs',
  'diff',
  'watch',
  'save-patterns',
  'spawn',
  'trivial',
  'orphans',
  'html',
] as const;

const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : benches) {
  console.log(`\n## ${name}`);
  await import(`./${name}.ts`);
}

export {};
