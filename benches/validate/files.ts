/**
 * Scenario files such as users write: services with readiness, several steps, every kind of expectation. File `n` is
 * always the same text, and no two files are alike, so nothing can be remembered from one to the next.
 */
const subjects = ['orders', 'payments', 'search', 'inventory', 'sessions', 'mailer', 'catalog', 'reports'];
const verbs = ['create', 'read', 'update', 'list', 'cancel', 'export'];

interface Words {
  readonly n: number;
  readonly subject: string;
  readonly verb: string;
}

/** A scenario file without template tags, 1 to 2 KB long. */
export function plainFile(n: number): string {
  const words = wordsOf(n);
  return shapes[n % shapes.length]?.(words) ?? '';
}

/** A Nunjucks template of about the same length, and of about the same length when rendered. */
export function templatedFile(n: number): string {
  const { subject, verb } = wordsOf(n);
  return `# ${verb} of ${subject}, against each of its routes.

[meta]
name = "{{ subject }} {{ verb }} ${n}"
tags = ["generated"{% for tag in tags %}, "{{ tag }}"{% endfor %}]

[vars]
subject = "${subject}"
verb = "${verb}"
port = ${8000 + (n % 500)}
tags = ["smoke", "${subject}"]
routes = ["/health", "/${subject}", "/${subject}/{id}"]

{% macro served(name, route) -%}
[[expect.span]]
name = "{{ name }}"
kind = "server"
attrs.all = { "http.route" = "{{ route }}", "http.response.status_code" = { gte = 200, lt = 300 } }
{%- endmacro %}

[service.{{ subject }}]
command = "node {{ subject }}.mjs --port {{ port }}"
ports = { http = {{ port }} }
ready = { http = "/health", timeout = "10s" }

[service.{{ subject }}.env]
OTEL_SERVICE_NAME = "{{ subject | lower }}"
LOG_LEVEL = "{{ 'debug' if verb == 'create' else 'info' }}"

[[scenario]]
name = "{{ verb }} through {{ subject }}"
timeout = "30s"

{% for route in routes %}
[[scenario.steps]]
name = "{{ loop.index }}: {{ route }}"
command = ["curl", "-s", "http://127.0.0.1:{{ port }}{{ route }}"]
expect.exit_code = 0
expect.stdout.contains = "{{ verb }}"
{% endfor %}
{% for route in routes %}
{{ served("GET " ~ route, route) }}
{% endfor %}

[expect.counts]
spans_total = { gte = {{ routes | length }} }
errors_total = { eq = 0 }
`;
}

function wordsOf(n: number): Words {
  const subject = subjects[n % subjects.length] ?? '';
  const verb = verbs[n % verbs.length] ?? '';
  return { n, subject, verb };
}

const shapes: readonly ((words: Words) => string)[] = [
  ({
    n,
    subject,
    verb,
  }) => `# ${verb} through the ${subject} service: the answer alone proves nothing, so the trace has to.

[meta]
name = "${subject}-${n}"
description = "A request to ${verb} reaches the ${subject} store"
tags = ["generated", "${subject}"]

[service.${subject}]
command = "node ${subject}.mjs"
ports = { http = "auto" }
ready = { http = "/health", timeout = "10s" }
env = { OTEL_SERVICE_NAME = "${subject}", PORT = "\${service.${subject}.port.http}" }

[[scenario]]
name = "${verb} one item"
timeout = "30s"

[[scenario.steps]]
name = "${verb}"
command = "node client.mjs ${verb} ${n}"
env = { API_URL = "http://127.0.0.1:\${service.${subject}.port.http}" }
expect.exit_code = 0
expect.stdout.json = { "$.status" = 200, "$.body.id" = ${n} }

[[expect.span]]
name = "POST /${subject}"
kind = "server"
resource = { "service.name" = "${subject}" }
attrs.all = { "http.route" = "/${subject}", "http.response.status_code" = { gte = 200, lt = 300 } }

[[expect.span]]
name = "${verb} ${subject}"
parent = "POST /${subject}"
kind = "internal"
events.all = ["${subject}.stored"]

[expect.graph]
must_include = [["POST /${subject}", "${verb} ${subject}"]]
acyclic = true

[expect.counts]
spans_total = { gte = 2, lte = ${4 + (n % 5)} }
errors_total = { eq = 0 }
by_name = { "POST /${subject}" = { eq = 1 } }
`,
  ({ n, subject, verb }) => `[meta]
name = "${subject} and its queue, ${n}"
version = "1.0.${n}"
authors = ["Ada", "Grace"]

[otel]
exporter = "otlp"
protocol = "http/protobuf"
sample_ratio = 1.0

[otel.resources]
"deployment.environment.name" = "test"
"service.namespace" = "shop"

[service.queue]
command = ["node", "queue.mjs", "--depth", "${n}"]
ports = { amqp = "auto" }
ready = { tcp = "amqp" }
stop = { signal = "SIGINT", grace = "2s" }

[service.${subject}]
command = "node ${subject}.mjs"
ports = { http = "auto" }
ready = { log = 'listening on \\d+' }
depends_on = ["queue"]

[service.${subject}.env]
OTEL_SERVICE_NAME = "${subject}"
QUEUE = "127.0.0.1:\${service.queue.port.amqp}"
PORT = "\${service.${subject}.port.http}"

[[scenario]]
name = "publishes what it is asked to ${verb}"
tags = ["queue"]
priority = "high"

[[scenario.steps]]
name = "ask"
command = "node ask.mjs ${verb} http://127.0.0.1:\${service.${subject}.port.http}"
capture = { job = { json = "$.job" } }

[[scenario.steps]]
name = "wait for the job"
command = "node wait.mjs \${capture.job}"
timeout = "5s"
retries = 2
expect = { stdout = { matches = '^done in \\d+ ms', not_contains = "error" } }

[[expect.span]]
name = "publish"
kind = "producer"
attrs.all = { "messaging.system" = "rabbitmq", "messaging.destination.name" = "${subject}" }

[[expect.span]]
name = "consume"
kind = "consumer"

[expect.order]
must_precede = [["publish", "consume"]]

[expect.status]
all = "ok"
`,
  ({ n, subject, verb }) => `# A command line tool, with two scenarios of several steps each.

[meta]
name = "tool-${n}"

[[scenario]]
name = "help"
run = "node tool.mjs --help"

[[scenario]]
name = "${verb} ${subject}"
depends_on = ["help"]
env = { LOG_LEVEL = "debug", SEED = "${n}" }

[[scenario.steps]]
name = "prepare"
command = "node tool.mjs prepare ${subject}"
expect.stdout.contains = ["prepared", "${subject}"]

[[scenario.steps]]
name = "${verb}"
command = "node tool.mjs ${verb} ${subject} --id=${n}"
expect.exit_code = [0, 3]
expect.stderr.not_matches = '(?i)fatal|panic'

[[scenario.steps]]
name = "clean up"
command = "node tool.mjs clean"
continue_on_failure = true

[[scenario.expect.span]]
name = "tool ${verb}"
kind = "internal"
duration_ms = { max = ${1000 + n} }
attrs.all = { "tool.subject" = "${subject}", "tool.id" = ${n} }
attrs.any = ["tool.mode=fast", "tool.mode=slow"]

[[scenario.expect.window]]
outer = "tool ${verb}"
contains = ["load", "store"]

[scenario.expect.graph]
must_include = [["tool ${verb}", "load"], ["tool ${verb}", "store"]]
must_not_cross = [["load", "store"]]

[expect.hermeticity]
no_external_services = true

[expect.counts]
spans_total = { gte = 3 }
`,
  ({ n, subject, verb }) => `[meta]
name = "${subject} through a gateway ${n}"
description = """
The gateway retries once; the trace shows both attempts,
and only the second one succeeds.
"""

[service.gateway]
command = "node gateway.mjs"
ports = { http = "auto", admin = "auto" }
ready = { http = "/ready", status = 204, interval = "50ms" }
depends_on = ["${subject}"]

[service.${subject}]
command = "node ${subject}.mjs --fail-first"
ports = { grpc = "auto" }
protocol = "grpc"
ready = { tcp = "grpc" }

[[scenario]]
name = "retries ${verb}"
services = ["gateway", "${subject}"]

[[scenario.steps]]
command = ["node", "call.mjs", "${verb}", "http://127.0.0.1:\${service.gateway.port.http}/${n}"]
stdin = '''
{ "id": ${n}, "wanted": "${subject}" }
'''
expect.stdout.equals = "accepted"

[[expect.span]]
name = "gateway ${verb}"
kind = "server"
attrs.all = { "http.response.status_code" = 202, "retry.count" = { gte = 1 } }
attrs.none = { "http.request.body" = { exists = true } }

[[expect.span]]
name = "${subject}/${verb}"
kind = "client"
parent = "gateway ${verb}"
count = { eq = 2 }

[expect.counts]
by_name = { "gateway ${verb}" = { eq = 1 }, "${subject}/${verb}" = { gte = 2 } }

[expect.status]
by_name = { "gateway ${verb}" = "ok" }

[limits]
cpu_millicores = 500
memory_mb = 256

[determinism]
seed = ${n}
freeze_clock = "2026-01-01T00:00:00Z"
`,
];
