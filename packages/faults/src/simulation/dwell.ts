import { canonicalJson } from '@greenlane/kernel/canonical-json';
import { foldVisits } from '@greenlane/port-channel/domain/dwell';
import type { EquipmentEvent } from '@greenlane/port-channel/domain/equipment-event';
import { type Random, seededRandom } from '@greenlane/testing/random';
import type { Finding } from '../fault.ts';

const BASE = Date.parse('2026-11-02T01:07:00Z');
const CODES = ['GTIN', 'CUSS', 'CUSI', 'CUSR', 'LOAD', 'GTOT'] as const;
const RULES = {
  countedPauses: ['CUSTOMS_INSPECTION', 'EXPORTER_HOLD', 'WEATHER'] as const,
  declaredPauses: [
    {
      reason: 'WEATHER' as const,
      from: new Date(BASE + 3_000 * 60_000).toISOString(),
      to: new Date(BASE + 5_000 * 60_000).toISOString(),
    },
  ],
};

/** Up to fourteen events of one box: corrections and retractions come under the id of an earlier one. */
function eventsOf(random: Random): readonly EquipmentEvent[] {
  return Array.from({ length: random.whole(1, 14) }, () => {
    const updated = random.whole(0, 3);
    return {
      eventID: `e${random.whole(0, 9)}`,
      equipmentEventTypeCode: random.pick(CODES),
      eventClassifierCode: random.next() < 0.75 ? 'ACT' : 'EST',
      eventDateTime: new Date(BASE + random.whole(0, 14_000) * 60_000).toISOString(),
      updatedDateTime: new Date(BASE + updated * 1_000).toISOString(),
      isRetracted: updated === 3 && random.next() < 0.5,
      equipmentReference: 'APZU4812090',
      isEmpty: false,
      UNLocationCode: random.next() < 0.7 ? 'CNSGH' : 'CNNBO',
    };
  });
}

function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const copy = [...items];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = random.whole(0, index);
    [copy[index], copy[other]] = [copy[other]!, copy[index]!];
  }
  return copy;
}

/** The clock that a first draft would be: whatever arrives last counts. */
function naiveDwell(events: readonly EquipmentEvent[]): unknown {
  let gateIn: string | undefined;
  let dwellMinutes: number | undefined;
  for (const { equipmentEventTypeCode, eventDateTime } of events) {
    if (equipmentEventTypeCode === 'GTIN') gateIn = eventDateTime;
    if (equipmentEventTypeCode === 'LOAD' && gateIn !== undefined)
      dwellMinutes = (Date.parse(eventDateTime) - Date.parse(gateIn)) / 60_000;
  }
  return { visits: [{ dwellMinutes }] };
}

/** The same events in another order, some of them again: the visits must be the same, and none negative. */
export function permuteDwell(seed: number, options: { readonly isNaive: boolean }): readonly Finding[] {
  const random = seededRandom(seed);
  const events = eventsOf(random);
  const again = events.filter(() => random.next() < 0.3);
  const fold = (arrived: readonly EquipmentEvent[]) =>
    options.isNaive ? naiveDwell(arrived) : foldVisits(arrived, RULES);
  const first = fold(events) as { readonly visits: readonly { readonly dwellMinutes?: number }[] };
  const second = fold([...again, ...shuffled(events, random), ...again]);
  const findings: Finding[] = [];
  if (canonicalJson(JSON.parse(JSON.stringify(first))) !== canonicalJson(JSON.parse(JSON.stringify(second))))
    findings.push({ invariant: 'I10', says: `seed ${seed}: another order of arrival gives other visits` });
  if (first.visits.some(({ dwellMinutes }) => (dwellMinutes ?? 0) < 0))
    findings.push({ invariant: 'I10', says: `seed ${seed}: a dwell is negative` });
  return findings;
}
