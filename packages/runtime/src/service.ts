import type { Envelope } from '@greenlane/contracts/envelope';
import type { EventData, EventType } from '@greenlane/contracts/registry';
import type { Role } from '@greenlane/contracts/roles';
import type { Scope } from '@greenlane/contracts/scopes';
import type { Topic } from '@greenlane/contracts/topics';
import type { Language } from '@greenlane/contracts/values';
import type { Database, Transaction } from '@greenlane/database/database';
import type { Clock } from '@greenlane/kernel/clock';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Translation } from './translation.ts';

/** Who is calling: made by the runtime from the bearer credential, never from the body. */
export type Principal = {
  readonly organisationId: string;
  /** Which of the organisation's keys: tells two persons of one organisation apart. */
  readonly keyId: string;
  readonly organisationName: string;
  readonly role: Role;
  /** What a narrowed credential may do; empty: whatever its role may. */
  readonly scopes: readonly string[];
  /** Ports of a port operator. */
  readonly ports: readonly string[];
  /** Exporters that a logistics provider may act for. */
  readonly actsFor: readonly string[];
  readonly clusterCode?: string;
  readonly province?: string;
  /** When the credential stops being good, where it does. */
  readonly expiresAt?: Date;
};

/** What a handler answers. A Node `Readable` as body is streamed as it is. */
export type Reply = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  /**
   * For writes whose outcome is decided elsewhere (a command row that the market's owner takes): runs after the
   * transaction committed and gives the answer to send. Should it never finish (a crash), an Idempotency-Key replay gets
   * the reply given here, so make that one honest (202 with a Location).
   */
  readonly settle?: () => Promise<Reply>;
};

/** One entry of `errors` in a problem document. */
export type ProblemItem = { readonly code: string; readonly property?: string; readonly message: string };

/**
 * An expected refusal on its way to the client: thrown inside a handler, it rolls the transaction back and becomes an
 * `application/problem+json` answer with `errors`.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly title: string;
  readonly errors: readonly ProblemItem[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(problem: {
    status: number;
    title: string;
    errors?: readonly ProblemItem[];
    headers?: Readonly<Record<string, string>>;
  }) {
    super(problem.title);
    this.status = problem.status;
    this.title = problem.title;
    this.errors = problem.errors ?? [];
    this.headers = problem.headers ?? {};
  }
}

export type RouteContext<Params = unknown, Query = unknown, Body = unknown> = {
  /** Absent on routes for `anyone`; otherwise checked against `allow`. */
  readonly principal: Principal;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Lower-case request headers. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What a `worded` route words its sentences in, by Accept-Language. */
  readonly language: Language;
  /** Problems that a `worded` route puts into an answer of its own, in that language. */
  readonly inLanguage: (problems: readonly ProblemItem[]) => ProblemItem[];
  /** The transaction of this request, limited to the caller's rows; committed when the handler returns. */
  readonly tx: Transaction;
  /**
   * For writes that need what the caller may not see: does them in one transaction of the worker role, in which the answer
   * is stored under the caller's Idempotency-Key too. Check with `tx` first what the caller may do; answer what this answers.
   */
  readonly writeAsWorker: (work: (worker: Transaction) => Promise<Reply>) => Promise<Reply>;
  /** Puts an event into the outbox of this transaction. */
  readonly emit: Emit;
  readonly now: Date;
  readonly correlationId: string;
  /** Aborted when the client went away or the process stops: for streams. */
  readonly signal: () => AbortSignal;
};

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** OpenAPI form: `/v1/vessel-offers/{offerId}`. Must begin with one of the service's prefixes. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** Roles that may call it; `anyone` needs no credential; `authenticated` any role. */
  readonly allow: readonly Role[] | 'anyone' | 'authenticated';
  /**
   * What a narrowed credential must have been given. Reads are `read` by themselves; a write that is not for anyone names
   * its scope (see {@link scopeOf}).
   */
  readonly scope?: Scope;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /**
   * `ndjson`: the body reaches the handler as text, line by line to be parsed there; `any`: JSON or NDJSON, parsed there.
   * `json-or-csv`: JSON by `body`, or text/csv, whose bytes reach the handler as they came, for their encoding is part of
   * the question.
   */
  readonly bodyType?: 'json' | 'ndjson' | 'any' | 'json-or-csv';
  /** Statuses the handler answers on success, with the schema of each; problem answers are added by the runtime. */
  readonly responses: Readonly<
    Record<number, { readonly description: string; readonly schema?: z.ZodType; readonly contentType?: string }>
  >;
  /** Worked examples for the documentation. */
  readonly examples?: Readonly<Record<string, unknown>>;
  /** Writes honour Idempotency-Key; `false` for pure calculators and reads. Default: every method but GET. */
  readonly idempotent?: boolean;
  /** `false`: the handler needs no transaction (pure calculators); `tx` must not be used then. */
  readonly transaction?: false;
  /**
   * `together`: what it adds may be committed with the writes of other callers. For handlers that add rows by `insertNew`
   * and read by `readStatement`: one that asks for more is run again in a transaction of its own, so it must have no effect
   * but its rows.
   */
  readonly commit?: 'alone' | 'together';
  /** The answer holds sentences in the language that Accept-Language asks for; the answer says which. */
  readonly worded?: true;
  /** A request body limit in bytes (default 1 MiB; batches 32 MiB). */
  readonly bodyLimit?: number;
  // biome-ignore lint/suspicious/noExplicitAny: the schema of each route types its own handler through defineRoute
  readonly handle: (context: RouteContext<any, any, any>) => Promise<Reply>;
};

/**
 * The scope that a route asks of a narrowed credential; none for routes that need no credential.
 * @throws Error for a write that names none: it would be open to every key
 */
export function scopeOf(route: Route): Scope | undefined {
  if (route.allow === 'anyone') return undefined;
  if (route.scope !== undefined) return route.scope;
  if (route.method === 'GET') return 'read';
  throw new Error(
    `${route.operationId} (${route.method} ${route.path}) declares no scope: write scope: '…' beside allow, one of packages/contracts/src/scopes.ts`,
  );
}

type Inferred<Schema> = Schema extends z.ZodType ? z.infer<Schema> : undefined;

/** Types the handler's params, query and body from the route's own schemas. */
export function defineRoute<
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  route: Omit<Route, 'params' | 'query' | 'body' | 'handle'> & {
    readonly params?: Params;
    readonly query?: Query;
    readonly body?: Body;
    readonly handle: (context: RouteContext<Inferred<Params>, Inferred<Query>, Inferred<Body>>) => Promise<Reply>;
  },
): Route {
  return route as Route;
}

/** A new event; the runtime adds id, time, source, trace and causation. */
export type NewEvent<Type extends EventType = EventType> = {
  readonly type: Type;
  readonly subject: string;
  readonly key: string;
  readonly data: EventData<Type>;
  /** The data as JSON, where it has been written before: it is not written anew. */
  readonly text?: string;
  /** Organisation ids that may see it, or `*`. */
  readonly audience: readonly string[] | '*';
  readonly subjectVersion?: number;
  readonly priority?: boolean;
};

/** Emits one event, or many in one statement. */
export type Emit = <Type extends EventType>(
  tx: Transaction,
  events: NewEvent<Type> | Iterable<NewEvent<Type>>,
) => Promise<void>;

/** An event as a consumer receives it: the parsed data beside the envelope. */
export type Received<Type extends EventType> = { readonly envelope: Envelope; readonly data: EventData<Type> };

export type Handlers = {
  readonly [Type in EventType]?: (context: ConsumerContext, event: Received<Type>) => Promise<void>;
};

export type ConsumerContext = {
  /** The transaction of the effect; the inbox row commits with it, so the effect happens once. */
  readonly tx: Transaction;
  readonly emit: Emit;
  readonly now: Date;
  readonly log: Logger;
};

export type ServiceConsumer = {
  /** Consumer group: the service's name, and a suffix when it has several. */
  readonly group: string;
  readonly topics: readonly Topic[];
  readonly handlers: Handlers;
  /**
   * Takes every lock that the handlers of these events need, by kind in one order and within a kind by
   * `lockInOrder` or sorted. A batch is one transaction: locks taken event by event would come in the order of the
   * events, and beside another batch that has them in another order PostgreSQL would have to kill one of the two.
   */
  // biome-ignore lint/suspicious/noExplicitAny: defineConsumer types the events from the handlers
  readonly lock?: (tx: Transaction, events: readonly Received<any>[]) => Promise<void>;
};

/** Types the events that `lock` is given from the consumer's own handlers. */
export function defineConsumer<const Own extends Handlers>(
  consumer: Omit<ServiceConsumer, 'handlers' | 'lock'> & {
    readonly handlers: Own;
    readonly lock: (tx: Transaction, events: readonly Received<keyof Own & EventType>[]) => Promise<void>;
  },
): ServiceConsumer {
  return consumer;
}

/**
 * A consumer that takes whole batches of one partition and keeps its own transaction and inbox (matching). Most
 * services use {@link ServiceConsumer}.
 */
export type BatchConsumer = {
  readonly group: string;
  readonly topics: readonly Topic[];
  readonly handleBatch: (batch: {
    readonly partition: number;
    readonly envelopes: readonly Envelope[];
  }) => Promise<void>;
  /** Events given at once; fewer where the bus has fewer. */
  readonly maximumBatch?: number;
  /** Called when the member gains or loses a partition number (of all the group's topics together). */
  readonly onPartitionsChanged?: (owned: readonly number[]) => Promise<void>;
};

/** Work on a timer. Runs are never concurrent within a process; `run` answers true when there is more to do at once. */
export type Job = {
  readonly name: string;
  readonly everyMilliseconds: number;
  readonly run: (signal: AbortSignal) => Promise<boolean | undefined>;
};

export type ServiceParts = {
  readonly routes: readonly Route[];
  readonly consumers?: readonly ServiceConsumer[];
  readonly batchConsumers?: readonly BatchConsumer[];
  readonly jobs?: readonly Job[];
  /** Runs once after migrations, before the service is ready. */
  readonly start?: () => Promise<void>;
  readonly stop?: () => Promise<void>;
  /** Prometheus metrics of its own, by name. */
  readonly gauges?: Readonly<Record<string, { readonly help: string; readonly read: () => Promise<number> | number }>>;
};

export type ServiceContext = {
  readonly db: Database;
  readonly emit: Emit;
  readonly clock: Clock;
  /** UUID version 7. */
  readonly newId: () => string;
  readonly log: Logger;
  readonly config: Readonly<Record<string, string | undefined>>;
};

/** A service is a value; `main.ts` runs a list of them, one alone or all together, at the same URLs. */
export type Service = {
  readonly name: string;
  /** The PostgreSQL schema it owns, also the name of its folder under migrations/. */
  readonly schema: string;
  /** Every sentence that it refuses with; packages/testing/test/refusals-in-chinese.test.ts finds what is missing. */
  readonly inChinese: Translation;
  /** Path prefixes that it alone serves, so that a gateway routes by prefix. */
  readonly prefixes: readonly string[];
  readonly compose: (context: ServiceContext) => ServiceParts;
};
