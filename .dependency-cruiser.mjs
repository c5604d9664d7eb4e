// The import table of docs/architecture.md, as rules. `npm run check:imports` holds them over src, bin and scripts.

/** Every folder of src, in the order of the table: a folder may import only from folders before it. */
const folders = [
  'diagnostic',
  'digest',
  'schema',
  'trace',
  'host',
  'render',
  'scenario',
  'plan',
  'validate',
  'expect',
  'diff',
  'event',
  'telemetry',
  'backend',
  'executor',
  'report',
  'archive',
  'learn',
  'prove',
  'watch',
  'editor',
  'library',
  'cli',
];

/** The folders that may touch the machine: files, network, processes. */
const foldersWithIo = ['host', 'telemetry', 'backend', 'watch', 'library', 'cli'];

/** Node modules that only compute, and `module`, which loads our own files. Everything else of Node counts as I/O. */
const pureModules = [
  'assert',
  'buffer',
  'crypto',
  'events',
  'module',
  'path',
  'string_decoder',
  'url',
  'util',
  'zlib',
];

const TEST_FILE = '\\.(test|test-d)\\.ts$';
const anyOf = (names) => `(${names.join('|')})`;

const order = folders.slice(0, -1).map((folder, position) => ({
  name: `order-${folder}`,
  comment: `src/${folder} may import only from folders above it in the import table.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: `^src/(${folders.slice(position + 1).join('|')})/|^src/index\\.ts$` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...order,
    {
      name: 'unlisted-folder',
      comment: 'Every folder of src has a row in the import table.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: [`^src/${anyOf(folders)}/`, '^src/index\\.ts$'] },
    },
    {
      name: 'only-through-index',
      comment: 'Another folder is entered only through its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'only-through-index-from-outside',
      comment: 'The library entry and the scripts enter a folder only through its index.ts.',
      severity: 'error',
      from: { path: '^(src/index\\.ts$|scripts/|bin/)' },
      to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/index\\.ts$' },
    },
    {
      name: 'no-io',
      comment: `Only ${foldersWithIo.join(', ')} may touch the machine; tests may read fixtures.`,
      severity: 'error',
      from: { path: '^src/', pathNot: [`^src/${anyOf(foldersWithIo)}/`, TEST_FILE] },
      to: { dependencyTypes: ['core'], pathNot: `^(node:)?${anyOf(pureModules)}(/|$)` },
    },
    {
      name: 'no-cycle',
      comment: 'A cycle has no order in which it can be understood.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-from-tests',
      comment: 'What ships does not depend on tests.',
      severity: 'error',
      from: { pathNot: [TEST_FILE, '^test/'] },
      to: { path: [TEST_FILE, '^test/'] },
    },
    {
      name: 'undeclared-package',
      comment: 'A package that is used stands in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'unresolvable',
      comment: 'An import leads somewhere. (dist is made by the build.)',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '(^|/)dist/' },
    },
  ],
  options: {
    doNotFollow: { path: '^(node_modules|dist)/' },
    // Type-only imports count: without this they are gone before the rules see them.
    tsPreCompilationDeps: true,
    // Node modules are also reached this way, where importing them would be slow (see docs/decisions).
    exoticRequireStrings: ['process.getBuiltinModule'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
