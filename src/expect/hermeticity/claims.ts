import type { HermeticityExpectation, KeyPath, ValueTest } from '../../scenario/index.ts';
import type { Attributes, Resource, Span } from '../../trace/index.ts';
import { compileTests, describeValue } from '../attributes.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement, undecided } from '../claim.ts';
import type { Subject } from '../subject.ts';
import type { ValueCheck } from '../value-test.ts';
import { counted, listed, listedNames, quote } from '../words.ts';
import { externalPeerTest } from './external.ts';

/** `[expect.hermeticity]`: no outside peers, right attributes on every resource, no forbidden keys. Collects all violations. */
export const hermeticityClaims: Evaluator<HermeticityExpectation> = (expectation, path) => {
  const { no_external_services, allow, resource_attrs, span_attrs } = expectation;
  const claims: Claim[] = [];
  if (no_external_services !== undefined) claims.push(externalClaim(no_external_services, allow ?? [], path));
  else if (allow)
    claims.push(
      asksNothing('expect.hermeticity.allow', [...path, 'allow'], 'no_external_services is not asked for'),
    );
  if (resource_attrs) claims.push(...resourceClaims(resource_attrs.must_match ?? {}, path));
  if (span_attrs) claims.push(...forbiddenClaims(span_attrs.forbid_keys ?? [], path));
  return claims.length > 0 ? claims : [asksNothing('expect.hermeticity', path, 'the table is empty')];
};

function externalClaim(wanted: boolean, allow: readonly string[], path: KeyPath): Claim {
  const rule = 'expect.hermeticity.no_external_services';
  const at = [...path, 'no_external_services'];
  if (!wanted)
    return asksNothing(rule, at, 'no_external_services = false allows them without asking for any');
  const externalPeer = externalPeerTest(allow);
  return {
    rule,
    path: at,
    expected: `no span speaks of a peer outside this machine${allow.length > 0 ? ` and ${listedNames(allow)}` : ''}`,
    needsSpans: true,
    parts: { kind: 'each' },
    judge: ({ trace }) => judgeExternal(trace.spans, externalPeer),
  };
}

function judgeExternal(spans: readonly Span[], externalPeer: ReturnType<typeof externalPeerTest>): Judgement {
  const violations: Span[] = [];
  const peers = new Set<string>();
  for (const span of spans) {
    const peer = externalPeer(span);
    if (!peer) continue;
    violations.push(span);
    peers.add(`${peer.key} = ${quote(peer.value)}`);
  }
  if (violations.length === 0) return clean(spans, 'none of which speaks of an outside peer');
  const actual = listed([...peers].sort());
  return {
    outcome: 'failed',
    final: true,
    message: `${violations.length} of ${counted(spans.length, 'span')} with an outside peer: ${actual}; hosts that belong to the test go into allow`,
    actual,
    proof: violations,
  };
}

function clean(spans: readonly Span[], what: string): Judgement {
  const message = `${counted(spans.length, 'span')}, ${what}`;
  return { outcome: 'passed', final: false, message, actual: 'none', proof: spans };
}

function resourceClaims(tests: Readonly<Record<string, ValueTest>>, path: KeyPath): Claim[] {
  const rule = 'expect.hermeticity.resource_attrs.must_match';
  const at = [...path, 'resource_attrs', 'must_match'];
  const checks = compileTests(tests);
  if (checks.length === 0) return [asksNothing(rule, at, 'no attribute is given')];
  return checks.map(([key, check]) => ({
    rule,
    path: [...at, key],
    expected: `${quote(key)} = ${check.expected} on every resource`,
    needsSpans: true,
    parts: { kind: 'each' },
    judge: (subject) => judgeResources(key, check, subject),
  }));
}

function judgeResources(key: string, check: ValueCheck, { trace }: Subject): Judgement {
  if (check.problem !== undefined) return undecided(check.problem);
  const holds = new Map<Resource, boolean>();
  const wrong: Span[] = [];
  const values = new Set<string>();
  for (const span of trace.spans) {
    const { attributes } = span.resource;
    const right = holds.get(span.resource) ?? check.holds(attributes.get(key));
    if (!right) wrong.push(span);
    if (!right && !holds.has(span.resource)) values.add(describeEntry(attributes, key));
    holds.set(span.resource, right);
  }
  if (wrong.length === 0) return clean(trace.spans, 'each from a resource that matches');
  const actual = listed([...values].sort());
  const message = `${wrong.length} of ${counted(trace.spans.length, 'span')} with another resource: ${actual}`;
  return { outcome: 'failed', final: true, message, actual, proof: wrong };
}

function describeEntry(attributes: Attributes, key: string): string {
  return attributes.has(key)
    ? `${quote(key)} = ${describeValue(attributes, key)}`
    : `no ${quote(key)} (${describeValue(attributes, key)})`;
}

function forbiddenClaims(keys: readonly string[], path: KeyPath): Claim[] {
  const rule = 'expect.hermeticity.span_attrs.forbid_keys';
  const at = [...path, 'span_attrs', 'forbid_keys'];
  if (keys.length === 0) return [asksNothing(rule, at, 'no key is given')];
  return keys.map((key, index) => ({
    rule,
    path: [...at, index],
    expected: `no span carries ${quote(key)}`,
    needsSpans: true,
    parts: { kind: 'each' },
    judge: ({ trace }) => judgeForbidden(key, trace.spans),
  }));
}

function judgeForbidden(key: string, spans: readonly Span[]): Judgement {
  const carrying = spans.filter((span) => span.attributes.has(key));
  if (carrying.length === 0) return clean(spans, 'none of which carries it');
  const names = [...new Set(carrying.map((span) => span.name))].sort();
  const actual = listedNames(names);
  const message = `${carrying.length} of ${counted(spans.length, 'span')} with ${quote(key)}: ${actual}`;
  return { outcome: 'failed', final: true, message, actual, proof: carrying };
}
