import { startHelp } from './help.ts';
import { startKeys } from './keys.ts';
import { startScenarios } from './scenarios.ts';
import { startTheme } from './theme.ts';
import { openTrace } from './trace/open.ts';

// Makes the page easy to move in. Everything it shows is there without it, but for the waterfall.

document.documentElement.classList.add('script');
for (const each of document.querySelectorAll<HTMLElement>('[data-needs-script]')) each.hidden = false;
const theme = startTheme();
const help = startHelp();
const scenarios = startScenarios((section) => openTrace(section));
startKeys({ theme, help, scenarios });
