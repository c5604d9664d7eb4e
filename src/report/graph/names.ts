/** What `spanwright graph` prints; in a file of its own, so that the table of options does not load the printers. */
export const graphFormats = ['text', 'mermaid', 'dot', 'json'] as const;

export type GraphFormat = (typeof graphFormats)[number];
