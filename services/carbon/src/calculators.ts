import { computeCii } from '@greenlane/emissions/cii';
import { computeEuEts } from '@greenlane/emissions/eu-ets';
import { computeFuelEu } from '@greenlane/emissions/fueleu';
import { computeTransportChain } from '@greenlane/emissions/transport-chain';
import type { Decision, Problem } from '@greenlane/kernel/decision';
import { defineRoute, ProblemError, type Route } from '@greenlane/runtime/service';
import { CiiBody, EuEtsBody, FuelEuBody, TransportChainBody } from './calculator-bodies.ts';

function answer(result: Decision<unknown, readonly Problem[]>): { readonly status: 200; readonly body: unknown } {
  if (!result.ok)
    throw new ProblemError({ status: 422, title: 'The input cannot be calculated', errors: result.refusal });
  return { status: 200, body: result.value };
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
