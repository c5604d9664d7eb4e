import { build, type Metafile } from 'esbuild';

/** What the HTML report is given to stand in it: one script and one style, as small as they get. */
export async function buildReportPage(): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [
      { in: 'src/report/html/page/main.ts', out: 'page' },
      { in: 'src/report/html/page/page.css', out: 'page' },
    ],
    outdir: 'dist/report',
    bundle: true,
    format: 'iife',
    platform: 'browser',
    // Browsers of 2023 and later.
    target: ['chrome115', 'firefox115', 'safari16.5'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}
