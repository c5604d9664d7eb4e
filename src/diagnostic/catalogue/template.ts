import { entries } from './entry.ts';

/** SW1xxx. */
export const template = entries({
  SW1001: {
    title: 'Template not rendered',
    severity: 'error',
    text: 'The file is a template: it ends in .tera, .njk or .j2, or it has a tag such as `{{`. In a clnrm file a tag counts anywhere, comments and strings included. What it says is known only once it is rendered.',
  },
});
