// The step of the scenario: asks the service for a greeting, and passes the trace on so that its spans hang under this step.
const response = await fetch(`http://127.0.0.1:${process.env.SPANWRIGHT_PORT_GREETER_HTTP}/greet/Ada`, {
  headers: { traceparent: process.env.TRACEPARENT },
});
process.stdout.write(await response.text());
