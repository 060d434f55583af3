import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import {
  type AddressRules,
  type CallbackProblem,
  checkCallbackUrl,
  isAllowedAddress,
  isAllowedScheme,
  literalAddressOf,
} from './addresses.ts';
import { retryAfterSeconds } from './domain/retry.ts';

export type Resolve = (host: string) => Promise<readonly string[]>;
export type PostAnswer =
  | { readonly status: number; readonly retryAfterSeconds?: number; readonly body: string }
  | { readonly status?: undefined; readonly error: string };

const LONGEST_BODY_BYTES = 4_096;
const LINGER_MILLISECONDS = 1_000;
const LONGEST_HEADERS_BYTES = 16_384;

/** All addresses of a name, by the resolver of the machine (so that /etc/hosts counts as well). */
export const resolveByMachine: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: CallbackProblem;
  constructor(problem: CallbackProblem) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * The address to connect to, or a refusal. One address of a name that is refused refuses the name: a name that points at a
 * private address at all is no callback. What was checked here is connected to as a number, so a second answer of the DNS
 * (rebinding) is never asked for, and a URL that names an address literally, which passes by every lookup hook, is checked
 * by the same line.
 */
async function checkedAddress(url: URL, rules: AddressRules, resolve: Resolve): Promise<string> {
  const literal = literalAddressOf(url);
  const addresses = literal === undefined ? await resolve(url.hostname) : [literal];
  const [first] = addresses;
  if (first === undefined || !addresses.every((address) => isAllowedAddress(address, rules)))
    throw new Refused('ADDRESS_REFUSED');
  if (!isAllowedScheme(url, first)) throw new Refused('NOT_HTTPS');
  return first;
}

type Post = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly rules: AddressRules;
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal;
  readonly resolve: Resolve;
  /** Reads up to 4 KiB of the answer; otherwise the status is the answer. */
  readonly wantsBody: boolean;
};

function send(post: Post, url: URL, address: string, signal: AbortSignal): Promise<PostAnswer> {
  const isLiteral = literalAddressOf(url) !== undefined;
  return new Promise((settle, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)({
      host: address,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      // The certificate is held against the name, not the number.
      ...(isLiteral ? {} : { servername: url.hostname }),
      method: 'POST',
      path: `${url.pathname}${url.search}`,
      headers: { ...post.headers, host: url.host, 'content-length': Buffer.byteLength(post.body) },
      // No pool: a kept connection of one name must not serve another.
      agent: false,
      maxHeaderSize: LONGEST_HEADERS_BYTES,
      signal,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const seconds = retryAfterSeconds(response.headers['retry-after'], new Date());
      const answer = {
        status: response.statusCode ?? 0,
        ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
      };
      if (!post.wantsBody) {
        settle({ ...answer, body: '' });
        // The answer stands; what follows it is drained for a moment and then cut.
        response.on('error', () => {});
        response.resume();
        setTimeout(() => response.destroy(), LINGER_MILLISECONDS).unref();
        return;
      }
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > LONGEST_BODY_BYTES) response.destroy(new Error('the answer is longer than 4 KiB'));
      });
      response.on('error', reject);
      response.on('end', () => settle({ ...answer, body: Buffer.concat(chunks).toString('utf8') }));
    });
    request.end(post.body);
  });
}

function wordsOf(error: unknown, isTimeout: boolean): string {
  if (error instanceof Refused) return error.problem;
  if (isTimeout) return 'TIMED_OUT';
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : error instanceof Error ? error.message.slice(0, 200) : 'FAILED';
}

/** Posts to a callback and never anywhere else: no redirect is followed, no refused address is connected to, no answer is waited for beyond the time-out. Never throws. */
export async function guardedPost(post: Post): Promise<PostAnswer> {
  const timeout = AbortSignal.timeout(post.timeoutMilliseconds);
  const signal = AbortSignal.any([timeout, post.signal]);
  try {
    const checked = checkCallbackUrl(post.url, post.rules);
    if ('problem' in checked) return { error: checked.problem };
    const late = new Promise<never>((_settle, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    );
    const address = await Promise.race([checkedAddress(checked.url, post.rules, post.resolve), late]);
    return await send(post, checked.url, address, signal);
  } catch (error) {
    return { error: wordsOf(error, timeout.aborted) };
  }
}
