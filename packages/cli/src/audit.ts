import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { AuditRow } from '@greenlane/programme/domain/audit-chain';
import { AnchorFile, parseAuditRow, verifyAuditLog } from '@greenlane/programme/verify-audit';
import pg from 'pg';
import { connect } from './connection.ts';
import { readDocument, readKeySet } from './json-file.ts';
import { requireFile } from './paths.ts';

export type AuditOptions = {
  readonly anchors?: string;
  readonly jwks?: string;
  /** The one that the export is of. */
  readonly chain?: string;
  readonly data: string;
};

const PAGE_ROWS = 5_000;

async function* rowsOfFile(path: string) {
  await requireFile(path);
  for await (const line of createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  }))
    if (line !== '') yield parseAuditRow(line);
}

async function* rowsOfDatabase(client: pg.Client, chain: string | undefined): AsyncGenerator<AuditRow> {
  for (let after: { chainId: string; sequence: number } = { chainId: '', sequence: 0 }; ; ) {
    const { rows } = await client.query<AuditRow>(
      `select chain_id as "chainId", sequence, previous_hash as "previousHash", hash, occurred_at as "occurredAt", action, subject, actor, detail
       from programme.audit_log where (chain_id, sequence) > ($1, $2) and ($3::text is null or chain_id = $3)
       order by chain_id, sequence limit ${PAGE_ROWS}`,
      [after.chainId, after.sequence, chain ?? null],
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = last;
  }
}

async function anchorsOfDatabase(client: pg.Client): Promise<AnchorFile> {
  const keys = await client.query<{ key: unknown }>('select public_jwk as key from programme.signing_key');
  const anchors = await client.query('select document, jws, ends from programme.audit_anchor order by day');
  return AnchorFile.parse({ keys: keys.rows.map(({ key }) => key), anchors: anchors.rows });
}

/** Checks an export, or the platform's own log, and prints what it found; answers whether it holds. */
export async function verifyAudit(file: string | undefined, options: AuditOptions): Promise<boolean> {
  const anchorFile =
    options.anchors === undefined
      ? undefined
      : await readDocument(options.anchors, AnchorFile, {
          kind: 'anchors',
          source: 'GET /v1/programme/audit/anchors',
        });
  const pinned = options.jwks === undefined ? undefined : await readKeySet(options.jwks);
  const started = performance.now();
  const check = async () => {
    const { chain } = options;
    if (file !== undefined)
      return verifyAuditLog(rowsOfFile(file), { anchors: anchorFile, pinned: pinned?.keys, chain });
    const connection = await connect(options);
    const client = new pg.Client(connection.admin);
    await client.connect();
    try {
      // One snapshot: the platform may be running.
      await client.query('begin isolation level repeatable read read only');
      const anchors = anchorFile ?? (await anchorsOfDatabase(client));
      return await verifyAuditLog(rowsOfDatabase(client, chain), { anchors, pinned: pinned?.keys, chain });
    } finally {
      await client.end();
      await connection.close();
    }
  };
  const report = await check();
  const seconds = (performance.now() - started) / 1_000;
  console.log(
    `${report.rows} rows of ${report.chains} chains against ${report.anchors} anchors in ${seconds.toFixed(2)} s (${Math.round(report.rows / seconds)} rows a second)`,
  );
  if (report.signer === 'not established')
    console.log('signatures valid, signer not established: give --jwks with keys that you have from elsewhere');
  if (report.signer === 'no anchors') console.log('no anchors: a cut tail cannot be seen without them');
  if (report.fault !== undefined && options.chain === undefined && report.chains === 1 && report.anchors > 0)
    console.log('anchors are of the whole log: for the export of one chain, name it with --chain');
  console.log(report.fault === undefined ? 'the audit log holds' : `the audit log does not hold: ${report.fault}`);
  return report.fault === undefined;
}
