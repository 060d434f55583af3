import type { MarketPreview } from '@greenlane/contracts/policy-preview';
import { allowComputing, type Transaction } from '@greenlane/database/database';
import type { ServiceConsumer } from '@greenlane/runtime/service';
import { eq } from 'drizzle-orm';
import type { Books } from './books.ts';
import { insertCommand } from './commands.ts';
import { previewPolicy } from './domain/preview.ts';
import { minuteOf } from './domain/request-terms.ts';
import { appendProgrammeFact } from './programme-facts.ts';
import { listMarkets } from './store.ts';
import { allocations } from './tables.ts';

/**
 * Policies and designations, kept in order of arrival: each market takes them from there into its journal. What a draft
 * would change is asked here too and answered from copies of the books; any instance can, as with every read.
 */
export const programmeConsumer = (books: Books): ServiceConsumer => ({
  group: 'matching.programme',
  topics: ['programme'],
  handlers: {
    'org.greenlane.policy.preview-requested.v1': async ({ tx, emit, now }, { envelope, data }) => {
      const { previewId, policy } = data;
      const minute = minuteOf(now.toISOString());
      const markets: MarketPreview[] = [];
      await allowComputing(tx, '2min');
      for (const { name } of await listMarkets(tx)) {
        const preview = await books.read(name, (market) => previewPolicy(market, policy, minute));
        if (preview !== undefined) markets.push(preview);
      }
      await emit(tx, {
        type: 'org.greenlane.policy.previewed.v1',
        subject: previewId,
        key: policy.policyId,
        audience: envelope.audience.split(' '),
        data: { previewId, policyId: policy.policyId, version: policy.version, markets },
      });
    },
    'org.greenlane.policy.published.v1': async ({ tx }, { data }) => {
      await appendProgrammeFact(tx, { kind: 'policy-published', policy: data });
    },
    'org.greenlane.designation.changed.v1': async ({ tx }, { data }) => {
      await appendProgrammeFact(tx, { kind: 'designation-changed', designation: data });
    },
  },
});

async function marketOfAllocation(tx: Transaction, allocationId: string): Promise<string | undefined> {
  const rows = await tx
    .select({ market: allocations.market })
    .from(allocations)
    .where(eq(allocations.allocationId, allocationId));
  return rows[0]?.market;
}

/**
 * Boxes of an allocation that were loaded or discharged. The topic is ordered by container, so they arrive at any
 * instance; as command rows they reach the owner of the market.
 */
export function portConsumer(newId: () => string): ServiceConsumer {
  return {
    group: 'matching.port-channel',
    topics: ['port-channel'],
    handlers: {
      'org.greenlane.equipment-event.recorded.v1': async ({ tx }, { data }) => {
        const { allocationId, equipmentEventTypeCode, eventClassifierCode } = data;
        if (allocationId === undefined || eventClassifierCode !== 'ACT') return;
        if (equipmentEventTypeCode !== 'LOAD' && equipmentEventTypeCode !== 'DISC') return;
        const market = await marketOfAllocation(tx, allocationId);
        if (market === undefined) return;
        await insertCommand(tx, {
          commandId: newId(),
          market,
          organisationId: '',
          input: {
            kind: 'container-moved',
            allocationId,
            move: equipmentEventTypeCode,
            port: data.UNLocationCode,
            equipmentReference: data.equipmentReference,
            retracted: data.isRetracted,
          },
        });
      },
    },
  };
}
