import { checkPlatform } from '@greenlane/faults/invariants';
import pg from 'pg';
import { connect } from './connection.ts';

/** Checks the platform's invariants and prints each with its count. Answers whether all hold. */
export async function verifyPlatform(options: { readonly data: string }): Promise<boolean> {
  const connection = await connect(options);
  const client = new pg.Client(connection.admin);
  await client.connect();
  try {
    // One snapshot: the platform may be running.
    await client.query('begin isolation level repeatable read read only');
    const results = await checkPlatform(async <Row>(text: string) => (await client.query(text)).rows as Row[]);
    await client.query('commit');
    for (const { invariant, sentence, counted, checked, wrong } of results) {
      console.log(
        `${invariant.padEnd(4)} ${wrong === 0 ? 'holds' : 'BROKEN'}  ${String(checked).padStart(6)} ${counted.padEnd(16)} ${wrong === 0 ? '' : `${wrong} wrong: `}${sentence}`,
      );
    }
    return results.every(({ wrong }) => wrong === 0);
  } finally {
    await client.end();
    await connection.close();
  }
}
