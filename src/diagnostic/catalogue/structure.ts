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
  SW5006: {
    title: 'Table without effect',
    severity: 'warning',
    text: '`[vars]` and `[matrix]` give values to a template, and the file is none: its scenarios run once, as written, whatever the table says. A file whose name ends in .njk, .j2 or .tera is a template.',
    bad: '[matrix]\nregion = ["eu", "us"]\n',
    good: '[[scenario]]\nname = "eu"\nrun = "deploy eu"\n',
  },
  SW5101: {
    title: 'Port used twice',
    severity: 'error',
    text: 'Two services that run in the same scenario have the same fixed port, so the second cannot open it. "auto" gives each a free one. Ports of containers are their own and not meant, except in clnrm files.',
    bad: '[service.api]\ncommand = ["api"]\nports = { http = 8080 }\n[service.web]\ncommand = ["web"]\nports = { http = 8080 }\n',
    good: '[service.api]\ncommand = ["api"]\nports = { http = "auto" }\n[service.web]\ncommand = ["web"]\nports = { http = "auto" }\n',
  },
  SW5102: {
    title: 'Two volumes in one place',
    severity: 'error',
    text: 'Two volumes of one service are mounted at the same path in the container, so one would hide the other.',
    bad: '[service.db]\nimage = "postgres:17"\n[[service.db.volumes]]\nhost_path = "/srv/a"\ncontainer_path = "/data"\n[[service.db.volumes]]\nhost_path = "/srv/b"\ncontainer_path = "/data"\n',
    good: '[service.db]\nimage = "postgres:17"\n[[service.db.volumes]]\nhost_path = "/srv/a"\ncontainer_path = "/data/a"\n[[service.db.volumes]]\nhost_path = "/srv/b"\ncontainer_path = "/data/b"\n',
  },
  SW5103: {
    title: 'Volume over a system folder',
    severity: 'warning',
    text: 'The volume is mounted over a folder that the programs in the image need, such as /etc, /var or anything in /usr/bin, and hides what the image has there. A folder of one program, such as /etc/nginx or /var/lib/postgresql/data, is no problem; only clnrm refuses it too.',
    bad: '[service.db]\nimage = "postgres:17"\n[[service.db.volumes]]\nhost_path = "/srv/conf"\ncontainer_path = "/etc"\n',
    good: '[service.db]\nimage = "postgres:17"\n[[service.db.volumes]]\nhost_path = "/srv/conf"\ncontainer_path = "/config"\n',
  },
  SW5104: {
    title: 'Volume path that is not absolute',
    severity: 'error',
    text: 'Both paths of a volume are absolute: the one on this machine and the one in the container. A relative one would depend on where the tool was started.',
    bad: '[service.db]\nimage = "postgres:17"\n[[service.db.volumes]]\nhost_path = "./data"\ncontainer_path = "/data"\n',
    good: '[service.db]\nimage = "postgres:17"\n[[service.db.volumes]]\nhost_path = "/srv/data"\ncontainer_path = "/data"\n',
  },
  SW5105: {
    title: 'Not an image',
    severity: 'error',
    text: 'The text does not have the form of an image reference: lower-case path, with a registry before it and a tag or digest after it where wanted.',
    bad: '[service.db]\nimage = "Postgres latest"\n',
    good: '[service.db]\nimage = "postgres:latest"\n',
  },
  SW5106: {
    title: 'Service that no scenario starts',
    severity: 'info',
    text: 'Every scenario of the file lists its `services`, and none of them, nor anything they depend on, is this one.',
    bad: '[service.api]\ncommand = ["api"]\n[service.mail]\ncommand = ["mail"]\n[[scenario]]\nname = "list"\nservices = ["api"]\n[[scenario.steps]]\ncommand = ["list"]\nexpect.stdout.contains = "item"\n',
    good: '[service.api]\ncommand = ["api"]\n[service.mail]\ncommand = ["mail"]\n[[scenario]]\nname = "list"\nservices = ["api", "mail"]\n[[scenario.steps]]\ncommand = ["list"]\nexpect.stdout.contains = "item"\n',
  },
});
