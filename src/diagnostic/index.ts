/**
 * Everything a user can act on is a {@link Diagnostic}: a permanent code, a message, a place and a way out.
 * This folder owns the type, the catalogue of codes, the one printer and the table of exit codes, and the forms that
 * reports of any kind are written in: text safe to show, XML, commands to the runner of GitHub Actions.
 * It knows nothing of scenarios, traces or files: callers hand it the text to excerpt.
 */
export { type CatalogueEntry, type Code, catalogue, entryOf } from './catalogue/index.ts';
export {
  type Diagnostic,
  type DiagnosticInput,
  diagnostic,
  type Fix,
  type Place,
  type Related,
  sortDiagnostics,
} from './diagnostic.ts';
export { EXIT, type ExitCode, type ExitName, exitCodes } from './exit.ts';
export { nearest } from './nearest.ts';
export { type PrintOptions, printDiagnostic, printDiagnostics } from './print.ts';
export type { Severity } from './severity.ts';
export { visible } from './visible.ts';
export { workflowCommand } from './workflow-command.ts';
export { type Element, printXml } from './xml.ts';
