/**
 * Receives OTLP over HTTP (protobuf, JSON) and gRPC on the loopback interface, each scenario at an address of its own;
 * keeps spans compactly and within limits; and decides when a trace is complete. It judges nothing, and it never
 * answers a sender other than the OTLP specification says.
 */
export {
  type ExportProblem,
  MAX_EXPORT_PROBLEMS,
  type Receiver,
  type ReceiverLimits,
  type ReceiverOptions,
  type ScopeOptions,
  type ScopeStats,
  type SenderOptions,
  type TelemetryScope,
} from './contract.ts';
export { diagnoseTelemetry, type TelemetryFacts } from './diagnose.ts';
export { createReceiver, defaultLimits } from './receiver.ts';
export { type SettleOptions, type SettleOutcome, settle } from './settle.ts';
