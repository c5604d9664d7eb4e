import { setTimeout as delay } from 'node:timers/promises';
import { SpanStatusCode } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { inSpan, startTracing } from '../tracing.mjs';
import { post, serve } from './http.mjs';

startTracing(new OTLPTraceExporter());

const { PORT, PAYMENTS_URL } = process.env;

/** The planted fault: `validate`, `reserve` or `charge` is left out, and the customer is told 201 all the same. */
const skipped = process.env.QUICKSTART_SKIP;

const work = {
  validate: (order) =>
    inSpan('validate order', { attributes: { 'order.items': order.items.length } }, async () => {
      if (order.items.length === 0) throw new RangeError('an order needs at least one item');
      await delay(2);
    }),
  reserve: (order) =>
    inSpan('reserve stock', {}, async (span) => {
      await delay(2);
      for (const item of order.items) span.addEvent('stock.reserved', { 'item.sku': item.sku });
    }),
  charge: (order) =>
    inSpan('charge card', { attributes: { 'payment.amount': total(order) } }, async (span) => {
      const charge = await post(`${PAYMENTS_URL}/charges`, { amount: total(order) });
      if (charge.status !== 201) throw new Error(`payments answered ${charge.status}`);
      span.setStatus({ code: SpanStatusCode.OK });
    }),
};

serve(PORT, {
  'POST /orders': async (order) => {
    for (const [name, run] of Object.entries(work)) {
      if (name !== skipped) await run(order);
    }
    return { id: 'order-1', total: total(order) };
  },
});

function total(order) {
  return order.items.reduce((sum, item) => sum + item.price * item.quantity, 0);
}
