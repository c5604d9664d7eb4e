// Has no OpenTelemetry SDK: prints each finished span as one line of JSON, in clnrm's form.
const trace_id = '5b8aa5a2d2c872e8321cf37308d69df2';
const now = BigInt(Date.now());

const bread = { name: 'bake bread', trace_id, span_id: '051581bf3cb55c13', kind: 'internal' };
const knead = { name: 'knead', trace_id, span_id: '5fb397be34d26b51', kind: 'internal' };

console.log(JSON.stringify({ ...knead, parent_span_id: bread.span_id, ...times(1, 3) }));
console.log(JSON.stringify({ ...bread, attributes: { 'bread.kind': 'rye' }, ...times(0, 4) }));
console.log('baked');

function times(startMs, endMs) {
  const ns = (afterMs) => String((now + BigInt(afterMs)) * 1_000_000n);
  return { start_time_unix_nano: ns(startMs), end_time_unix_nano: ns(endMs) };
}
