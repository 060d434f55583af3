import type { Allocation } from '@greenlane/contracts/allocation';
import type { FootprintReason } from '@greenlane/contracts/carbon-events';
import type { EmissionProfile } from '@greenlane/contracts/vessel-offer';
import { canonicalJson } from '@greenlane/kernel/canonical-json';

/** What became known of a sailing after cargo was decided on it. */
export type SailingFact = {
  readonly source: 'OFFER_AMENDED' | 'VOYAGE';
  readonly version: number;
  readonly vessel: Allocation['vessel'] | null;
  readonly profile: EmissionProfile;
  readonly profileJudgedOn: string;
};

/** The facts that a version of a footprint rests on. */
export type FootprintFacts = {
  readonly kind: 'PLANNED' | 'ACTUAL';
  readonly units: number;
  readonly vessel: Allocation['vessel'];
  readonly chain: Allocation['chain'];
};

const isSame = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);

function withFact(facts: FootprintFacts, fact: SailingFact): FootprintFacts {
  return {
    ...facts,
    vessel: fact.vessel ?? facts.vessel,
    chain: {
      ...facts.chain,
      // The day of judging belongs to the profile: the same profile again is no new fact.
      sea: isSame(facts.chain.sea.profile, fact.profile)
        ? facts.chain.sea
        : { ...facts.chain.sea, profile: fact.profile, profileJudgedOn: fact.profileJudgedOn },
    },
  };
}

/**
 * The facts as they stand: those that the allocation was decided on; a newer version of its offer until the cargo is
 * loaded; from then on what was true at loading, and the data of the voyage once the carrier sends them.
 */
export function presentFacts(
  allocation: Allocation,
  sailing: readonly SailingFact[],
  last: FootprintFacts | undefined,
): FootprintFacts {
  const kind = allocation.status === 'loaded' || allocation.status === 'completed' ? 'ACTUAL' : 'PLANNED';
  const decided: FootprintFacts = { kind, units: allocation.units, vessel: allocation.vessel, chain: allocation.chain };
  if (last?.kind === 'ACTUAL') {
    const voyage = sailing.find((fact) => fact.source === 'VOYAGE');
    const loaded = { ...last, units: allocation.units };
    return voyage === undefined ? loaded : withFact(loaded, voyage);
  }
  const amended = sailing.find(
    (fact) => fact.source === 'OFFER_AMENDED' && fact.version > (allocation.offerVersion ?? 0),
  );
  const planned = amended === undefined ? decided : withFact(decided, amended);
  const voyage = kind === 'ACTUAL' ? sailing.find((fact) => fact.source === 'VOYAGE') : undefined;
  return voyage === undefined ? planned : withFact(planned, voyage);
}

/** Why a new version is due, or undefined when nothing changed. */
export function reasonOf(
  present: FootprintFacts,
  last: FootprintFacts | undefined,
  context: { readonly replacesRolled: boolean; readonly isVoyageKnown: boolean },
): FootprintReason | undefined {
  if (last === undefined) return context.replacesRolled ? 'REPLACES_ROLLED' : 'HELD';
  if (last.units !== present.units) return 'UNITS_CHANGED';
  if (!isSame(last.vessel, present.vessel)) return 'VESSEL_CHANGED';
  if (!isSame(last.chain.sea.profile, present.chain.sea.profile))
    return present.kind === 'ACTUAL' && context.isVoyageKnown ? 'VOYAGE_DATA' : 'FUEL_EVIDENCE_CHANGED';
  if (!isSame(last.chain, present.chain)) return 'INPUT_CHANGED';
  return last.kind === present.kind ? undefined : 'LOADED';
}
