import { describe, expect, test } from 'vitest';
import { checkCallbackUrl, isAllowedAddress } from '../src/addresses.ts';

const PUBLIC = { allowLoopback: false };

describe('addresses that a callback may have', () => {
  test.each(['93.184.215.14', '8.8.8.8', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])('%s is public', (address) => {
    expect(isAllowedAddress(address, PUBLIC)).toBe(true);
  });

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.8.8.8',
    '168.63.129.16',
    '169.254.169.254',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:93.184.215.14',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    'not an address',
  ])('%s is refused', (address) => {
    expect(isAllowedAddress(address, PUBLIC)).toBe(false);
  });

  test('a machine of one’s own may be allowed, and nothing of its network beside it', () => {
    const own = { allowLoopback: true };
    expect(['127.0.0.1', '::1', '127.0.0.2', '10.0.0.1'].map((address) => isAllowedAddress(address, own))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('callback URLs', () => {
  test.each([
    ['https://127.0.0.1/', 'ADDRESS_REFUSED'],
    ['https://2130706433/', 'ADDRESS_REFUSED'],
    ['https://0x7f.1/', 'ADDRESS_REFUSED'],
    ['https://0177.0.0.1/', 'ADDRESS_REFUSED'],
    ['https://[::ffff:a9fe:a9fe]/', 'ADDRESS_REFUSED'],
    ['https://[::1]/', 'ADDRESS_REFUSED'],
    ['https://169.254.169.254/latest/meta-data', 'ADDRESS_REFUSED'],
    ['http://example.com/', 'NOT_HTTPS'],
    ['file:///etc/passwd', 'NOT_HTTPS'],
    ['gopher://example.com/', 'NOT_HTTPS'],
    ['https://user:secret@example.com/', 'CREDENTIALS_IN_URL'],
    ['example.com/hook', 'NOT_A_URL'],
  ])('%s is refused: %s', (text, problem) => {
    expect(checkCallbackUrl(text, PUBLIC)).toEqual({ problem });
  });

  test('a public https URL is taken', () => {
    expect(checkCallbackUrl('https://example.com/hook?x=1', PUBLIC)).toEqual({
      url: new URL('https://example.com/hook?x=1'),
    });
  });
});
