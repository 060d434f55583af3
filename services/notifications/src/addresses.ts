import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export type AddressRules = {
  /** On a machine of one's own: 127.0.0.1 and ::1, also over plain HTTP. Nothing else of the loopback network. */
  readonly allowLoopback: boolean;
};

const LOOPBACK = new Set(['127.0.0.1', '::1']);
/** Public by its number, internal by its use: the host agent that every virtual machine of Azure reaches (Microsoft, "What is IP address 168.63.129.16?"). */
const INTERNAL = new Set(['168.63.129.16']);
/** Global unicast, all that IANA has given out of IPv6; mapped, compatible, translated and site-local forms lie outside it. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether a callback may connect to an address: public unicast alone. Private, link-local (169.254.169.254), shared (100.64/10), loopback, mapped, 6to4 and reserved ones are refused. */
export function isAllowedAddress(address: string, { allowLoopback }: AddressRules): boolean {
  if (isIP(address) === 0) return false;
  if (LOOPBACK.has(address)) return allowLoopback;
  if (INTERNAL.has(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST);
}

export type CallbackProblem = 'NOT_A_URL' | 'NOT_HTTPS' | 'CREDENTIALS_IN_URL' | 'ADDRESS_REFUSED';

/** The address that a URL names literally, in its canonical form (a URL parser turns 0x7f.1, 2130706433 and 0177.0.0.1 into 127.0.0.1). */
export function literalAddressOf(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? undefined : host;
}

/** What can be said of a callback URL without asking the DNS. */
export function checkCallbackUrl(
  text: string,
  rules: AddressRules,
): { readonly url: URL } | { readonly problem: CallbackProblem } {
  if (!URL.canParse(text)) return { problem: 'NOT_A_URL' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.allowLoopback)) return { problem: 'NOT_HTTPS' };
  if (url.username !== '' || url.password !== '') return { problem: 'CREDENTIALS_IN_URL' };
  const literal = literalAddressOf(url);
  if (literal !== undefined && !isAllowedAddress(literal, rules)) return { problem: 'ADDRESS_REFUSED' };
  return { url };
}

/** Plain HTTP is for this machine alone. */
export function isAllowedScheme(url: URL, address: string): boolean {
  return url.protocol === 'https:' || LOOPBACK.has(address);
}
