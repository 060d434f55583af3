import { Identifier } from '@greenlane/contracts/values';
import { defineRoute, ProblemError, type Route } from '@greenlane/runtime/service';
import { z } from 'zod';
import { Hoc, ILEAP_MEDIA_TYPE, ShipmentFootprint, Toc } from './domain/ileap.ts';
import { checkIleapImport, IleapImport } from './domain/ileap-check.ts';
import { hocsOf, shipmentFootprint, tocsOf } from './domain/ileap-export.ts';
import { type PactSource, productFootprints } from './domain/pact.ts';
import { noSuch } from './footprints.ts';
import { ileapSourceOf } from './ileap-source.ts';

const AllocationPath = z.object({ allocationId: Identifier });

/** Views of a footprint in the exchange formats of iLEAP v1.0.0 and PACT 2.1, and the check of what others send. */
export function ileapRoutes(): readonly Route[] {
  const view = <Answer>(part: {
    readonly name: string;
    readonly operationId: string;
    readonly summary: string;
    readonly schema: z.ZodType;
    readonly contentType: string;
    readonly of: (source: PactSource) => Answer;
  }): Route =>
    defineRoute({
      method: 'GET',
      path: `/v1/carbon/footprints/{allocationId}/${part.name}`,
      operationId: part.operationId,
      summary: part.summary,
      allow: 'authenticated',
      params: AllocationPath,
      responses: { 200: { description: part.summary, schema: part.schema, contentType: part.contentType } },
      handle: async ({ tx, params }) => {
        const source = await ileapSourceOf(tx, params.allocationId);
        if (!source) throw noSuch('footprint');
        return { status: 200, body: part.of(source), contentType: part.contentType };
      },
    });
  return [
    view({
      name: 'shipment-footprint',
      operationId: 'readShipmentFootprint',
      summary: 'The newest footprint as an iLEAP ShipmentFootprint.',
      schema: ShipmentFootprint,
      contentType: ILEAP_MEDIA_TYPE,
      of: shipmentFootprint,
    }),
    view({
      name: 'tocs',
      operationId: 'readTransportOperationCategories',
      summary: 'The iLEAP TOCs that its elements name.',
      schema: z.array(Toc),
      contentType: ILEAP_MEDIA_TYPE,
      of: tocsOf,
    }),
    view({
      name: 'hocs',
      operationId: 'readHubOperationCategories',
      summary: 'The iLEAP HOCs that its elements name.',
      schema: z.array(Hoc),
      contentType: ILEAP_MEDIA_TYPE,
      of: hocsOf,
    }),
    view({
      name: 'product-footprints',
      operationId: 'readProductFootprints',
      summary: 'The same as PACT 2.1 product footprints with iLEAP extensions: the shipment, its TOCs and HOCs.',
      schema: z.object({ data: z.array(z.looseObject({})) }),
      contentType: 'application/json',
      of: (source) => ({ data: productFootprints(source) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/ileap-imports/check',
      operationId: 'checkIleapImport',
      summary: 'Recomputes a received ShipmentFootprint from its TOCs and HOCs; refuses one that does not add up.',
      description:
        'Activity is mass × distance (sfd, else gcd, else actual), emissions activity × intensity, within one gram per TEU. 422 names every difference with a code, the first of the document first.',
      allow: 'anyone',
      transaction: false,
      idempotent: false,
      body: IleapImport,
      responses: { 200: { description: 'Each element as stated and as recomputed.' } },
      examples: { 'two road legs of the specification': SPECIFICATION_EXAMPLE },
      handle: async ({ body }) => {
        const checked = checkIleapImport(body);
        if (!checked.ok)
          throw new ProblemError({
            status: 422,
            title: `The footprint does not add up: ${checked.refusal[0]?.code} at ${checked.refusal[0]?.property}`,
            errors: checked.refusal,
          });
        return { status: 200, body: checked.value };
      },
    }),
  ];
}

const road = (tocId: string, wellToWake: string, tankToWake: string) => ({
  tocId,
  mode: 'Road',
  energyCarriers: [
    { energyCarrier: 'Diesel', relativeShare: '1', emissionFactorWTW: '4.19', emissionFactorTTW: '3.22' },
  ],
  co2eIntensityWTW: wellToWake,
  co2eIntensityTTW: tankToWake,
  transportActivityUnit: 'tkm',
});

/** The two legs of the iLEAP Technical Specifications v1.0.0 (its first transportActivity mended: it misplaces the point). */
const SPECIFICATION_EXAMPLE = {
  shipmentFootprint: {
    mass: '87',
    shipmentId: '1237890',
    tces: [
      {
        tceId: 'abcdef',
        prevTceIds: [],
        tocId: 'truck-40t-euro5-de',
        shipmentId: '1237890',
        mass: '87',
        distance: { actual: '423' },
        transportActivity: '36.801',
        co2eWTW: '3.6801',
        co2eTTW: '3.2801',
      },
      {
        tceId: 'ghijkl',
        prevTceIds: ['abcdef'],
        tocId: 'operator-z-truck-89sdff',
        shipmentId: '1237890',
        mass: '87',
        distance: { actual: '321' },
        transportActivity: '27.927',
        co2eWTW: '4.74759',
        co2eTTW: '4.272831',
      },
    ],
  },
  tocs: [road('truck-40t-euro5-de', '0.1', '0.08913'), road('operator-z-truck-89sdff', '0.17', '0.153')],
};
