import { entries } from './entry.ts';

/** SW5xxx: what a scenario file must have to be run at all. */
export const structure = entries({
  SW5001: {
    title: 'Step without a command',
    severity: 'error',
    text: 'A step runs one command to its end, and here is none. Write it as a list of arguments or as a line.',
    bad: '[[scenario]]\nname = "list"\n[[scenario.steps]]\nname = "files"\n',
    good: '[[scenario]]\nname = "list"\n[[scenario.steps]]\nname = "files"\ncommand = ["ls"]\n',
  },
  SW5002: {
    title: 'Scenario without steps',
    severity: 'error',
    text: 'A scenario does something through its steps. For a single command, `run` is enough.',
    bad: '[[scenario]]\nname = "list"\n',
    good: '[[scenario]]\nname = "list"\nrun = "ls"\n',
  },
  SW5003: {
    title: 'Service with nothing to run',
    severity: 'error',
    text: 'A service is a local command, or a container made from an image. This one has neither.',
    bad: '[service.api]\nports = { http = "auto" }\n',
    good: '[service.api]\ncommand = ["node", "api.mjs"]\nports = { http = "auto" }\n',
  },
  SW5004: {
    title: 'Capture needs exactly one source',
    severity: 'error',
    text: 'A captured value is taken from standard output or standard error with a regular expression, or from standard output read as JSON with a path. With none there is nothing to take, with several it would be unclear which counts.',
    bad: '[[scenario]]\nname = "create"\n[[scenario.steps]]\ncommand = ["create"]\ncapture.id = {}\n',
    good: '[[scenario]]\nname = "create"\n[[scenario.steps]]\ncommand = ["create"]\ncapture.id = { json = "$.id" }\n',
  },
  SW5005: {
    title: 'Container without an image',
    severity: 'error',
    text: "The plugin starts a container, and the service does not say from which image. In clnrm files a service without a plugin is a container too: clnrm's default is `generic_container`.",
    bad: '[service.db]\nplugin = "container"\n',
    good: '[service.db]\nplugin = "container"\nimage = "postgres:17"\n',
  },
});
