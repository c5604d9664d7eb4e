/**
 * A run as one HTML file: what it came to, every scenario with its findings and excerpts, and the waterfall of each trace
 * with the spans that prove a finding. What matters can be read without a script; the script in `page/` draws the
 * waterfall and makes the page easy to move in. The file loads nothing, all text of others is escaped and cut to limits,
 * and nothing in it can be followed out of it.
 */
export { createHtml } from './html.ts';
