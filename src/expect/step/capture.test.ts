import { describe, expect, test } from 'vitest';
import { captureValue } from './capture.ts';

const output = { stdout: '{"id":7,"tags":["a"],"name":"x"}', stderr: 'token=abc123\n' };

describe('captureValue', () => {
  test.each([
    [{ stderr: 'token=(\\w+)' }, 'abc123'],
    [{ stderr: 'token=\\w+' }, 'token=abc123'],
    [{ stderr: 'token=(x)?' }, 'token='],
    [{ stdout: '"id":(\\d+)' }, '7'],
    [{ json: '$.id' }, '7'],
    [{ json: '$.name' }, 'x'],
    [{ json: '$.tags' }, '["a"]'],
  ])('%j gives %j', (capture, value) => {
    expect(captureValue(capture, output)).toEqual({ value });
  });

  test.each([
    [{ stdout: 'nothing' }, '"nothing" does not match standard output'],
    [{ stderr: '(' }, '"(" is no valid pattern: missing closing )'],
    [{ json: '$.nobody' }, 'nothing stands at $.nobody'],
    [{ json: '$.' }, '"$." is no valid path: expected a name after the dot at offset 1'],
    [{}, 'the capture names neither stdout, stderr nor json'],
  ])('%j says why not', (capture, error) => {
    expect(captureValue(capture, output)).toEqual({ error });
  });

  test('output that is not JSON has nothing at any path', () => {
    expect(captureValue({ json: '$.id' }, { stdout: 'oops', stderr: '' })).toMatchObject({
      error: expect.stringContaining('standard output is not JSON'),
    });
  });
});
