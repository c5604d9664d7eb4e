import { entries } from './entry.ts';

/** SW6xxx. */
export const run = entries({
  SW6001: {
    title: 'Command not started',
    severity: 'error',
    text: 'The system would not start the command of a service or step: the program is not found on PATH or is not executable, the work directory does not exist, the arguments are too long, or there is no room for another process. Nothing was tested, so this is an error and not a failure. Commands see the PATH of the shell that started the run, but none of its aliases, functions or other variables; a `run` string is not interpreted by a shell unless `shell = true` says so.',
    bad: '[[scenario]]\nname = "hello"\nrun = "ehco hello"',
    good: '[[scenario]]\nname = "hello"\nrun = "echo hello"',
  },
  SW6002: {
    title: 'Service not ready in time',
    severity: 'error',
    text: 'The service started and still runs, but what `ready` asks for did not come about before its deadline. The message says what is waited for and how the last attempt ended. Usual reasons: the service listens on another port or address than the one probed, it says something else than the pattern expects or only without a line break, or it needs longer. The service was stopped; its output is in the report.',
    bad: '[service.api]\ncommand = ["node", "api.mjs"]\nready = { http = "http://127.0.0.1:8080/healthy" }',
    good: '[service.api]\ncommand = ["node", "api.mjs"]\nready = { http = "http://127.0.0.1:8080/health", timeout = "60s" }',
  },
  SW6003: {
    title: 'Service ended before it was ready',
    severity: 'error',
    text: 'The first process of the service ended while it was still waited for. A service has to stay in the foreground: one that turns itself into a daemon needs the option that prevents it (`--foreground`, `daemon off`). Otherwise its output says why it gave up; a port that is in use and a missing setting are the usual reasons.',
    bad: '[service.web]\ncommand = ["nginx"]',
    good: '[service.web]\ncommand = ["nginx", "-g", "daemon off;"]',
  },
  SW6004: {
    title: 'Command timed out',
    severity: 'error',
    text: 'The command was still running when its time was over. It was sent SIGTERM, and SIGKILL a moment later, together with everything it had started. Its output until then is in the report. Give it more time with `timeout`, or find out what it waits for.',
  },
  SW6005: {
    title: 'Command ended by a signal',
    severity: 'error',
    text: 'The command did not exit but was ended by a signal that Spanwright did not send. SIGSEGV, SIGABRT and SIGBUS are crashes; SIGKILL often means that the system ran out of memory.',
  },
  SW6006: {
    title: 'Command cancelled',
    severity: 'info',
    text: 'The command was stopped because the run was interrupted, the time of its scenario was over, or another failure ended the run first. It says nothing about the command itself.',
  },
  SW6007: {
    title: 'Processes left behind',
    severity: 'warning',
    text: 'A command ended and left processes running: some still held its output open, were in its process group, or had escaped from it as daemons. They were killed. Processes that outlive their command make tests depend on each other; let the command wait for them or stop them, or declare what has to keep running as a service.',
    bad: '[[scenario]]\nname = "hello"\nrun = "server & client"\nshell = true',
    good: '[service.server]\ncommand = ["server"]\n\n[[scenario]]\nname = "hello"\nrun = "client"',
  },
  SW6008: {
    title: 'Service killed after its grace',
    severity: 'warning',
    text: 'The service did not end within its grace after the stop signal, so everything left of it was killed with SIGKILL. It had no chance to export its last spans or to write its files. A service should end on SIGTERM; one started through a shell gets the signal only if the shell passes it on (`exec program`). `stop` sets another signal or a longer grace.',
  },
  SW6009: {
    title: 'Clean-up incomplete',
    severity: 'warning',
    text: 'After a scenario something could not be removed: its private directory, or a process that not even SIGKILL ended (usually one that waits for a device, or belongs to another user). It does not change the verdict. The message names what is left.',
  },
  SW6010: {
    title: 'Required isolation not available',
    severity: 'error',
    text: '`--require-tier` makes a tier of isolation a condition, and this machine does not reach it, so nothing was run. `namespaces` needs Linux, Perl, and either root with the right to make namespaces or user namespaces for everybody; containers without privileges and some distributions forbid both. `reaper` needs Linux and Perl only. The message says what the system answered.',
    bad: 'docker run node:24 npx spanwright run --require-tier namespaces',
    good: 'docker run --privileged node:24 npx spanwright run --require-tier namespaces',
  },
  SW6011: {
    title: 'No network of its own',
    severity: 'error',
    text: 'A scenario with `isolate = "network"` runs in a network that has nothing but loopback. The tier of isolation in force cannot make one: that takes the tier `namespaces`. The scenario was not run in the network of the machine instead, because its result would mean something else.',
    good: 'spanwright run --require-tier namespaces',
  },
  SW6101: {
    title: 'Scenario not finished',
    severity: 'warning',
    text: 'The scenario had been started when the run was interrupted or its record ends, so what it would have come to is not known. Its verdict is undecided, never passed. What it had done until then is in the record. Run it again.',
  },
  SW6111: {
    title: 'Run record is not JSON',
    severity: 'error',
    text: 'A run record is one JSON document, as the `json` reporter prints it and as `.spanwright/runs/` keeps it. The file is something else, or was cut short. Run the scenarios again to get a new one.',
    bad: '{ "format": 1, "runId": ',
  },
  SW6112: {
    title: 'Run record of an unknown format',
    severity: 'error',
    text: 'The number in `format` says how a run record is to be read, and this version of Spanwright does not know that one. Read the record with the version that wrote it (`tool` in the same file names it), or with a newer one.',
    bad: '{ "format": 2 }',
  },
  SW6113: {
    title: 'Run record with a wrong value',
    severity: 'error',
    text: 'A value of the run record is missing or has the wrong type. The message names it by its path, such as `scenarios[3].verdict`. The file was changed by hand or by another program, or is not a run record. Run the scenarios again.',
    bad: '{ "format": 1, "runId": 7 }',
  },
  SW6121: {
    title: 'Run archive cannot be used',
    severity: 'error',
    text: 'A run archive (`*.spw`) holds the spans, outputs and verdicts of one run, with a checksum over all of it. This file is something else, was cut short, or has a byte that was changed, so nothing in it can be relied on and none of it is used. Take another copy of it, or run the scenarios again.',
  },
  SW6122: {
    title: 'Run archive of an unknown format',
    severity: 'error',
    text: 'The number in `format` says how a run archive is to be read, and this version of Spanwright does not know that one. Read it with the version that wrote it, which the message names, or with a newer one.',
  },
  SW6131: {
    title: 'Scenario not recorded',
    severity: 'error',
    text: 'A scenario was to be judged by a recorded run that it was no part of: it is new, has another name now, or was not selected then. Nothing can be said about it, so its verdict is undecided. Run it once.',
  },
  SW6132: {
    title: 'Changed since it was recorded',
    severity: 'warning',
    text: 'A service of the scenario, or a setting that all of it depends on, is not what it was when the run was recorded. The expectations were judged by the spans of that run; what the scenario does now may be something else. Run it again.',
  },
  SW6133: {
    title: 'No such recorded run',
    severity: 'error',
    text: 'A recorded run is named by its id or the beginning of it (as under `.spanwright/runs/`), by `latest`, or by the path of an archive (`*.spw`). There is none of this name. Every run is recorded unless `--no-record` says otherwise, and the last 50 are kept.',
    bad: 'spanwright judge --run 20260101',
    good: 'spanwright judge --run latest',
  },
  SW6134: {
    title: 'Trace cannot be read',
    severity: 'error',
    text: 'A file of spans was given that is none, or in which a line is no span. OTLP/JSON (a document, or one to a line), flat spans one to a line or in a list, and Jaeger JSON can be read, and so can run archives (`*.spw`). Nothing of a file that cannot be read whole is used.',
  },
  SW6135: {
    title: 'Nothing to compare',
    severity: 'error',
    text: 'Two sets of traces were to be compared that have no scenario in common, so that there is no pair. Name runs of the same scenarios, or one file of spans on each side.',
  },
  SW6136: {
    title: 'Not made a baseline',
    severity: 'error',
    text: 'A baseline says how the tested system behaves when all is well, so only a scenario that passed becomes one. This one did not pass in the run that was named, or was not run at all. Make it pass, run it, and record that run.',
  },
  SW6137: {
    title: 'No baseline',
    severity: 'error',
    text: 'A scenario was to be compared with its baseline, and there is none. It is undecided, never passed. Run it and make the run the baseline: `spanwright run` and `spanwright record`.',
  },
  SW6141: {
    title: 'Reports are not shards of one suite',
    severity: 'error',
    text: '`spanwright merge-reports` makes one report of those of all shards of a suite. A report that was given is of a run without `--shard`, of another suite (other files, another selection or number of shards), or has a scenario that is in another shard too. The last happens when shards were divided by different recorded durations; give all of them the same with `--timings`.',
    bad: 'spanwright merge-reports run.json',
    good: 'spanwright merge-reports shard-1.json shard-2.json',
  },
  SW6142: {
    title: 'Scenario in no report',
    severity: 'error',
    text: 'The shards of a suite were merged, and a scenario of the suite is in none of their reports: the report of its shard is missing, or the shards were divided by different recorded durations. Its verdict is undecided, never passed. Run the missing shard and merge again; give all shards the same durations with `--timings`.',
  },
  SW6201: {
    title: 'Scenario not started',
    severity: 'error',
    text: 'The run was interrupted before this scenario began, so nothing can be said about it. Its verdict is undecided. Run it again.',
  },
  SW6202: {
    title: 'Placeholder without a value',
    severity: 'error',
    text: 'A run-time placeholder such as `${env.NAME}` or `${capture.id}` stands for nothing at this moment: the environment variable is not set, or the step that captures the value has not run. Give a default with `${env.NAME:-default}`, set the variable, or run the capturing step first.',
    bad: '[[scenario]]\nname = "who"\nrun = "echo ${env.NOBODY_SETS_THIS}"',
    good: '[[scenario]]\nname = "who"\nrun = "echo ${env.NOBODY_SETS_THIS:-nobody}"',
  },
  SW6203: {
    title: 'Service needs a container engine',
    severity: 'error',
    text: 'The service names a container plugin or an image. This version of Spanwright runs services as local processes only, so the scenario could not be run; it is an error, never a pass. Give the service `plugin = "process"` and a `command`.',
    bad: '[service.db]\nplugin = "generic_container"\nimage = "postgres:17"',
    good: '[service.db]\nplugin = "process"\ncommand = ["postgres", "-D", "data"]',
  },
  SW6204: {
    title: 'Service without a command',
    severity: 'error',
    text: 'A service that runs as a local process needs the command that starts it.',
    bad: '[service.api]\nplugin = "process"',
    good: '[service.api]\ncommand = ["node", "api.mjs"]',
  },
  SW6205: {
    title: 'Work directory kept',
    severity: 'info',
    text: 'The private work directory of a scenario that did not pass was kept, as `--keep-failed` asks. It is yours to remove.',
  },
  SW6206: {
    title: 'Span lines lost',
    severity: 'error',
    text: 'With `exporter = "stdout"` the spans are read from what programs print. A program printed more than is kept (8 MiB of the beginning and as much of the end), so spans may be missing and nothing can be judged. Export by OTLP instead.',
  },
  SW6207: {
    title: 'Scenario stopped',
    severity: 'warning',
    text: 'The scenario was running when the run was stopped: by a signal, because other scenarios had not passed (`--fail-fast`, `--max-failures`), or because the time of the run was over (`--run-timeout`). Everything it had started was stopped, and what it would have come to is not known. Run it again.',
  },
});
