// Builds Spanwright after `npm ci` and before it is packed. `npm install -g git+…`, which the pre-commit framework calls,
// prepares a package with `-g` still in force, so that the packages the build needs are missing: they are installed here
// then. Plain JavaScript, because the Node at hand may be one that cannot run TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

function npm(...args) {
  const env = { ...process.env, npm_config_global: 'false' };
  const { status } = spawnSync('npm', args, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync('node_modules/esbuild')) {
  // With their scripts, this package's own would run too, and call this one again.
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
  npm('rebuild', 'node', 'esbuild');
}
npm('run', '--silent', 'build');
