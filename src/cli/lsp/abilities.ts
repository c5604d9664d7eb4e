import { type ClientCapabilities, MarkupKind } from 'vscode-languageserver';

/** What the client told about itself that answers depend on. */
export interface Abilities {
  readonly snippets: boolean;
  readonly markdownCompletion: boolean;
  readonly markdownHover: boolean;
  /** Whether it shows the related places of diagnostics. */
  readonly related: boolean;
  /** Whether it fades or strikes out what a diagnostic is tagged as. */
  readonly tags: boolean;
  /** Whether it links the code of a diagnostic to its description. */
  readonly codeDescription: boolean;
  /** Whether it can be asked to watch files. */
  readonly watching: boolean;
}

/** What is not said is not assumed. */
export function abilitiesOf({ textDocument, workspace }: ClientCapabilities): Abilities {
  const { completionItem } = textDocument?.completion ?? {};
  const publishing = textDocument?.publishDiagnostics;
  return {
    snippets: completionItem?.snippetSupport ?? false,
    markdownCompletion: completionItem?.documentationFormat?.includes(MarkupKind.Markdown) ?? false,
    markdownHover: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) ?? false,
    related: publishing?.relatedInformation ?? false,
    tags: publishing?.tagSupport !== undefined,
    codeDescription: publishing?.codeDescriptionSupport ?? false,
    watching: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
  };
}
