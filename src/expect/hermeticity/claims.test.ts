import { describe, expect, test } from 'vitest';
import type { HermeticityExpectation } from '../../scenario/index.ts';
import type { Given } from '../trace.fixture.ts';
import { INCOMPLETE, judge, judgeOne, outcomes, span } from '../trace.fixture.ts';

function peers(given: Given, allow?: string[]) {
  return judgeOne({ hermeticity: { no_external_services: true, allow } }, [span('call', given)]);
}

describe('no_external_services', () => {
  test.each<Given>([
    {},
    { attributes: { 'http.route': '/orders' } },
    { attributes: { 'server.address': 'localhost', 'server.port': 8080 } },
    {
      attributes: { 'server.address': '127.0.0.1', 'network.peer.address': '::1', 'network.peer.port': 5432 },
    },
    { attributes: { 'url.full': 'http://127.0.0.1:8080/orders' } },
    { attributes: { 'net.peer.name': 'localhost', 'net.peer.port': 80, 'rpc.service': 'orders.Orders' } },
    { attributes: { 'network.peer.address': '/run/db.sock', 'network.transport': 'unix' } },
    { attributes: { 'server.address': 'db', 'network.transport': 'pipe' } },
    { attributes: { 'db.connection_string': 'Server=localhost;Database=x' } },
    { attributes: { 'db.system': 'sqlite', 'db.namespace': 'main' } },
    {
      kind: 'server',
      attributes: { 'server.address': 'orders.internal', 'url.full': 'http://orders.internal/' },
    },
    { kind: 'server', attributes: { 'rpc.service': 'orders.Orders' } },
    { attributes: { 'messaging.destination.name': 'orders', 'server.address': 'localhost' } },
  ])('%j stays on this machine', (given) => {
    expect(peers(given)).toMatchObject({
      outcome: 'passed',
      rule: 'expect.hermeticity.no_external_services',
    });
  });

  test.each<[Given, string]>([
    [{ attributes: { 'server.address': 'api.example.com' } }, 'server.address = "api.example.com"'],
    [{ attributes: { 'network.peer.address': '10.0.0.7' } }, 'network.peer.address = "10.0.0.7"'],
    [{ attributes: { 'url.full': 'https://api.example.com/x' } }, 'url.full = "https://api.example.com/x"'],
    [
      { attributes: { 'db.connection_string': 'Server=db.example.com' } },
      'db.connection_string = "Server=db.example.com"',
    ],
    [{ attributes: { 'net.peer.name': 'example.com' } }, 'net.peer.name = "example.com"'],
    [{ attributes: { 'net.peer.ip': '192.0.2.1' } }, 'net.peer.ip = "192.0.2.1"'],
    [{ attributes: { 'http.host': 'example.com:80' } }, 'http.host = "example.com:80"'],
    [{ attributes: { 'http.url': 'http://example.com' } }, 'http.url = "http://example.com"'],
    [{ attributes: { 'messaging.url': 'amqp://mq/' } }, 'messaging.url = "amqp://mq/"'],
    [{ attributes: { 'rpc.service': 'orders.Orders' } }, 'rpc.service = "orders.Orders"'],
    [{ attributes: { 'messaging.destination': 'orders' } }, 'messaging.destination = "orders"'],
    [{ attributes: { 'net.peer.port': 443 } }, 'net.peer.port = "443"'],
    [
      { kind: 'server', attributes: { 'network.peer.address': '192.0.2.1' } },
      'network.peer.address = "192.0.2.1"',
    ],
    [
      { attributes: { 'server.address': 'localhost', 'network.peer.address': '192.0.2.1' } },
      'network.peer.address = "192.0.2.1"',
    ],
  ])('%j leads outside', (given, actual) => {
    expect(peers(given)).toMatchObject({ outcome: 'failed', actual, proofCount: 1 });
  });

  test('allowed hosts and services are inside, in any case and by glob', () => {
    expect(peers({ attributes: { 'server.address': 'DB.test' } }, ['db.*']).outcome).toBe('passed');
    expect(peers({ attributes: { 'rpc.service': 'orders.Orders' } }, ['orders.*']).outcome).toBe('passed');
    expect(peers({ attributes: { 'url.full': 'http://db.test:1/x' } }, ['db.test']).outcome).toBe('passed');
    expect(peers({ attributes: { 'server.address': 'db.test.evil.com' } }, ['db.test']).outcome).toBe(
      'failed',
    );
  });

  test('all violations are collected', () => {
    const spans = Array.from({ length: 30 }, (_, index) =>
      span('call', { attributes: { 'server.address': `h${index}` } }),
    );
    const finding = judgeOne({ hermeticity: { no_external_services: true } }, spans);
    expect(finding.proof).toHaveLength(20);
    expect(finding.proofCount).toBe(30);
    expect(finding.actual).toContain(' and 25 more');
  });
});

describe('resource_attrs.must_match', () => {
  const hermeticity: HermeticityExpectation = {
    resource_attrs: { must_match: { 'service.name': 'api', env: { in: ['ci', 'dev'] } } },
  };

  test('speaks of every resource, not only the first', () => {
    const right = span('a', { resource: { 'service.name': 'api', env: 'ci' } });
    const wrong = span('b', { resource: { 'service.name': 'api' } });
    expect(outcomes(judge({ hermeticity }, [right]))).toEqual(
      Array(2).fill('passed expect.hermeticity.resource_attrs.must_match'),
    );
    const findings = judge({ hermeticity }, [right, wrong]);
    expect(findings[1]).toMatchObject({
      outcome: 'failed',
      path: ['expect', 'hermeticity', 'resource_attrs', 'must_match', 'env'],
      message: '1 of 2 spans with another resource: no "env" (no such attribute)',
      proof: [{ name: 'b' }],
    });
  });
});

describe('span_attrs.forbid_keys', () => {
  test('any span that carries a key violates it, whatever the value', () => {
    const hermeticity = { span_attrs: { forbid_keys: ['http.url', 'password'] } };
    const findings = judge({ hermeticity }, [span('a'), span('b', { attributes: { password: '' } })]);
    expect(findings.map(({ outcome }) => outcome)).toEqual(['passed', 'failed']);
    expect(findings[1]).toMatchObject({
      path: ['expect', 'hermeticity', 'span_attrs', 'forbid_keys', 1],
      message: '1 of 2 spans with "password": "b"',
    });
  });
});

test('what asks for nothing is reported', () => {
  const ask = (hermeticity: HermeticityExpectation) => outcomes(judge({ hermeticity }, [span('a')]));
  expect(ask({ no_external_services: false })).toEqual([
    'notApplicable expect.hermeticity.no_external_services',
  ]);
  expect(ask({ allow: ['db'] })).toEqual(['notApplicable expect.hermeticity.allow']);
  expect(ask({ resource_attrs: {} })).toEqual(['notApplicable expect.hermeticity.resource_attrs.must_match']);
  expect(ask({ span_attrs: { forbid_keys: [] } })).toEqual([
    'notApplicable expect.hermeticity.span_attrs.forbid_keys',
  ]);
  expect(ask({})).toEqual(['notApplicable expect.hermeticity']);
});

test('while telemetry is incomplete, violations stand and their absence does not', () => {
  const hermeticity = { no_external_services: true, span_attrs: { forbid_keys: ['secret'] } };
  const spans = [span('a', { attributes: { secret: 1 } })];
  expect(judge({ hermeticity }, spans, { completeness: INCOMPLETE }).map(({ outcome }) => outcome)).toEqual([
    'undecided',
    'failed',
  ]);
});
