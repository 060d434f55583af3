import { Identifier, PositiveDecimal, Reference, Sha256 } from '@greenlane/contracts/values';
import { EmissionProfile, FuelName } from '@greenlane/contracts/vessel-offer';
import { certifiedEnergyOf } from '@greenlane/emissions/certified-energy';
import { dataQualityOf } from '@greenlane/emissions/sea-intensity';
import { decimal, toText } from '@greenlane/kernel/decimal';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import {
  defineRoute,
  ProblemError,
  type ProblemItem,
  type Route,
  type ServiceContext,
} from '@greenlane/runtime/service';
import { and, asc, desc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { reviseFootprint } from './footprint-revisions.ts';
import { noSuch } from './footprints.ts';
import { allocateEnergy, type EvidenceRow } from './fuel-ledger.ts';
import { holdAllocations, lockSailings } from './locks.ts';
import { allocationsOfOffer, recordSailingFact } from './sailing-facts.ts';
import { allocations, footprints, fuelEntries, fuelEvidence, sailingFacts } from './tables.ts';

const CERTIFIABLE = ['BIO_METHANOL', 'FAME', 'HVO', 'BIO_LNG'];

const EvidenceBody = z.strictObject({
  type: z.enum(['PROOF_OF_SUSTAINABILITY', 'BUNKER_DELIVERY_NOTE']),
  reference: Reference,
  sha256: Sha256,
  fuel: FuelName,
  /** Energy that the document covers, lower calorific value. */
  energyMJ: PositiveDecimal,
  certifiedGramsPerMJ: PositiveDecimal.optional(),
  inventory: z.enum(['PHYSICAL', 'BOOK_AND_CLAIM']).default('PHYSICAL'),
});

function evidenceView(row: EvidenceRow) {
  const { certifiedGramsPerMJ } = row;
  return {
    evidenceId: row.evidenceId,
    type: row.type,
    reference: row.reference,
    sha256: row.sha256,
    fuel: row.fuel,
    ...(certifiedGramsPerMJ === null ? {} : { certifiedGramsPerMJ }),
    inventory: row.inventory,
    publishedMJ: toText(decimal(row.publishedMJ)),
    allocatedMJ: toText(decimal(row.allocatedMJ)),
    freeMJ: toText(decimal(row.freeMJ)),
    registeredAt: row.registeredAt.toISOString(),
  };
}

const refusal = (status: number, error: ProblemItem) =>
  new ProblemError({ status, title: 'The fuel evidence cannot be taken', errors: [error] });

function problemOf(body: z.infer<typeof EvidenceBody>): ProblemItem | undefined {
  const isCertifiable = CERTIFIABLE.includes(body.fuel);
  if (body.type === 'PROOF_OF_SUSTAINABILITY' && !isCertifiable)
    return {
      code: 'FUEL_NOT_CERTIFIABLE',
      property: 'fuel',
      message: `${body.fuel} is none of ${CERTIFIABLE.join(', ')}`,
    };
  if (body.type === 'PROOF_OF_SUSTAINABILITY' && body.certifiedGramsPerMJ === undefined)
    return {
      code: 'CERTIFIED_VALUE_MISSING',
      property: 'certifiedGramsPerMJ',
      message: 'a proof of sustainability states the value E of its batch',
    };
  if (body.type === 'BUNKER_DELIVERY_NOTE' && body.inventory === 'BOOK_AND_CLAIM')
    return {
      code: 'BUNKER_NOTE_IS_PHYSICAL',
      property: 'inventory',
      message: 'a bunker delivery note is of fuel in a ship’s own tanks',
    };
  return undefined;
}

/**
 * Physical fuel goes to cargo that bears it, and no more than it bears; certificates of book and claim go to any shipment
 * of the carrier, once, and change no footprint.
 */
function bearingProblem(
  evidence: EvidenceRow,
  shipment: { readonly chain: Parameters<typeof certifiedEnergyOf>[0]['chain']; readonly units: number },
  total: ReturnType<typeof decimal>,
): ProblemItem | undefined {
  if (evidence.inventory === 'BOOK_AND_CLAIM') return undefined;
  const borne = certifiedEnergyOf(shipment).get(evidence.fuel) ?? decimal(0);
  if (total.lessThanOrEqualTo(borne)) return undefined;
  return {
    code: 'ENERGY_NOT_BORNE',
    property: 'energyMJ',
    message: `its sea leg bears ${toText(borne)} MJ of certified ${evidence.fuel}, not ${toText(total)}`,
  };
}

function registerRoute({ newId }: ServiceContext): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/carbon/fuel-evidence',
    operationId: 'registerFuelEvidence',
    summary: 'Registers a proof of sustainability or bunker note with the energy it covers.',
    description:
      'The energy is a ledger: published = allocated + free, by a database constraint, so it is never allocated twice. A document is registered once, by one carrier. Book-and-claim certificates stay apart from the physical inventory.',
    allow: ['carrier'],
    scope: 'carbon:write',
    body: EvidenceBody,
    responses: { 201: { description: 'The document with its balance.' } },
    examples: {
      'a proof of sustainability': {
        type: 'PROOF_OF_SUSTAINABILITY',
        reference: 'ISCC-PoS-2026-0077',
        sha256: 'b'.repeat(64),
        fuel: 'FAME',
        energyMJ: '22200000',
        certifiedGramsPerMJ: '14.9',
      },
    },
    handle: async ({ writeAsWorker, body, principal, now }) => {
      const problem = problemOf(body);
      if (problem) throw refusal(422, problem);
      // Whether another carrier holds the document is nobody's to see, only to run into.
      return writeAsWorker(async (worker) => {
        const saved = await worker
          .insert(fuelEvidence)
          .values({
            evidenceId: newId(),
            carrierId: principal.organisationId,
            type: body.type,
            reference: body.reference,
            sha256: body.sha256,
            fuel: body.fuel,
            certifiedGramsPerMJ: body.certifiedGramsPerMJ ?? null,
            inventory: body.inventory,
            publishedMJ: body.energyMJ,
            allocatedMJ: '0',
            freeMJ: body.energyMJ,
            registeredAt: now,
          })
          .onConflictDoNothing()
          .returning();
        const row = saved[0];
        if (!row)
          throw refusal(409, {
            code: 'FUEL_EVIDENCE_REGISTERED',
            property: 'reference',
            message: `${body.type} ${body.reference} is registered already: its energy is allocated once`,
          });
        return {
          status: 201,
          body: evidenceView(row),
          headers: { location: `/v1/carbon/fuel-evidence/${row.evidenceId}` },
        };
      });
    },
  });
}

function allocateRoute({ newId }: ServiceContext): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/carbon/fuel-evidence/{evidenceId}/allocations',
    operationId: 'allocateFuelEvidence',
    summary: 'Allocates energy of a document to a shipment of the carrier.',
    allow: ['carrier'],
    scope: 'carbon:write',
    params: z.object({ evidenceId: Identifier }),
    body: z.strictObject({ allocationId: Identifier, energyMJ: PositiveDecimal }),
    examples: { 'a shipment’s part': { allocationId: '0199…', energyMJ: '3032.187' } },
    responses: { 201: { description: 'The document with its new balance.' } },
    handle: async ({ tx, writeAsWorker, params, body, now }) => {
      const own = await tx.select().from(fuelEvidence).where(eq(fuelEvidence.evidenceId, params.evidenceId));
      const evidence = own[0];
      if (!evidence) throw noSuch('fuel evidence');
      const rows = await tx
        .select({ footprint: footprints, state: allocations.state })
        .from(footprints)
        .innerJoin(allocations, eq(allocations.allocationId, footprints.allocationId))
        .where(and(eq(footprints.allocationId, body.allocationId), eq(footprints.carrierId, evidence.carrierId)))
        .orderBy(desc(footprints.version))
        .limit(1);
      const found = rows[0];
      if (!found) throw noSuch('allocation');
      return writeAsWorker(async (worker) => {
        // Held until the energy is entered: cargo that is cancelled meanwhile gives back once what it has.
        const [held] = await holdAllocations(worker, [body.allocationId]);
        const status = held?.state.status ?? found.state.status;
        if (!['confirmed', 'loaded', 'completed'].includes(status))
          throw refusal(409, { code: 'NOT_FIRM', property: 'allocationId', message: `the space is ${status}` });
        // The document's row first: who waits for it then sees what was given meanwhile.
        await worker
          .select({ evidenceId: fuelEvidence.evidenceId })
          .from(fuelEvidence)
          .where(eq(fuelEvidence.evidenceId, evidence.evidenceId))
          .for('update');
        const entries = await worker
          .select({ energyMJ: fuelEntries.energyMJ })
          .from(fuelEntries)
          .innerJoin(fuelEvidence, eq(fuelEvidence.evidenceId, fuelEntries.evidenceId))
          .where(
            and(
              eq(fuelEntries.allocationId, body.allocationId),
              eq(fuelEvidence.fuel, evidence.fuel),
              eq(fuelEvidence.inventory, evidence.inventory),
            ),
          );
        const total = entries.reduce((before, entry) => before.plus(entry.energyMJ), decimal(body.energyMJ));
        const problem = bearingProblem(evidence, found.footprint, total);
        if (problem) throw refusal(422, problem);
        const moved = await allocateEnergy(
          { tx: worker, now, newId },
          { evidence, party: found.state, energyMJ: decimal(body.energyMJ), cause: 'CARRIER' },
        );
        return { status: 201, body: evidenceView(moved) };
      });
    },
  });
}

function voyageRoute({ newId }: ServiceContext): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/carbon/voyage-data',
    operationId: 'sendVoyageData',
    summary: 'The carrier’s fuel and transport work of a voyage: footprints of its loaded cargo are superseded.',
    description:
      'Only a PRIMARY profile that stands up (past period, evidence with a SHA-256, plausible figures) is taken; the footprint before stays readable.',
    allow: ['carrier'],
    scope: 'carbon:write',
    body: z.strictObject({ offerId: Identifier, emissionProfile: EmissionProfile }),
    examples: {
      'fuel of the voyage': {
        offerId: '0199…',
        emissionProfile: {
          dataQuality: 'PRIMARY',
          fuels: [{ fuel: 'LNG', tonnes: '2100' }],
          referencePeriod: { start: '2026-07-01', end: '2026-09-30' },
          transportWorkTeuKm: '331200000',
          evidence: [{ type: 'BUNKER_DELIVERY_NOTE', reference: 'BDN-1', sha256: 'a'.repeat(64) }],
        },
      },
    },
    responses: { 202: { description: 'How many footprints were superseded.' } },
    handle: async ({ tx, writeAsWorker, body, principal, emit, now }) => {
      const own = await allocationsOfOffer(tx, body.offerId, ['held', 'confirmed', 'loaded', 'completed']);
      if (!own.some(({ state }) => state.carrierId === principal.organisationId)) throw noSuch('offer with cargo');
      const profileJudgedOn = now.toISOString().slice(0, 10);
      const judged = dataQualityOf(body.emissionProfile, profileJudgedOn);
      if (judged.dataQuality !== 'PRIMARY')
        throw new ProblemError({
          status: 422,
          title: 'The voyage data do not stand up',
          errors:
            judged.downgrade.length > 0
              ? judged.downgrade.map((note) => ({ ...note, property: 'emissionProfile' }))
              : [
                  {
                    code: 'NOT_PRIMARY',
                    property: 'emissionProfile',
                    message: 'voyage data are fuel and transport work',
                  },
                ],
        });
      return writeAsWorker(async (worker) => {
        await lockSailings(worker, [body.offerId]);
        const before = await worker
          .select({ version: sailingFacts.version })
          .from(sailingFacts)
          .where(and(eq(sailingFacts.offerId, body.offerId), eq(sailingFacts.source, 'VOYAGE')))
          .for('update');
        await recordSailingFact(worker, {
          offerId: body.offerId,
          source: 'VOYAGE',
          version: (before[0]?.version ?? 0) + 1,
          carrierId: principal.organisationId,
          vessel: null,
          profile: body.emissionProfile,
          profileJudgedOn,
          receivedAt: now,
        });
        const loaded = await allocationsOfOffer(worker, body.offerId, ['loaded', 'completed']);
        let superseded = 0;
        for (const { state } of loaded)
          if (await reviseFootprint({ tx: worker, emit, now, newId }, state)) superseded += 1;
        return { status: 202, body: { offerId: body.offerId, superseded } };
      });
    },
  });
}

/** The ledger of fuel evidence, and what carriers send when a voyage has been sailed. */
export function fuelEvidenceRoutes(context: ServiceContext): readonly Route[] {
  return [
    registerRoute(context),
    allocateRoute(context),
    voyageRoute(context),
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/fuel-evidence',
      operationId: 'listFuelEvidence',
      summary: 'Registered documents with their balances: a carrier’s own; the authority and verifiers read all.',
      allow: ['carrier', 'verifier', 'authority'],
      query: z.strictObject({ ...PAGE_QUERY }),
      responses: { 200: { description: 'By id.' } },
      handle: async ({ tx, query }) => {
        const after = readCursor(query.cursor);
        const rows = await tx
          .select()
          .from(fuelEvidence)
          .where(after === undefined ? undefined : gt(fuelEvidence.evidenceId, after))
          .orderBy(asc(fuelEvidence.evidenceId))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => row.evidenceId);
        return { status: 200, body: page.rows.map(evidenceView), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/fuel-evidence/{evidenceId}',
      operationId: 'readFuelEvidence',
      summary: 'A document with its balance and every entry of its ledger.',
      allow: ['carrier', 'verifier', 'authority'],
      params: z.object({ evidenceId: Identifier }),
      responses: { 200: { description: 'The document and its entries.' } },
      handle: async ({ tx, params }) => {
        const rows = await tx.select().from(fuelEvidence).where(eq(fuelEvidence.evidenceId, params.evidenceId));
        if (!rows[0]) throw noSuch('fuel evidence');
        const entries = await tx
          .select()
          .from(fuelEntries)
          .where(eq(fuelEntries.evidenceId, params.evidenceId))
          .orderBy(asc(fuelEntries.entryId));
        return {
          status: 200,
          body: {
            ...evidenceView(rows[0]),
            entries: entries.map(({ allocationId, energyMJ, cause, enteredAt }) => ({
              allocationId,
              energyMJ: toText(decimal(energyMJ)),
              cause,
              enteredAt: enteredAt.toISOString(),
            })),
          },
        };
      },
    }),
  ];
}
