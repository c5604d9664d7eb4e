/**
 * Editor support: what a language server is asked about a scenario file, as pure functions of its text, a place in it
 * and a view of the project. The text may be half typed, and every function has an answer for any text: a tolerant
 * reading of its own stands in for the parser. What can be written comes from the schema, what is wrong from `validate`.
 * Results are the plain data of the Language Server Protocol; connections, documents and files are for others.
 */
export { type ActedFile, codeActions, type ShownDiagnostic } from './actions.ts';
export { type CompletionAbilities, complete } from './complete/index.ts';
export { definitions, highlights, references } from './definition.ts';
export { type DiagnosedFile, type DiagnosticOptions, protocolDiagnostics } from './diagnostics.ts';
export { type EditedFile, MAX_TEXT, readEdited } from './document.ts';
export { formatting } from './format.ts';
export { hover } from './hover.ts';
export type { FoundPlace } from './place.ts';
export { mentionOf, type ProjectView } from './project.ts';
export type { Query } from './query.ts';
export { documentSymbols } from './symbols.ts';
