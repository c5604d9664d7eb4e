// Run by fast.ts: validates a plain file and templates with the built tool, and stores the code of the scripts it loads.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vm = require('node:vm');

const scripts = new Map();
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    scripts.set(options.filename, this);
  }
};
process.on('exit', () => {
  for (const [file, script] of scripts) writeFileSync(`${file}.code`, script.createCachedData());
});
const root = join(__dirname, '../..');
const files = [
  'examples/quickstart/checkout.span.toml',
  'scripts/bundle/warm/template.span.toml.njk',
  'scripts/bundle/warm/template.clnrm.toml.tera',
];
process.chdir(root);
process.argv.splice(2, Infinity, 'validate', ...files);
require(join(root, 'bin/spanwright.js'));
