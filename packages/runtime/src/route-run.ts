import { Readable } from 'node:stream';
import type { Database, Transaction } from '@greenlane/database/database';
import { faultPoint } from '@greenlane/kernel/fault-point';
import type { EmitFor } from './emit.ts';
import { findEarlierReply, type IdempotencyTable, type KeyOfCaller, saveReply } from './idempotency.ts';
import type { Identity } from './identity.ts';
import { ProblemError, type Reply, type Route, type RouteContext } from './service.ts';
import type { Translation } from './translation.ts';

/** What the HTTP layer needs of one service. */
export type ServedService = {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly inChinese: Translation;
  readonly db: Database;
  readonly identity: Identity;
  readonly idempotency: IdempotencyTable;
  readonly emitFor: EmitFor;
  /** Called after a commit that may have put events into the outbox. */
  readonly wakeOutbox: () => void;
};

/** Never touched: handed to handlers that declared `transaction: false`. */
const NO_TRANSACTION = new Proxy({} as Transaction, {
  get: () => {
    throw new Error('this route declared transaction: false');
  },
});

export type Answer = Reply & { readonly text: string | undefined };

/** How a problem reads to this client, and where what went wrong after a commit is told. */
type Outside = {
  readonly answerOf: (problem: ProblemError) => Answer;
  readonly logError: (error: unknown, message: string) => void;
};

function withText(reply: Reply): Answer {
  if (reply.body === undefined || reply.body instanceof Readable || Buffer.isBuffer(reply.body))
    return { ...reply, text: undefined };
  return { ...reply, text: typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body) };
}

/**
 * Two transactions cannot commit as one. So a route that writes as the worker commits its answer with what it wrote, and
 * the request's own transaction, which has only read, may end as it likes: a crash between the two, or a lost connection
 * of the second, left a claim that an honest retry was refused as claimed already.
 */
function workerWrites(service: ServedService, key: KeyOfCaller | undefined) {
  let committed: Answer | undefined;
  return {
    committed: () => committed,
    writeAsWorker: async (work: (worker: Transaction) => Promise<Reply>): Promise<Reply> => {
      const answer = await service.db.asWorker(async (worker) => {
        const reply = withText(await work(worker));
        if (key) saveReply(worker, service.idempotency, key, reply);
        faultPoint('before-commit');
        return reply;
      });
      committed = answer;
      faultPoint('after-commit-before-reply');
      return answer;
    },
  };
}

/** One request: its transaction, the answer stored with it under the caller's key, and what is settled after it. */
export async function runRoute(
  service: ServedService,
  route: Route,
  context: Omit<RouteContext, 'tx' | 'writeAsWorker'>,
  key: KeyOfCaller | undefined,
  { answerOf, logError }: Outside,
): Promise<Answer> {
  // Kept with the answer: a replay is in the language that was asked for first.
  const inItsLanguage = (reply: Reply): Reply =>
    route.worded ? { ...reply, headers: { ...reply.headers, 'content-language': context.language } } : reply;
  const { committed, writeAsWorker } = workerWrites(service, key);
  if (route.transaction === false)
    return withText(inItsLanguage(await route.handle({ ...context, tx: NO_TRANSACTION, writeAsWorker })));
  const tenant =
    route.allow === 'anyone'
      ? { organisationId: '', role: '' }
      : {
          organisationId: context.principal.organisationId,
          role: context.principal.role,
          ports: context.principal.ports,
        };
  const inTransaction = route.commit === 'together' ? service.db.asTenantTogether : service.db.asTenant;
  const first = await inTransaction(tenant, async (tx) => {
    if (key) {
      const earlier = await findEarlierReply(tx, service.idempotency, key);
      if (earlier) return withText(earlier);
    }
    const reply = withText(inItsLanguage(await route.handle({ ...context, tx, writeAsWorker })));
    if (committed() !== undefined) return reply;
    if (key) saveReply(tx, service.idempotency, key, reply);
    if (route.method !== 'GET') faultPoint('before-commit');
    return reply;
  }).catch((error: unknown) => {
    const answer = committed();
    if (answer === undefined) throw error;
    return answer;
  });
  if (route.method !== 'GET') {
    if (committed() === undefined) faultPoint('after-commit-before-reply');
    service.wakeOutbox();
  }
  if (!first.settle) return first;
  // What was refused after the commit was decided for good: it is stored as the answer, as what was granted is.
  const settled = await first.settle().then(
    (reply) => withText(inItsLanguage(reply)),
    (error: unknown) => {
      if (error instanceof ProblemError) return answerOf(error);
      // It is taken, whatever keeps its outcome from being read: an error here would say that nothing was stored.
      logError(error, 'the outcome of what was taken could not be read');
      return first;
    },
  );
  // Under its key the first answer stands until then, and leads to the same outcome.
  if (key && settled !== first)
    await service.db
      .asTenant(tenant, async (tx) => saveReply(tx, service.idempotency, key, settled, true))
      .catch((error: unknown) => logError(error, 'the outcome of what was taken could not be stored as its answer'));
  return settled;
}
