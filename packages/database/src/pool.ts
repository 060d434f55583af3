import pg from 'pg';

/**
 * The server ends a slow statement itself, and says so; only a connection that has gone silent (half-open) runs into
 * `query_timeout`. So the two are told apart: the first is the statement's fault, the second an outage. Whoever waits for
 * another session's lock is told earlier, and that is an outage as well: the other may have gone silent, and then the server
 * keeps its locks until it ends a session that is idle in its transaction.
 */
const SESSION_LIMITS = {
  lock_timeout: 5_000,
  statement_timeout: 18_000,
  query_timeout: 20_000,
  idle_in_transaction_session_timeout: 20_000,
} as const;

export type SessionLimits = Partial<Record<keyof typeof SESSION_LIMITS, number>>;

/** Why a connection is given up whose rollback was waited for in vain. */
export const NO_ROLLBACK = 'the rollback was not answered';

/** `query_timeout` in pg's own words, or a rollback without an answer. */
export function isSilence(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause)
    if (current.message === 'Query read timeout' || current.message === NO_ROLLBACK) return true;
  return false;
}

type Taker = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void;

/** When a connection to a server was last found silent, by its address: a process has several pools of one server. */
const silentAt = new Map<string, number>();

/**
 * A pool of connections with limits. Once one has gone silent, whatever cut it off has most likely cut off those that lie idle
 * beside it, and each would keep whoever takes it waiting as long: they are given up, and new ones opened. A process with thirty
 * of them came back after 43 s, where the first wait alone is 20.
 */
class Pool extends pg.Pool {
  readonly #openedAt = new WeakMap<pg.PoolClient, number>();
  readonly #server: string;

  constructor(config: pg.PoolConfig) {
    super(config);
    this.#server = `${config.host}:${config.port}`;
    this.on('connect', (client) => this.#openedAt.set(client, performance.now()));
    this.on('release', (error: unknown) => {
      if (isSilence(error)) silentAt.set(this.#server, performance.now());
    });
  }

  async #take(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await super.connect();
      if ((this.#openedAt.get(client) ?? 0) >= (silentAt.get(this.#server) ?? 0)) return client;
      client.release(new Error('another connection to the server has gone silent since this one was opened'));
    }
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Taker): void;
  override connect(callback?: Taker): Promise<pg.PoolClient> | undefined {
    const taken = this.#take();
    if (callback === undefined) return taken;
    taken.then(
      (client) => callback(undefined, client, client.release),
      (error: Error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }
}

/** Opens a pool as every part of the platform uses it. */
export function openPool(
  config: Pick<pg.PoolConfig, 'host' | 'port' | 'database' | 'user' | 'password' | 'application_name' | 'max'>,
  limits: SessionLimits = {},
): pg.Pool {
  return new Pool({
    ...config,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // The server's end looks after itself likewise, also while it sends an answer or has nothing to say.
    options:
      '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=20000',
    ...SESSION_LIMITS,
    ...limits,
    // Statements that do not wait for one another go out at once.
    pipeline: true,
  });
}
