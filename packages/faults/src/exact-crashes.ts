import type { FaultPoint } from '@greenlane/kernel/fault-point';
import { requestBody } from '@greenlane/testing/cargo';
import { checkWorld } from './check-world.ts';
import { type Finding, findings } from './fault.ts';
import { type Call, recordHistory } from './history.ts';
import { withPlatform } from './on-world.ts';
import { until } from './process.ts';
import type { World } from './stage.ts';

/** Crashes placed at the one moment where a guard matters, so that they tell the same at every seed. */

const crashAt = (point: FaultPoint): Readonly<Record<string, string>> => ({ FAULT_POINT: `${point}#1` });

/**
 * The relay dies between publishing an event and removing it from the outbox, so that it is published again, long after
 * everyone has taken the first: without the inboxes' keys it is taken twice.
 */
export async function crashBetweenPublishAndRemove(world: World): Promise<readonly Finding[]> {
  const history = recordHistory();
  const relay = await world.session();
  return withPlatform(world, { environment: crashAt('after-produce-before-mark') }, async (service) => {
    const call: Call & { readonly idempotencyKey: string } = {
      client: 0,
      name: 'request',
      reference: 'TWICE',
      method: 'POST',
      url: `${service.url}/v1/cargo-requests`,
      key: world.keys.solar,
      body: requestBody({ reference: 'TWICE', units: 1 }),
      idempotencyKey: 'twice',
    };
    await history.call(call);
    await service.exited();
    // As a relay of another process that is slow: until it lets go, nobody publishes the row again.
    await relay.query(`select pg_advisory_lock(hashtextextended('"cargo_request".outbox', 1))`);
    await service.restart({ FAULT_POINT: '' });
    const seen = () =>
      world.query(`select 1 from notifications.feed where event ->> 'type' = 'org.greenlane.cargo-request.submitted.v1'
        and event -> 'data' ->> 'requestReference' = 'TWICE'`);
    await until('the first copy is in the feed', 30_000, async () => (await seen()).length > 0);
    await relay.query('select pg_advisory_unlock_all()');
    await history.insist(call, () => false);
    await world.settled(60_000);
    return checkWorld(world);
  }).finally(() => relay.end());
}

/**
 * A claim is written by the worker role, beside the request's own transaction. The process dies right after the claim is
 * committed and before the client hears of it; asked again under the same key, there must be the one claim.
 */
export async function crashBehindClaim(world: World): Promise<readonly Finding[]> {
  const { all, expect } = findings();
  const history = recordHistory();
  return withPlatform(world, {}, async (service) => {
    const ask = (name: string, path: string, body: unknown) =>
      history.insist(
        {
          client: 0,
          name,
          reference: name,
          method: 'POST',
          url: `${service.url}${path}`,
          key: world.keys.solar,
          body,
          idempotencyKey: name,
        },
        () => false,
      );
    const [first] = await world.query<{ allocation_id: string }>('select allocation_id from carbon.allocation');
    const statement = await ask('statement', '/v1/carbon/statements', { allocationIds: [first?.allocation_id] });
    const { statementId } = statement?.body?.statement ?? {};
    await service.end('SIGTERM');
    await service.restart(crashAt('after-commit-before-reply'));
    const asking = ask('claim', '/v1/carbon/claims', { statementId });
    await service.exited();
    const [before] = await world.query<{ claims: number }>('select count(*)::int as claims from carbon.claim');
    expect(before?.claims === 1, 'run', `${before?.claims} claims stood when the process died: it was to be one`);
    await service.restart();
    const claim = await asking;
    expect(claim?.status === 201, 'I2', `the honest retry of a claim was answered ${claim?.status}`);
    const claims = await world.query<{ claim_id: string }>('select claim_id from carbon.claim');
    expect(claims.length === 1, 'I9', `${claims.length} claims are there`);
    expect(claims[0]?.claim_id === claim?.body?.claimId, 'I2', 'the answer names another claim than the one stored');
    await world.settled(60_000);
    all.push(...(await checkWorld(world)));
    return all;
  });
}
