import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RULE = '-'.repeat(80);

/** The license texts of every npm package that has code in the bundle, given the names of its input files. */
export function licensesOf(inputs: readonly string[]): string {
  const packages = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  return [...packages].sort().map(licenseOf).join(`\n${RULE}\n`);
}

function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function licenseOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : 'No license text in the package.';
  return `${name} ${version} (${license})\n\n${text}\n`;
}
