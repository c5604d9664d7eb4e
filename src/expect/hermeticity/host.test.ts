import { describe, expect, test } from 'vitest';
import { hostsOf, isLoopback } from './host.ts';

describe('hostsOf', () => {
  test.each<[string, string[]]>([
    ['localhost', ['localhost']],
    ['LocalHost:8080', ['localhost']],
    ['api.example.com:443', ['api.example.com']],
    ['::1', ['::1']],
    ['[::1]:8080', ['::1']],
    ['http://127.0.0.1:3000/x?host=evil.com', ['127.0.0.1']],
    ['https://user:p@ss@api.example.com/a', ['api.example.com']],
    ['http://localhost@evil.com/', ['evil.com']],
    ['postgres://u:p@db:5432/app', ['db']],
    ['jdbc:postgresql://db.internal/app', ['db.internal']],
    ['mongodb://u:p@a:1,b:2/x', ['a', 'b']],
    ['Server=tcp:sql.example.com,1433;Database=x', ['sql.example.com']],
    ['Server=localhost,1433', ['localhost']],
    ['http://2130706433/', ['2130706433']],
    ['//evil.com/x', ['//evil.com/x']],
    ['localhost/path', ['localhost']],
    ['example.com/localhost', ['example.com']],
    ['Data Source=localhost;Initial Catalog=x', ['localhost']],
    ['host=/var/run/postgresql dbname=x', []],
    ['host=db port=5432', ['db']],
    ['unix:/tmp/x.sock', []],
    ['/tmp/x.sock', []],
    ['@abstract', []],
    ['\\\\.\\pipe\\docker', []],
    ['file:///tmp/x.db', []],
    [':memory:', []],
    ['', []],
    ['orders.OrderService', ['orders.orderservice']],
  ])('%j names %j', (value, hosts) => {
    expect(hostsOf(value)).toEqual(hosts);
  });

  test('what is too long to read counts as a host nobody knows', () => {
    expect(hostsOf(`http://localhost/${'a'.repeat(5000)}`).some(isLoopback)).toBe(false);
  });
});

describe('isLoopback', () => {
  test.each([
    'localhost',
    'localhost.',
    'app.localhost',
    '127.0.0.1',
    '127.8.9.255',
    '0.0.0.0',
    '::1',
    '::',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::1%lo',
  ])('%s is this machine', (host) => expect(isLoopback(host)).toBe(true));

  test.each([
    'example.com',
    'localhost.example.com',
    'notlocalhost',
    '127.0.0.1.example.com',
    '127.0.0.256',
    '127.1.1',
    '128.0.0.1',
    '10.0.0.1',
    '::2',
    '::10',
    '1::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '::ffff:0a00:1',
    '2001:db8::7f00:1',
    '',
  ])('%j is not', (host) => expect(isLoopback(host)).toBe(false));
});
