import { checkAssertions } from './assertions.ts';
import { checkCaptures } from './captures.ts';
import { checkCommands } from './commands.ts';
import type { WholeFile } from './context.ts';
import { checkCycles } from './cycles.ts';
import { checkTemplateTables } from './matrix.ts';
import { checkNames } from './names.ts';
import { checkPlaceholders } from './placeholders.ts';
import { checkPolicy } from './policy.ts';
import { checkReferences } from './references.ts';
import { checkServices } from './services.ts';

/** What must hold between the parts of a file before it can be run. Style and doubtful expectations are judged elsewhere. */
export function checkStructure(file: WholeFile): void {
  checkNames(file);
  checkServices(file);
  checkCommands(file);
  checkCaptures(file);
  checkReferences(file);
  checkCycles(file);
  checkPlaceholders(file);
  checkAssertions(file);
  checkPolicy(file);
  checkTemplateTables(file);
}
