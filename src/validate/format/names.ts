/** How a report can be printed. Apart from the printers, so that naming them loads none. */
export const validationFormats = ['human', 'json', 'sarif', 'github', 'junit'] as const;
export type ValidationFormat = (typeof validationFormats)[number];
