import { EQUIPMENT } from '@greenlane/contracts/values';
import type { PortCall, VesselOffer } from '@greenlane/contracts/vessel-offer';
import { seaLegOf } from '@greenlane/emissions/door-to-port';
import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';
import { type SeaIntensity, seaIntensityOf } from '@greenlane/emissions/sea-intensity';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { marketOf } from '@greenlane/geography/regions';
import { assert } from '@greenlane/kernel/assert';
import { decimal } from '@greenlane/kernel/decimal';
import { CLASS_REPRESENTATIVES, EQUIPMENT_CODES, equipmentPosition } from './equipment.ts';
import { minuteOf, rateTerms } from './request-terms.ts';
import { type EastWestDefault, type SeaPassage, seaPassage } from './sea-passage.ts';
import type { Lane, OfferTerms, Space } from './terms.ts';

const QUARTERS_PER_TEU = 4;
const KILOGRAMS_PER_TONNE = 1000;
const LARGEST_POOL = 2_147_483_647;
/** A minute after every sailing: where a carrier names no such cut-off. */
const NO_CUT_OFF = 2_147_483_647;

/** Calls with these statuses are out of the sailing: nothing is loaded or discharged there. */
const REMOVED_STATUSES: ReadonlySet<string> = new Set(['OMIT', 'BLNK', 'CUTR']);

const isMade = ({ statusCode }: PortCall) => statusCode === undefined || !REMOVED_STATUSES.has(statusCode);

/** The day on which an offer's emission profile is judged: the day this version was published. */
export function profileJudgedOn(offer: Pick<VesselOffer, 'publishedAt'>): string {
  return new Date(offer.publishedAt).toISOString().slice(0, 10);
}

function cutOffMinute(call: PortCall, codes: readonly string[]): number {
  const minutes = (call.cutOffs ?? [])
    .filter((cutOff) => codes.includes(cutOff.cutOffDateTimeCode))
    .map((cutOff) => minuteOf(cutOff.cutOffDateTime));
  return minutes.length === 0 ? NO_CUT_OFF : Math.min(...minutes);
}

/**
 * DCSA cut-offs that matter to a full container: FCO and PCO close the gate to every box, DGC and RCO to dangerous and
 * refrigerated ones, STA and SPA end bookings. Documents (DCO, VCO, CUA, AFC) bind paper, not space; LCO, OBC and TCO other
 * cargo; EFC and ECP open something. Without FCO and PCO the ship's arrival at the load port closes the gate.
 */
function callCutOffs(call: PortCall) {
  const ship = call.arrivalDateTime ?? call.departureDateTime;
  const gate = cutOffMinute(call, ['FCO', 'PCO']);
  return {
    gateCutOffMinute: gate === NO_CUT_OFF && ship !== undefined ? minuteOf(ship) : gate,
    dangerousGoodsCutOffMinute: cutOffMinute(call, ['DGC']),
    reeferCutOffMinute: cutOffMinute(call, ['RCO']),
    standardBookingMinute: cutOffMinute(call, ['STA']),
    specialBookingMinute: cutOffMinute(call, ['SPA']),
  };
}

type Call = { readonly call: PortCall; readonly port: string; readonly position: number };

type Way = { readonly load: Call; readonly discharge: Call; readonly sea: SeaPassage | undefined };
type Passage = Way & { readonly sea: SeaPassage };

/** Pairs of calls that cargo of the market can use: loaded inside the region, discharged later outside of it. */
function waysOf(offer: VesselOffer, eastWestDefault: EastWestDefault): Way[] {
  const calls = offer.portCalls
    .map((call, position): Call => ({ call, port: canonicalLocationCode(call.UNLocationCode), position }))
    .filter(({ call }) => isMade(call));
  const loads = calls.filter(
    ({ call, port }) =>
      marketOf(port) === offer.market && (call.departureDateTime ?? call.arrivalDateTime) !== undefined,
  );
  return loads.flatMap((load) =>
    calls.flatMap((discharge) => {
      const arrives = (discharge.call.arrivalDateTime ?? discharge.call.departureDateTime) !== undefined;
      if (discharge.position <= load.position || !arrives || marketOf(discharge.port) === offer.market) return [];
      const sea = seaPassage({ from: load.port, to: discharge.port, route: offer.route, eastWestDefault });
      return [{ load, discharge, sea }];
    }),
  );
}

/** A pair without a sourced distance has no honest figure, so it is not offered; whoever asks for it is told so. */
const isMeasured = (way: Way): way is Passage => way.sea !== undefined;

function legsOf(offer: VesselOffer): Space[] {
  const spaceOf = (capacity: VesselOffer['capacity']): Space => [
    capacity.teu * QUARTERS_PER_TEU,
    Math.min(LARGEST_POOL, decimal(capacity.weightTonnes).times(KILOGRAMS_PER_TONNE).floor().toNumber()),
    capacity.dangerousGoodsTeu * QUARTERS_PER_TEU,
    capacity.reeferPlugs,
  ];
  // One object for all legs without figures of their own: a market holds hundreds of thousands.
  const everywhere = spaceOf(offer.capacity);
  if (offer.legCapacities === undefined) return offer.portCalls.slice(1).map(() => everywhere);
  const portOf = (call: PortCall | undefined) => call && canonicalLocationCode(call.UNLocationCode);
  return offer.portCalls.slice(1).map((_call, position) => {
    // The ship passes by a call that was taken out: both legs beside it are the one between the calls that it makes.
    const from = portOf(offer.portCalls.slice(0, position + 1).findLast(isMade));
    const to = portOf(offer.portCalls.slice(position + 1).find(isMade));
    const override = offer.legCapacities?.find(
      (leg) =>
        canonicalLocationCode(leg.fromUNLocationCode) === from && canonicalLocationCode(leg.toUNLocationCode) === to,
    );
    return override === undefined ? everywhere : spaceOf(override);
  });
}

/**
 * One version of an offer as integer rows per lane. Sea grams come from the emissions package alone, so ranking and
 * statement agree to the gram; the profile is judged on the day the version was published.
 */
export function offerTerms(offer: VesselOffer, eastWestDefault: EastWestDefault): OfferTerms {
  const judged = new Map<string, SeaIntensity>();
  const intensityOn = (tradeLane: string, refrigerated: boolean, profile: VesselOffer['emissionProfile']) => {
    const key = `${tradeLane} ${refrigerated} ${profile.dataQuality}`;
    const known = judged.get(key);
    if (known !== undefined) return known;
    const intensity = seaIntensityOf({
      factorSetVersion: CURRENT_FACTOR_SET_VERSION,
      profile,
      profileJudgedOn: profileJudgedOn(offer),
      tradeLane,
      refrigerated,
    });
    assert(intensity.ok, 'geography names only trade lanes that the factor set knows');
    judged.set(key, intensity.value);
    return intensity.value;
  };
  const ways = waysOf(offer, eastWestDefault);
  const passages = ways.filter(isMeasured);
  const gramsFor = (passage: Passage, code: keyof typeof EQUIPMENT, profile: VesselOffer['emissionProfile']) =>
    seaLegOf(intensityOn(passage.sea.tradeLane, EQUIPMENT[code].refrigerated, profile), {
      emissionTeu: EQUIPMENT[code].emissionTeu,
      distanceKm: passage.sea.distanceKm,
    }).wellToWakeGrams;
  const lanes = passages.map((passage): Lane => {
    const { load, discharge } = passage;
    const cutOffs = callCutOffs(load.call);
    // Field by field: an object that is spread into another keeps part of its fields in a second one.
    return {
      loadPort: load.port,
      dischargePort: discharge.port,
      loadCall: load.position,
      dischargeCall: discharge.position,
      departureMinute: minuteOf((load.call.departureDateTime ?? load.call.arrivalDateTime)!),
      arrivalMinute: minuteOf((discharge.call.arrivalDateTime ?? discharge.call.departureDateTime)!),
      gateCutOffMinute: cutOffs.gateCutOffMinute,
      dangerousGoodsCutOffMinute: cutOffs.dangerousGoodsCutOffMinute,
      reeferCutOffMinute: cutOffs.reeferCutOffMinute,
      standardBookingMinute: cutOffs.standardBookingMinute,
      specialBookingMinute: cutOffs.specialBookingMinute,
      seaGrams: CLASS_REPRESENTATIVES.map((code) => gramsFor(passage, code, offer.emissionProfile)),
    };
  });
  // The trade that the sailing serves is its longest passage; a short intra-regional hop must not make it "green".
  const longest = passages.reduce<Passage | undefined>(
    (best, passage) =>
      best === undefined || decimal(passage.sea.distanceKm).greaterThan(best.sea.distanceKm) ? passage : best,
    undefined,
  );
  const times = offer.portCalls.flatMap((call) => [call.arrivalDateTime, call.departureDateTime]);
  const rates = EQUIPMENT_CODES.map((code) => {
    const rate = offer.rates.find((candidate) => candidate.ISOEquipmentCode === code);
    return rate === undefined ? null : rateTerms(rate);
  });
  return {
    offerId: offer.offerId,
    version: offer.version,
    carrierId: offer.carrierId,
    validUntilMinute: minuteOf(offer.validUntil),
    confirmation: offer.confirmation,
    equipmentBits: offer.acceptedEquipment.reduce((bits, code) => bits | (1 << equipmentPosition(code)), 0),
    unNumbers: offer.acceptedUNNumbers.map(Number).sort((a, b) => a - b),
    rates,
    legs: legsOf(offer),
    lanes,
    unmeasuredLanes: ways.flatMap((way) =>
      isMeasured(way) ? [] : [{ loadPort: way.load.port, dischargePort: way.discharge.port }],
    ),
    earliestCutOffMinute: lanes.reduce((earliest, lane) => Math.min(earliest, lane.gateCutOffMinute), NO_CUT_OFF),
    referenceSeaGrams: longest === undefined ? 0 : gramsFor(longest, '45G1', offer.emissionProfile),
    referenceDefaultGrams: longest === undefined ? 0 : gramsFor(longest, '45G1', { dataQuality: 'DEFAULT' }),
    endsMinute: Math.max(...times.flatMap((time) => (time === undefined ? [] : [minuteOf(time)])), 0),
  };
}
