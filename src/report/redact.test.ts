import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretName, redact, sameWidth, secretsOf } from './redact.ts';

describe('redact', () => {
  it.each([
    ['the password is hunter2.', ['hunter2'], 'the password is ***.'],
    ['a secret that holds another', ['secret that', 'that'], 'a *** holds another'],
    ['abcdef overlap', ['abcd', 'cdef'], '*** overlap'],
    ['one after the other: aaaabbbb', ['aaaa', 'bbbb'], 'one after the other: ***'],
    ['too short: abc', ['abc', ''], 'too short: abc'],
    ['key:\n  -----BEGIN\n  c2VjcmV0\n', ['-----BEGIN\nc2VjcmV0\n'], 'key:\n  ***\n  ***\n'],
    ['(.*) is not a pattern', ['(.*)'], '*** is not a pattern'],
  ])('%j', (text, secrets, expected) => {
    expect(redact(text, secrets)).toBe(expected);
  });

  it('keeps the width where it is asked to', () => {
    expect(redact('a = "hunter2" # x', ['hunter2'], sameWidth)).toBe('a = "*******" # x');
  });

  const secret = fc.stringMatching(/^[a-c]{4,6}$/);

  it('leaves no secret behind', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-d\n]{0,60}$/),
        fc.array(secret, { maxLength: 4 }),
        (text, secrets) => {
          const redacted = redact(text, secrets);
          for (const each of secrets) expect(redacted).not.toContain(each);
        },
      ),
    );
  });

  it('changes nothing else', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[d-z\n]{0,60}$/),
        fc.array(secret, { maxLength: 4 }),
        (text, secrets) => {
          expect(redact(text, secrets)).toBe(text);
        },
      ),
    );
  });
});

describe('secretsOf', () => {
  it('finds values by the names of their variables', () => {
    const env = {
      GITHUB_TOKEN: 'ghp_0123456789',
      db_password: 'hunter2',
      STRIPE_API_KEY: 'sk_live_1',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
      TOKEN_FILE: '/run/secrets/token',
      DISABLE_PASSWORD: 'false',
      PWD: '/home/shop',
      UNSET_SECRET: undefined,
    };
    expect(secretsOf(env)).toEqual(['ghp_0123456789', 'hunter2', 'sk_live_1', 'wJalrXUtnFEMI']);
  });

  it.each([
    ['TOKEN', true],
    ['npm_config__authToken', true],
    ['SSH_AUTH_SOCK', false],
    ['PASSWORD_FILE', false],
    ['KEYBOARD', false],
    ['PATH', false],
  ])('%s: %s', (name, expected) => {
    expect(isSecretName(name)).toBe(expected);
  });
});
