import { entries } from './entry.ts';

/** SW4xxx: what the parts of a scenario file say of each other. */
export const semantics = entries({
  SW4001: {
    title: 'Duplicate scenario name',
    severity: 'error',
    text: 'Results, selections and dependencies name a scenario by its file and name, so each name may occur once in a file.',
    bad: '[[scenario]]\nname = "list"\nrun = "ls"\n[[scenario]]\nname = "list"\nrun = "ls -l"\n',
    good: '[[scenario]]\nname = "list"\nrun = "ls"\n[[scenario]]\nname = "list all"\nrun = "ls -l"\n',
  },
  SW4002: {
    title: 'Unknown service',
    severity: 'error',
    text: 'A name leads to no service of the file, or to one that the scenario does not start. A scenario starts the services it lists in `services`, and those they depend on; without the list it starts all.',
    bad: '[service.api]\ncommand = ["node", "api.mjs"]\n[[scenario]]\nname = "list"\nrun = "ls"\nservice = "app"\n',
    good: '[service.api]\ncommand = ["node", "api.mjs"]\n[[scenario]]\nname = "list"\nrun = "ls"\nservice = "api"\n',
  },
  SW4003: {
    title: 'Unknown scenario',
    severity: 'error',
    text: 'A scenario depends on one that the file does not have. Dependencies are between scenarios of one file.',
    bad: '[[scenario]]\nname = "list"\nrun = "ls"\n[[scenario]]\nname = "count"\nrun = "wc"\ndepends_on = ["lists"]\n',
    good: '[[scenario]]\nname = "list"\nrun = "ls"\n[[scenario]]\nname = "count"\nrun = "wc"\ndepends_on = ["list"]\n',
  },
  SW4004: {
    title: 'Dependency cycle',
    severity: 'error',
    text: 'Services or scenarios depend on each other in a circle, so none of them could ever start first. The message shows the circle.',
    bad: '[service.a]\ncommand = ["a"]\ndepends_on = ["b"]\n[service.b]\ncommand = ["b"]\ndepends_on = ["a"]\n',
    good: '[service.a]\ncommand = ["a"]\ndepends_on = ["b"]\n[service.b]\ncommand = ["b"]\n',
  },
  SW4005: {
    title: 'Unknown placeholder',
    severity: 'error',
    text: 'A `${...}` is none of the run-time placeholders, and no shell reads the text, so it would be passed on as it stands. Placeholders are `${service.ID.port.NAME}`, `${service.ID.host}`, `${otlp.endpoint}`, `${scenario.dir}`, `${scenario.id}`, `${run.id}`, `${project.dir}`, `${capture.NAME}` and `${env.NAME}`. In a command that a shell reads, `${HOME}` is left to the shell. `$${` stands for a plain `${`.',
    bad: '[[scenario]]\nname = "home"\nrun = "ls ${HOME}"\n',
    good: '[[scenario]]\nname = "home"\nrun = "ls ${env.HOME}"\n',
  },
  SW4006: {
    title: 'Placeholder for something that is not there',
    severity: 'error',
    text: 'A placeholder or a readiness check names a service the scenario does not start, a port its service does not declare, or a value that no earlier step captures.',
    bad: '[service.api]\ncommand = ["node", "api.mjs"]\nports = { http = "auto" }\n[[scenario]]\nname = "get"\nrun = "curl localhost:${service.api.port.htpp}"\n',
    good: '[service.api]\ncommand = ["node", "api.mjs"]\nports = { http = "auto" }\n[[scenario]]\nname = "get"\nrun = "curl localhost:${service.api.port.http}"\n',
  },
  SW4007: {
    title: 'Placeholder where none is replaced',
    severity: 'error',
    text: 'Run-time placeholders are replaced in commands, arguments, environment, work directories, input, and in the texts a step must print. Elsewhere, such as in expectations about spans, the text would be compared as it stands. Use a pattern there: `{ matches = "^http://127" }`.',
    bad: '[[expect.span]]\nname = "GET"\nattrs.all = { "url.full" = "${otlp.endpoint}" }\n',
    good: '[[expect.span]]\nname = "GET"\nattrs.all = { "url.full" = { starts_with = "http://127.0.0.1" } }\n',
  },
  SW4008: {
    title: 'Unknown plugin',
    severity: 'error',
    text: 'No plugin of this name can run the service. There is `process` for a local command and `container` for an image; `generic_container` and `surrealdb` are clnrm names. In clnrm files this is a warning, as clnrm itself complains only at run time.',
    bad: '[service.db]\nplugin = "containr"\nimage = "postgres:17"\n',
    good: '[service.db]\nplugin = "container"\nimage = "postgres:17"\n',
  },
  SW4009: {
    title: 'Service defined twice',
    severity: 'error',
    text: 'A clnrm file defines one service both as [service.NAME] and as [services.NAME]. Both tables are read, so one definition would hide the other.',
  },
});
