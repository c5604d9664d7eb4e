import { featuresPage } from './features-page.ts';

// `npm run generate` calls this: nothing but tests may import tests, and this page is made of them.

process.stdout.write(featuresPage());
