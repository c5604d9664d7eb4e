import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

const IN_DEVELOPMENT = "process.env['DEV'] === 'true'";

/** What Ink does for those who debug a screen with it; a script that is compiled ahead could not wait for that. */
const neverInDevelopment: Plugin = {
  name: 'never-in-development',
  setup({ onLoad }) {
    onLoad({ filter: /\/ink\/build\/reconciler\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes(IN_DEVELOPMENT)) throw new Error(`${path} no longer asks for ${IN_DEVELOPMENT}`);
      return { contents: text.replaceAll(IN_DEVELOPMENT, 'false'), loader: 'js' };
    });
  },
};

/** What the bundle has in place of what Ink asks for. */
export const forInk = {
  alias: {
    'string-width': resolve('scripts/bundle/string-width.ts'),
    'yoga-layout': resolve('scripts/bundle/column-layout.ts'),
  },
  // React's other build is for those who write components.
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [neverInDevelopment],
};
