import { computeCii } from '@greenlane/emissions/cii';
import { computeEuEts } from '@greenlane/emissions/eu-ets';
import { computeFuelEu, fuelEuLimit } from '@greenlane/emissions/fueleu';
import { fuelEuBanking, fuelEuBorrowing, fuelEuPool } from '@greenlane/emissions/fueleu-flexibility';
import { computeTransportChain } from '@greenlane/emissions/transport-chain';
import { toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { defineRoute, ProblemError, type Route } from '@greenlane/runtime/service';
import type { z } from 'zod';
import { CiiBody, EuEtsBody, FuelEuBody, FuelEuFlexibilityBody, TransportChainBody } from './calculator-bodies.ts';

function answer(result: Decision<unknown, readonly Problem[]>): { readonly status: 200; readonly body: unknown } {
  if (!result.ok)
    throw new ProblemError({ status: 422, title: 'The input cannot be calculated', errors: result.refusal });
  return { status: 200, body: result.value };
}

/** What a balance becomes, with what was put in, so that the answer can be read alone. */
function flexibility(body: z.infer<typeof FuelEuFlexibilityBody>): Decision<unknown, readonly Problem[]> {
  const { mechanism } = body;
  switch (mechanism) {
    case 'BANKING': {
      const banked = fuelEuBanking(body);
      return banked.ok ? accept({ mechanism, balanceG: body.balanceG, ...banked.value }) : banked;
    }
    case 'BORROWING': {
      const limit = fuelEuLimit(body.year);
      if (limit === undefined)
        return refuse([
          { code: 'YEAR_NOT_COVERED', property: 'year', message: 'FuelEU Maritime applies from 2025 on.' },
        ]);
      const limitGPerMJ = toText(limit);
      const borrowed = fuelEuBorrowing({ ...body, limitGPerMJ });
      if (!borrowed.ok) return borrowed;
      const { year, energyMJ, balanceG, borrowedG } = body;
      return accept({ mechanism, year, limitGPerMJ, energyMJ, balanceG, borrowedG, ...borrowed.value });
    }
    case 'POOLING': {
      const pooled = fuelEuPool(body.members);
      return pooled.ok ? accept({ mechanism, members: body.members, ...pooled.value }) : pooled;
    }
  }
}

const shared = { method: 'POST', allow: 'anyone', transaction: false, idempotent: false } as const;

/** Pure calculators, one frame each; nothing is stored and no frame borrows another's factors. */
export function calculatorRoutes(): readonly Route[] {
  return [
    defineRoute({
      ...shared,
      path: '/v1/carbon/calculations/transport-chain',
      operationId: 'calculateTransportChain',
      summary: 'ISO 14083 / GLEC transport chain: legs and hubs, well-to-wake with the tank-to-wake split.',
      body: TransportChainBody,
      examples: {
        'truck, terminal and a container ship': {
          massKg: '24500',
          massBasis: 'ACTUAL',
          teu: '2',
          containers: 1,
          elements: [
            {
              type: 'LEG',
              mode: 'ROAD',
              distanceKm: '310',
              distanceBasis: 'SFD',
              intensity: { kind: 'DEFAULT' },
            },
            { type: 'HUB', hubType: 'MaritimeContainerTerminal', temperature: 'ambient' },
            {
              type: 'LEG',
              mode: 'SEA',
              distanceKm: '19668.24',
              distanceBasis: 'SFD',
              intensity: { kind: 'TRADE_LANE', tradeLane: 'ASIA_NEUR' },
            },
          ],
        },
        'fuel bought for a tour, a quarter of it for this cargo': {
          massKg: '5000',
          massBasis: 'ACTUAL',
          elements: [
            {
              type: 'LEG',
              mode: 'ROAD',
              distanceKm: '420',
              distanceBasis: 'ACTUAL',
              intensity: {
                kind: 'ENERGY',
                carriers: [{ carrier: 'DIESEL', quantity: '130', unit: 'l' }],
                allocationShare: '0.25',
              },
              dataQuality: 'PRIMARY',
            },
          ],
        },
      },
      responses: { 200: { description: 'Each element with its factor and source, and the totals.' } },
      handle: async ({ body }) => answer(computeTransportChain(body)),
    }),
    defineRoute({
      ...shared,
      path: '/v1/carbon/calculations/fueleu',
      operationId: 'calculateFuelEu',
      summary: 'FuelEU Maritime: GHG intensity, compliance balance, penalty.',
      body: FuelEuBody,
      responses: { 200: { description: 'The figures of one ship and year.' } },
      examples: {
        'ESSF worked example 1': {
          year: 2025,
          scopePercent: '100',
          fuels: [
            { fuel: 'HFO', tonnes: '12000' },
            { fuel: 'MDO_MGO', tonnes: '1400' },
          ],
          gwpSet: 'AR4',
          rounding: { ttwDecimals: 5, ghgIntensityDecimals: 5 },
        },
      },
      handle: async ({ body }) => answer(computeFuelEu(body)),
    }),
    defineRoute({
      ...shared,
      path: '/v1/carbon/calculations/fueleu-flexibility',
      operationId: 'calculateFuelEuFlexibility',
      summary: 'FuelEU Maritime: banking a surplus, borrowing from the next year, pooling ships.',
      description:
        'Regulation (EU) 2023/1805, Articles 20 and 21. Banking: at most the surplus. Borrowing: a deficit alone, at most 2 % of limit × energy, not two years running; the next year pays back 110 %. Pooling: balances are shared out anew, their sum kept and not negative; no ship with a deficit leaves with a larger one, none with a surplus leaves with a deficit, none is in it twice. 422 names every rule that is broken.',
      body: FuelEuFlexibilityBody,
      responses: { 200: { description: 'The balances afterwards, and what the next year pays back.' } },
      examples: {
        'the ship of ESSF worked example 1 borrows': {
          mechanism: 'BORROWING',
          year: 2025,
          energyMJ: '545780000',
          balanceG: '-1255523227.6',
          borrowedG: '975164774.08',
        },
        'a surplus is banked': { mechanism: 'BANKING', balanceG: '300000000', bankedG: '250000000' },
        'a ship on methanol covers the ship of ESSF worked example 1': {
          mechanism: 'POOLING',
          members: [
            { ship: '9780469', balanceG: '-1255523227.6', allocatedG: '0' },
            { ship: '9948748', balanceG: '1400000000', allocatedG: '144476772.4' },
          ],
        },
      },
      handle: async ({ body }) => answer(flexibility(body)),
    }),
    defineRoute({
      ...shared,
      path: '/v1/carbon/calculations/eu-ets',
      operationId: 'calculateEuEts',
      summary: 'EU ETS maritime: covered emissions and allowances to surrender.',
      body: EuEtsBody,
      examples: {
        'a voyage between Europe and Asia, half covered': {
          year: 2026,
          grossTonnage: '210000',
          fuels: [{ fuel: 'HFO', tonnes: '1000', coverage: '0.5' }],
        },
      },
      responses: { 200: { description: 'Tonnes by gas, coverage and surrender.' } },
      handle: async ({ body }) => answer(computeEuEts(body)),
    }),
    defineRoute({
      ...shared,
      path: '/v1/carbon/calculations/cii',
      operationId: 'calculateCii',
      summary: 'IMO CII: attained, required and rating. A rating of ships, never a factor of shipments.',
      body: CiiBody,
      examples: {
        'a container ship of 150,000 DWT': {
          shipType: 'CONTAINER',
          capacity: '150000',
          distanceNm: '90000',
          fuels: [{ fuel: 'HFO', tonnes: '20000' }],
          year: 2026,
        },
      },
      responses: { 200: { description: 'The rating with its bounds.' } },
      handle: async ({ body }) => answer(computeCii(body)),
    }),
  ];
}
