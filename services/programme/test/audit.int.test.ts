import { manualClock } from '@greenlane/kernel/clock';
import type { AuditRow } from '@greenlane/programme/domain/audit-chain';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anchorOfDay } from '../src/anchors.ts';
import { programme } from '../src/service.ts';
import { AnchorFile, parseAuditRow, verifyAuditLog } from '../src/verify-audit.ts';

const clock = manualClock(new Date('2026-11-25T08:00:00Z'));
let platform: RunningServices;

beforeAll(async () => {
  platform = await startServices({
    services: [programme],
    clock,
    organisations: [
      { organisationId: 'ministry', role: 'authority' },
      { organisationId: 'assurance', role: 'verifier' },
      { organisationId: 'someone', role: 'exporter' },
    ],
  });
  for (let number = 1; number <= 12; number += 1) await register(`unit-${number}`);
}, 60_000);
afterAll(() => platform?.stop());

const register = (organisationId: string) =>
  platform.call({
    method: 'POST',
    path: '/v1/programme/organisations',
    as: 'ministry',
    headers: { 'x-correlation-id': `exchange-${organisationId}` },
    body: { organisationId, name: organisationId, role: 'exporter' },
  });
const suspend = (organisationId: string) =>
  platform.call({ method: 'POST', path: `/v1/programme/organisations/${organisationId}/suspension`, as: 'ministry' });
const anchor = () => platform.platform.contextOf('programme').db.asWorker((tx) => anchorOfDay(tx, clock.now()));

async function exported(): Promise<string> {
  let text = '';
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await platform.call({
      method: 'GET',
      path: `/v1/programme/audit?limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`,
      as: 'assurance',
    });
    expect(page.status).toBe(200);
    text += page.body;
    cursor = page.headers.get('next-page-cursor');
  }
  return text;
}
async function* rowsOf(text: string) {
  for (const line of text.split('\n')) if (line !== '') yield parseAuditRow(line);
}
const anchors = async () =>
  AnchorFile.parse((await platform.call({ method: 'GET', path: '/v1/programme/audit/anchors', as: 'assurance' })).body);

describe('the audit log', () => {
  test('says who did what in which exchange, page after page, to those who check it', async () => {
    const rows = (await exported())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditRow);
    expect(rows.map(({ chainId }) => chainId).toSorted()).toEqual(
      Array.from({ length: 12 }, (_none, index) => `unit-${index + 1}`).toSorted(),
    );
    expect(rows.find(({ chainId }) => chainId === 'unit-3')).toMatchObject({
      sequence: 1,
      action: 'ORGANISATION_REGISTERED',
      subject: 'unit-3',
      actor: 'ministry/key-ministry',
      occurredAt: '2026-11-25T08:00:00.000Z',
      detail: { role: 'exporter', status: 'active', correlationId: 'exchange-unit-3' },
    });
    const other = await platform.call({ method: 'GET', path: '/v1/programme/audit', as: 'someone' });
    expect(other.status).toBe(403);
  });

  test('is anchored once a day, and the anchors follow one another', async () => {
    expect(await anchor()).toBe(true);
    expect(await anchor()).toBe(false);
    await suspend('unit-1');
    clock.set(new Date('2026-11-26T00:00:00Z'));
    expect(await anchor()).toBe(true);
    const open = await platform.call({ method: 'GET', path: '/.well-known/audit-anchors' });
    expect(
      open.body.anchors.map(({ document }: { document: { day: string; rows: number } }) => [
        document.day,
        document.rows,
      ]),
    ).toEqual([
      ['2026-11-25', 12],
      ['2026-11-26', 13],
    ]);
    expect(JSON.stringify(open.body)).not.toContain('unit-');
    const file = await anchors();
    expect(await verifyAuditLog(rowsOf(await exported()), { anchors: file })).toEqual({
      rows: 13,
      chains: 12,
      anchors: 2,
      fault: undefined,
      signer: 'not established',
    });
    expect((await verifyAuditLog(rowsOf(await exported()), { anchors: file, pinned: open.body.keys })).signer).toBe(
      'established',
    );
  });

  test('of one chain is held to its own anchors, and to no other', async () => {
    const file = await anchors();
    const lines = (await exported()).split('\n').filter((line) => line.includes('"chainId":"unit-1"'));
    const verified = (text: readonly string[], chain?: string) =>
      verifyAuditLog(rowsOf(text.join('\n')), { anchors: file, chain });
    expect(lines).toHaveLength(2);
    expect((await verified(lines, 'unit-1')).fault).toBeUndefined();
    expect((await verified(lines.slice(0, 1), 'unit-1')).fault).toBe(
      'chain unit-1: the chain ends at row 1; row 2 was anchored',
    );
    expect((await verified([], 'unit-1')).fault).toBe('chain unit-1: the chain ends at row 0; row 1 was anchored');
    expect((await verified(lines, 'unit-4')).fault).toBe('line 1 is of the chain unit-1, not of unit-4');
    // Without its name the export is the whole log, of which chains are missing.
    expect((await verified(lines)).fault).toBe('chain unit-10: the chain ends at row 0; row 1 was anchored');
  });

  test('refuses change and deletion whoever asks, the owner of the database included', async () => {
    for (const statement of [
      `update programme.audit_log set actor = 'x'`,
      `delete from programme.audit_log`,
      `truncate programme.audit_log`,
      `update programme.audit_anchor set jws = 'x'`,
    ])
      await expect(platform.database.query(statement)).rejects.toThrow('append-only');
  });

  test('an anchor that was edited, unsigned, swapped or taken out does not hold', async () => {
    const file = await anchors();
    const [first, second] = file.anchors as [AnchorFile['anchors'][number], AnchorFile['anchors'][number]];
    const faultOf = async (changed: readonly AnchorFile['anchors'][number][]) =>
      (await verifyAuditLog(rowsOf(''), { anchors: { ...file, anchors: [...changed] } })).fault;
    expect(await faultOf([first, { ...second, document: { ...second.document, rows: 12 } }])).toBe(
      'the signature of the anchor of 2026-11-26 does not hold',
    );
    expect(await faultOf([first, { ...second, ends: first.ends }])).toBe(
      'the chain ends given with the anchor of 2026-11-26 are not those that it signs',
    );
    expect(await faultOf([second, first])).toBe('the anchor of 2026-11-25 does not follow from that of 2026-11-26');
  });

  test('shows what someone with the whole database in hand changed, deleted or cut', async () => {
    const file = await anchors();
    const tampered = async (statement: string) => {
      // What an insider could do: switch the trigger off, change, switch it on again. Undone after the look.
      await platform.database.query('create table saved as select * from programme.audit_log');
      await platform.database.query(
        `begin; alter table programme.audit_log disable trigger user; ${statement}; alter table programme.audit_log enable trigger user; commit`,
      );
      const text = await exported();
      await platform.database.query(
        'begin; alter table programme.audit_log disable trigger user; delete from programme.audit_log; insert into programme.audit_log select * from saved; alter table programme.audit_log enable trigger user; drop table saved; commit',
      );
      const [alone, anchored] = [
        await verifyAuditLog(rowsOf(text)),
        await verifyAuditLog(rowsOf(text), { anchors: file }),
      ];
      return [alone.fault, anchored.fault];
    };
    const one = `chain_id = 'unit-1' and sequence =`;
    const changed = 'chain unit-1: row 1 was changed after it was written';
    expect(
      await tampered(`update programme.audit_log set detail = jsonb_set(detail, '{name}', '"unit-2"') where ${one} 1`),
    ).toEqual([changed, changed]);
    const gap = 'chain unit-1: row 1 is missing; row 2 follows row 0';
    expect(await tampered(`delete from programme.audit_log where ${one} 1`)).toEqual([gap, gap]);
    expect(await tampered(`delete from programme.audit_log where ${one} 2`)).toEqual([
      undefined,
      'chain unit-1: the chain ends at row 1; row 2 was anchored',
    ]);
    expect(await tampered('select 1')).toEqual([undefined, undefined]);
  });
});
