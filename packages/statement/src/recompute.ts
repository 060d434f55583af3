import { biogenicCo2GramsOf, certifiedEnergyOf } from '@greenlane/emissions/certified-energy';
import { type ChainElement, computeDoorToPort, type DoorToPortResult } from '@greenlane/emissions/door-to-port';
import { emissionEquipmentOf } from '@greenlane/emissions/equipment';
import { operationCategoryOf } from '@greenlane/emissions/operation-categories';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import { decimal, roundHalfEven, sum, toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import {
  METHOD,
  RULE_SET_VERSION,
  type Shipment,
  type ShipmentFacts,
  type StatementDocument,
  scope3CategoryOf,
  sumTotals,
  totalsOfUnits,
  VERIFICATION_AT_ISSUE,
} from './statement.ts';

const INTENSITY_DECIMALS = 6;

type Leg = Shipment['legs'][number];

/** Of several pre-carriage legs only where the first begins and the last ends is known. */
function placesOf(
  element: ChainElement,
  facts: ShipmentFacts,
  position: { readonly isFirst: boolean; readonly isLast: boolean },
): Pick<Leg, 'origin' | 'destination'> {
  switch (element.kind) {
    case 'PRE_CARRIAGE':
      return {
        ...(position.isFirst && facts.origin !== undefined ? { origin: facts.origin } : {}),
        ...(position.isLast ? { destination: facts.loadPort } : {}),
      };
    case 'LOAD_TERMINAL':
      return { origin: facts.loadPort, destination: facts.loadPort };
    case 'SEA':
      return { origin: facts.loadPort, destination: facts.dischargePort };
    case 'DISCHARGE_TERMINAL':
      return { origin: facts.dischargePort, destination: facts.dischargePort };
  }
}

function legOf(element: ChainElement, index: number, facts: ShipmentFacts): Leg {
  const { energyCarriers, ...category } = operationCategoryOf(element, {
    chain: facts.chain,
    vesselIMONumber: facts.vessel.vesselIMONumber,
  });
  return {
    kind: element.kind,
    mode: element.mode,
    ...placesOf(element, facts, { isFirst: index === 0, isLast: index === facts.chain.preCarriage.length - 1 }),
    // Of the other elements no times are known.
    ...(element.kind === 'SEA'
      ? { departureDateTime: facts.departureDateTime, arrivalDateTime: facts.arrivalDateTime }
      : {}),
    ...category,
    energyCarriers: [...energyCarriers],
  };
}

function quantitiesOf(facts: ShipmentFacts, result: DoorToPortResult): Shipment['quantities'] {
  const { chain, units } = facts;
  const perContainerTkm = sum(result.elements.map((element) => decimal(element.transportActivityTkm)));
  const emissionTeu = emissionEquipmentOf(chain.ISOEquipmentCode)?.emissionTeu ?? '0';
  return {
    emissionTeu: toText(decimal(emissionTeu).times(units)),
    cargoMassKg: toText(decimal(chain.cargoMassKg).times(units)),
    transportActivityTkm: toText(perContainerTkm.times(units)),
    wellToWakeGramsPerTkm: toText(
      roundHalfEven(decimal(result.wellToWakeGrams).div(perContainerTkm), INTENSITY_DECIMALS),
    ),
    biogenicCo2Grams: biogenicCo2GramsOf({ chain, units }),
  };
}

/** Adds to what is known of a shipment everything that follows from it; issuing and verifying both call this. */
export function completeShipment(facts: ShipmentFacts): Decision<Shipment, readonly Problem[]> {
  const computed = computeDoorToPort(facts.chain);
  if (!computed.ok) return refuse(computed.refusal);
  const result = computed.value;
  return accept({
    ...facts,
    scope3Category: scope3CategoryOf(facts.incoterm),
    // In JSON form, as it is signed: an absent member and an undefined one are the same there.
    perContainer: JSON.parse(canonicalJson(result)) as DoorToPortResult,
    legs: result.elements.map((element, index) => legOf(element, index, facts)),
    quantities: quantitiesOf(facts, result),
    totals: totalsOfUnits(result, facts.units),
  });
}

/** Everything of a document that follows from its shipments and from nothing else. */
export function completeDocument(
  head: Pick<
    StatementDocument,
    'statementId' | 'issuedAt' | 'reporter' | 'indicative' | 'supersedes' | 'previousSha256' | 'engine'
  >,
  shipments: readonly Shipment[],
): StatementDocument {
  return {
    documentType: 'TransportCarbonStatement',
    title: 'Transport carbon statement (ISO 14083)',
    schemaVersion: '1',
    ...head,
    method: METHOD,
    factorSetVersion: shipments[0]?.chain.factorSetVersion ?? '',
    ruleSetVersion: RULE_SET_VERSION,
    verification: VERIFICATION_AT_ISSUE,
    shipments: [...shipments],
    totals: sumTotals(shipments.map((shipment) => shipment.totals)),
  };
}

export type Difference = { readonly path: string; readonly stated: unknown; readonly recomputed: unknown };

/** The first place, in document order, where two JSON values differ. */
export function firstDifference(stated: unknown, recomputed: unknown, path: string): Difference | undefined {
  if (typeof stated === 'object' && stated !== null && typeof recomputed === 'object' && recomputed !== null) {
    const keys = [...new Set([...Object.keys(stated), ...Object.keys(recomputed)])];
    for (const key of keys) {
      const found = firstDifference(
        (stated as Record<string, unknown>)[key],
        (recomputed as Record<string, unknown>)[key],
        Array.isArray(stated) ? `${path}[${key}]` : `${path}.${key}`,
      );
      if (found) return found;
    }
    return undefined;
  }
  return Object.is(stated, recomputed) ? undefined : { path, stated, recomputed };
}

/** Certified energy is covered to the last MJ by allocated evidence, unless the proof is in no ledger at all; balances make sense. */
function evidenceDifference(shipment: Shipment, path: string): Difference | undefined {
  const lines = shipment.fuelEvidence ?? [];
  for (const [fuel, energyMJ] of certifiedEnergyOf(shipment)) {
    const allocated = lines.filter((line) => line.ledger === 'ALLOCATED' && line.fuel === fuel);
    if (allocated.length === 0 && lines.some((line) => line.ledger === 'NOT_REGISTERED')) continue;
    const stated = sum(allocated.map((line) => decimal(line.energyMJ ?? '0')));
    if (!stated.equals(energyMJ))
      return { path: `${path}.fuelEvidence`, stated: toText(stated), recomputed: toText(energyMJ) };
  }
  for (const [index, line] of [...lines, ...(shipment.bookAndClaim ?? [])].entries()) {
    if (line.ledger !== 'ALLOCATED') continue;
    const published = decimal(line.publishedMJ ?? '0');
    const used = decimal(line.energyMJ ?? '0').plus(line.remainingMJ ?? '0');
    if (used.greaterThan(published))
      return { path: `${path}.fuelEvidence[${index}].publishedMJ`, stated: line.publishedMJ, recomputed: toText(used) };
  }
  return undefined;
}

/** Recomputes everything of a statement that follows from its stated inputs. */
export function recompute(document: StatementDocument): Difference | undefined {
  const recomputed: Shipment[] = [];
  for (const [index, shipment] of document.shipments.entries()) {
    const path = `statement.shipments[${index}]`;
    const complete = completeShipment(shipment);
    if (!complete.ok) return { path: `${path}.chain`, stated: shipment.chain, recomputed: complete.refusal };
    recomputed.push(complete.value);
    const found =
      firstDifference(shipment.chain.factorSetVersion, document.factorSetVersion, `${path}.chain.factorSetVersion`) ??
      firstDifference(shipment.chain.sea.loadPort, shipment.loadPort, `${path}.chain.sea.loadPort`) ??
      firstDifference(shipment.chain.sea.dischargePort, shipment.dischargePort, `${path}.chain.sea.dischargePort`) ??
      firstDifference(shipment.chain.ISOEquipmentCode, shipment.ISOEquipmentCode, `${path}.chain.ISOEquipmentCode`) ??
      firstDifference(shipment, complete.value, path) ??
      evidenceDifference(shipment, path);
    if (found) return found;
  }
  return firstDifference(document, completeDocument(document, recomputed), 'statement');
}
