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

/** The events of whose id no later version came: what a corrected or retracted one said is of no account. */
const standing = (events: readonly EquipmentEvent[]): readonly EquipmentEvent[] =>
  events.filter(
    ({ eventID, updatedDateTime }) =>
      !events.some((other) => other.eventID === eventID && other.updatedDateTime > updatedDateTime),
  );

const asText = (folded: unknown): string => canonicalJson(JSON.parse(JSON.stringify(folded)));

/** The same events in another order, some of them again, and without those that were corrected: the same visits, and none negative. */
export function permuteDwell(seed: number): readonly Finding[] {
  const random = seededRandom(seed);
  const events = eventsOf(random);
  const again = events.filter(() => random.next() < 0.3);
  const first = foldVisits(events, RULES);
  const second = foldVisits([...again, ...shuffled(events, random), ...again], RULES);
  const findings: Finding[] = [];
  if (asText(first) !== asText(second))
    findings.push({ invariant: 'I10', says: `seed ${seed}: another order of arrival gives other visits` });
  if (asText(first) !== asText(foldVisits(standing(events), RULES)))
    findings.push({ invariant: 'I6', says: `seed ${seed}: a version that was corrected or retracted still counts` });
  if (first.visits.some(({ dwellMinutes }) => (dwellMinutes ?? 0) < 0))
    findings.push({ invariant: 'I10', says: `seed ${seed}: a dwell is negative` });
  return findings;
}
