// Run by fast.ts: calls a command of the built tool, and stores the code of each script that is loaded for the first time.
const { existsSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vm = require('node:vm');

const scripts = new Map();
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    scripts.set(`${options.filename}.code`, this);
  }
};
process.on('exit', () => {
  for (const [file, script] of scripts) if (!existsSync(file)) writeFileSync(file, script.createCachedData());
});
require(join(__dirname, '../../bin/spanwright.js'));
