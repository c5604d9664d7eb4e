// Prints what an instrumented program logs, ids and all, and does nothing else.
const job = {
  name: 'ship orders',
  trace_id: '7c0e9d2f4ab84c3c9f9a1f5d2e6b8a01',
  span_id: '51d1a4b2c3e4f501',
};
const events = [{ name: 'label.printed' }, { name: 'parcel.handed_over' }];

for (const order of ['A', 'B', 'C']) {
  const span_id = `51d1a4b2c3e4f50${order.toLowerCase()}`;
  const parcel = { name: 'ship parcel', trace_id: job.trace_id, span_id, parent_span_id: job.span_id };
  console.log(JSON.stringify({ ...parcel, status: 'OK', events }));
}
console.log(JSON.stringify({ ...job, status: 'OK' }));
console.log('[otlp] exported 4 spans, 0 failed');
console.log('3 parcels shipped');
